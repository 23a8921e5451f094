"""The picture of a question: in the form, in what is frozen, wherever the question is shown, and in other languages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.test import Client
from wagtail_localize.segments.extract import extract_segments

from academy.assignments.models import Work
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User
from quizzes.actions import save_response, start_attempt, submit_attempt
from quizzes.models import Attempt, FrozenPicture, Question, QuestionText, QuestionVersion
from tests import builders
from tests.quizzes.test_actions import AT, translated
from tests.test_previews import preview
from tests.test_query_budgets import opened, warm_statements

pytestmark = pytest.mark.django_db
ALT = "A map of Reykjavík with a cross on the harbour"


def pictured(stem: str = "Where is the cross?", title: str = "map", **fields: Any) -> Question:
    return builders.make_question(stem, **{"picture": builders.picture(title), "picture_alt": ALT, **fields})


def attempt_at(learner: User, *questions: Question, **settings: Any) -> Attempt:
    bank = builders.home().get_children().get(slug="quizzes").specific
    quiz = builders.make_quiz(bank, list(questions), **{"slug": "maps", "shuffle_questions": False, **settings})
    return start_attempt(learner, Work.objects.of(quiz), AT)


def source_in(page: str) -> str:
    """The address of the one picture of a page."""
    (found,) = re.findall(r'<img class="question-picture" src="([^"]+)"', page)
    return found


def replace_file(editor: Client, question: Question) -> None:
    """As the CMS does it: the image stays, its file and all that was made of it go."""
    image = question.picture
    file = builders.picture("another", (44, 33)).file
    data = {"title": image.title, "file": SimpleUploadedFile("another.png", file.read(), "image/png"), "tags": ""}
    sent = editor.post(f"/admin/images/{image.pk}/", {**data, "collection": image.collection_id})
    assert sent.status_code == 302
    before, after = image.file_hash, type(image).objects.get(pk=image.pk).file_hash
    assert before != after


def url(attempt: Attempt, rest: str) -> str:
    return f"/en/learn/attempts/{attempt.pk}/{rest}"


class TestForm:
    def test_a_picture_needs_words(self) -> None:
        question = pictured()
        question.full_clean()
        question.picture_alt = " "
        with pytest.raises(ValidationError) as refused:
            question.full_clean()
        assert list(refused.value.message_dict) == ["picture_alt"]

    def test_words_alone_are_harmless(self) -> None:
        question = builders.make_question("Where?", picture_alt=ALT)
        question.full_clean()
        assert "picture" not in question.wording()


class TestFrozen:
    def test_the_wording_names_the_picture_only_where_there_is_one(self) -> None:
        question = pictured()
        file = question.picture.get_file_hash()
        assert question.wording()["picture"] == {"image": question.picture_id, "file": file, "alt": ALT}
        assert "picture" not in builders.make_question("None?").wording()

    def test_another_picture_makes_another_version(self) -> None:
        question = pictured()
        builders.republish(question)
        assert QuestionVersion.objects.count() == 1
        builders.republish(question, picture=builders.picture("plan"))
        assert QuestionVersion.objects.count() == 2

    def test_the_same_file_is_kept_once(self) -> None:
        question = pictured()
        builders.republish(question, stem="Where else?")
        assert FrozenPicture.objects.get().file_hash == question.picture.get_file_hash()

    def test_another_file_in_the_same_image_leaves_the_past_as_it_was(
        self, alice: User, as_alice: Client, as_user: Callable[[User], Client], erin: User
    ) -> None:
        question = pictured(title="map")
        before = attempt_at(alice, question)
        shown = source_in(as_alice.get(url(before, "pages/1/")).content.decode())
        drawn = b"".join(as_alice.get(shown).streaming_content)
        replace_file(as_user(erin), question)
        assert source_in(as_alice.get(url(before, "pages/1/")).content.decode()) == shown
        assert b"".join(as_alice.get(shown).streaming_content) == drawn

        question = Question.objects.get(pk=question.pk)
        builders.republish(question)
        assert QuestionVersion.objects.count() == 2
        submit_attempt(alice, before.pk, AT)
        assert source_in(as_alice.get(url(before, "result/")).content.decode()) == shown
        after = start_attempt(alice, before.work, AT)
        assert source_in(as_alice.get(url(after, "pages/1/")).content.decode()) != shown

    def test_what_was_frozen_before_there_were_copies_shows_the_image(self, alice: User, as_alice: Client) -> None:
        attempt = attempt_at(alice, pictured())
        text = QuestionText.objects.get()
        payload = {**text.payload, "picture": {"image": text.picture_id, "alt": ALT}}
        QuestionText.objects.create(
            version=text.version, locale=text.locale, payload=payload, picture=text.picture, sha256="0", created_at=AT
        )
        assert "/images/" in source_in(as_alice.get(url(attempt, "pages/1/")).content.decode())

    def test_the_versions_say_that_the_file_is_another(
        self, as_user: Callable[[User], Client], erin: User, bob: User
    ) -> None:
        question = pictured()
        replace_file(as_user(erin), question)
        builders.republish(Question.objects.get(pk=question.pk))
        page = as_user(bob).get(f"/admin/quizzes/questions/{question.pk}/versions/").content.decode()
        assert "File of the picture" in page

    def test_a_translation_of_the_picture_before_is_not_shown(
        self, as_user: Callable[[User], Client], erin: User
    ) -> None:
        question = pictured()
        persian = translated(question, picture_alt="نقشه")
        replace_file(as_user(erin), question)
        builders.republish(Question.objects.get(pk=persian.pk))
        assert QuestionText.objects.count() == 1

    def test_the_picture_of_a_question_can_not_be_deleted(self) -> None:
        with pytest.raises(ProtectedError):
            pictured().picture.delete()

    def test_nor_can_that_of_an_earlier_version(self) -> None:
        question = pictured()
        before = question.picture
        builders.republish(question, picture=None, picture_alt="")
        with pytest.raises(ProtectedError):
            before.delete()

    def test_the_cms_says_where_it_is_used_and_does_not_delete_it(self, bob: User, as_user: Any) -> None:
        bob.is_superuser = True
        bob.save()
        question = pictured()
        before = question.picture
        builders.republish(question, picture=None, picture_alt="")
        address = f"/admin/images/{before.pk}/delete/"
        page = as_user(bob).get(address).content.decode()
        assert "referenced 1 time" in " ".join(page.split())
        assert "Yes, delete" not in page
        as_user(bob).post(address)
        before.refresh_from_db()

    def test_the_versions_call_it_by_its_title(self, as_user: Callable[[User], Client], bob: User) -> None:
        question = pictured()
        builders.republish(question, picture=builders.picture("plan"))
        page = as_user(bob).get(f"/admin/quizzes/questions/{question.pk}/versions/").content.decode()
        assert "<del>map</del><ins>plan</ins>" in page


class TestShown:
    def test_with_the_question_in_the_review_and_in_the_result(self, alice: User, as_alice: Client) -> None:
        attempt = attempt_at(alice, pictured(), show_result="answers")
        pages = [as_alice.get(url(attempt, rest)).content.decode() for rest in ("pages/1/", "review/")]
        as_alice.post(url(attempt, "submit/"))
        pages.append(as_alice.get(url(attempt, "result/")).content.decode())
        for page in pages:
            assert page.count('class="question-picture"') == 1
            assert f'width="40" height="30" alt="{ALT}" lang="en"' in page

    @pytest.mark.parametrize("kind", builders.ALL_TYPES, ids=lambda kind: kind.__name__)
    def test_in_every_type_and_its_preview(self, alice: User, as_alice: Client, erin: User, kind: Any) -> None:
        question = pictured(raw=kind("pictured"))
        attempt = attempt_at(alice, question)
        assert as_alice.get(url(attempt, "pages/1/")).content.decode().count(ALT) == 1
        assert preview(question, erin).count(ALT) == 2  # as it is asked, and as it is explained

    def test_to_who_waits_and_to_who_marks(
        self, alice: User, bob: User, dana: User, as_alice: Client, as_user: Callable[[User], Client]
    ) -> None:
        rebuild_leadership()
        attempt = attempt_at(alice, pictured(raw=builders.free_text()))
        text = QuestionText.objects.get(version=attempt.dealt[0].version)
        save_response(attempt, 0, {"text": "At the harbour."}, text, AT)
        submit_attempt(alice, attempt.pk, AT)
        assert ALT in as_alice.get(url(attempt, "result/")).content.decode()
        desk = as_user(bob).post("/en/marking/next/", follow=True).content.decode()
        assert desk.count(ALT) == 1

    def test_a_question_without_one_shows_none(self, alice: User, as_alice: Client) -> None:
        attempt = attempt_at(alice, builders.make_question("Which?"))
        assert "question-picture" not in as_alice.get(url(attempt, "pages/1/")).content.decode()

    def test_a_lost_file_loses_no_page(self, alice: User, as_alice: Client) -> None:
        question = pictured()
        question.picture.file.storage.delete(question.picture.file.name)
        attempt = attempt_at(alice, question)
        assert as_alice.get(url(attempt, "pages/1/")).status_code == 200

    def test_more_pictures_cost_no_more_statements(self, alice: User, as_alice: Client) -> None:
        def review_of(number: int) -> str:
            questions = [pictured(f"Where {n} of {number}?", f"map {n} of {number}") for n in range(number)]
            return url(attempt_at(alice, *questions, slug=f"quiz-{number}"), "review/")

        few, many = review_of(2), review_of(5)
        assert as_alice.get(many).content.decode().count("question-picture") == 5
        counted = warm_statements(opened(as_alice, few))
        assert len(warm_statements(opened(as_alice, many))) <= len(counted)


class TestTranslated:
    def test_the_picture_comes_from_the_source_and_its_words_are_translated(self) -> None:
        question = pictured()
        segments = {segment.path: getattr(segment, "string", None) for segment in extract_segments(question)}
        assert segments["picture_alt"].data == ALT
        assert "picture" not in segments
        assert translated(question).picture == question.picture

    def test_words_for_another_picture_are_not_shown(self) -> None:
        question = pictured()
        persian = translated(question, picture_alt="نقشه")
        builders.republish(persian)
        assert QuestionText.objects.count() == 2
        builders.republish(question, picture=builders.picture("plan"))
        builders.republish(persian, stem="کجا؟")  # still of the picture before
        assert not QuestionVersion.objects.get(number=2).texts.exclude(locale=question.locale).exists()
