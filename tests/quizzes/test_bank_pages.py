"""The question bank in the CMS: its list, the versions of a question, and questions that read the same."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from academy.skills.models import Skill
from academy.staff.models import User
from quizzes.models import Question
from tests import builders
from tests.quizzes.test_regrading import correct_key, question, quiz, take, tone
from tests.test_query_budgets import assert_flat

__all__ = ["question", "quiz", "tone"]  # fixtures

pytestmark = pytest.mark.django_db

BANK = "/admin/snippets/quizzes/question/"
DUPLICATES = "/admin/quizzes/questions/duplicates/"


@pytest.fixture
def as_bob(as_user: Callable[[User], Client], bob: User) -> Client:
    return as_user(bob)


def versions_of(question: Question) -> str:
    return f"/admin/quizzes/questions/{question.pk}/versions/"


class TestTheList:
    @pytest.fixture
    def bank(self, bob: User, erin: User) -> dict[str, Question]:
        draft = Question(stem="A draft?", answer=builders.true_false("draft"), live=False, owner=erin)
        draft.locale = builders.Locale.objects.get(language_code="en")
        draft.save()
        draft.save_revision()
        mine = builders.make_question("Mine?", owner=bob)
        mine.skills.add(Skill.objects.create(name="Empathy", slug="empathy"))
        mine.save()
        changed = builders.make_question("Changed?", builders.matching("changed"))
        changed.stem = "Changed again?"
        changed.save_revision()
        course = builders.make_course("used")
        return {"draft": draft, "mine": mine, "changed": changed, "used": course.questions[0]}

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ({"state": "draft"}, {"draft"}),
            ({"state": "published"}, {"mine", "changed", "used"}),
            ({"state": "changed"}, {"changed"}),
            ({"state": "unused"}, {"draft", "mine", "changed"}),
            ({"state": "in_review"}, set()),
            ({"type": "true_false"}, {"draft"}),
            ({"type": "matching"}, {"changed"}),
        ],
    )
    def test_it_is_filtered(
        self, as_bob: Client, bank: dict[str, Question], wanted: dict[str, str], found: set[str]
    ) -> None:
        assert self.shown(as_bob, bank, **wanted) == found

    def test_it_is_filtered_by_owner_and_skill(self, as_bob: Client, bob: User, bank: dict[str, Question]) -> None:
        skill = Skill.objects.get(name="Empathy")
        assert self.shown(as_bob, bank, owner=bob.pk) == {"mine"}
        assert self.shown(as_bob, bank, skill=skill.pk) == {"mine"}

    def shown(self, client: Client, bank: dict[str, Question], **wanted: Any) -> set[str]:
        page = client.get(BANK, wanted).context["page_obj"]
        listed = {question.pk for question in page}
        return {name for name, question in bank.items() if question.pk in listed}

    def test_it_stays_flat(self, as_bob: Client, bob: User) -> None:
        builders.make_question("First?", owner=bob)

        def more() -> None:
            for number in range(Question.objects.count(), Question.objects.count() + 4):
                one = builders.make_question(f"Further {number}?", owner=bob)
                one.skills.add(Skill.objects.create(name=f"Skill {number}", slug=f"skill-{number}"))
                one.save()

        more()
        assert_flat(as_bob, BANK, more)

    def test_whoever_writes_a_question_keeps_it(self, as_bob: Client, bob: User) -> None:
        from wagtail.test.utils.form_data import nested_form_data, streamfield

        options = {"answer": "true", "feedback_true": "", "feedback_false": ""}
        form = nested_form_data({"stem": "New?", "answer": streamfield([("true_false", options)]), "feedback": ""})
        response = as_bob.post(f"{BANK}add/", {**form, "skills": "", "owner": ""})
        assert response.status_code == 302, response.context["form"].errors
        assert Question.objects.get(stem="New?").owner == bob


class TestVersions:
    def test_it_shows_what_changed_by_whom_and_where_it_was_asked(
        self, as_bob: Client, alice: User, bob: User, question: Question, quiz: builders.Course
    ) -> None:
        take(alice, quiz, "Rude")
        correct_key(question)
        page = as_bob.get(versions_of(question)).content.decode()
        assert "Version 2" in page
        assert "<del>Kind</del><ins>Rude</ins>" in page
        assert "in revision 2 of the quiz<br> 1 graded attempt" in " ".join(page.split())
        assert f"/admin/pages/{quiz.quiz.pk}/edit/" in page

    def test_it_names_who_published(self, as_bob: Client, bob: User, question: Question) -> None:
        question.stem = "Which tone?"
        question.save_revision(user=bob).publish(user=bob)
        (latest, first) = as_bob.get(versions_of(question)).context["lines"]
        assert (latest.by, first.by) == (bob, None)

    def test_one_that_was_never_published_says_so(self, as_bob: Client) -> None:
        draft = Question(stem="?", answer=builders.true_false("d"), live=False)
        draft.locale = builders.Locale.objects.get(language_code="en")
        draft.save()
        assert "never published" in as_bob.get(versions_of(draft)).content.decode()

    def test_it_stays_flat(self, as_bob: Client, question: Question) -> None:
        def more() -> None:
            for number in range(3):
                builders.republish(question, stem=f"Which tone {Question.objects.count()} {number}?")
                builders.republish(question, stem=f"Tone {number}?")

        more()
        assert_flat(as_bob, versions_of(question), more)

    def test_one_that_does_not_exist(self, as_bob: Client) -> None:
        assert as_bob.get("/admin/quizzes/questions/999/versions/", follow=True).status_code == 404


class TestDuplicates:
    def test_it_puts_side_by_side_what_reads_the_same(self, as_bob: Client) -> None:
        one = builders.make_question("Which tone?", builders.single("x"))
        two = builders.make_question("which  TONE?", builders.single("y"))
        builders.make_question("Which tone?", builders.true_false("z"))
        (group,) = as_bob.get(DUPLICATES).context["groups"]
        assert group == [one, two]

    def test_a_translation_is_no_duplicate(self, as_bob: Client, question: Question) -> None:
        locale, _created = builders.Locale.objects.get_or_create(language_code="fa")
        question.copy_for_translation(locale).save()
        assert as_bob.get(DUPLICATES).context["groups"] == []

    def test_without_any_it_says_so(self, as_bob: Client) -> None:
        assert "No two questions" in as_bob.get(DUPLICATES).content.decode()

    def test_it_stays_flat(self, as_bob: Client) -> None:
        def more() -> None:
            for number in range(Question.objects.count(), Question.objects.count() + 3):
                for _twice in range(2):
                    builders.make_question(f"Tone {number}?", builders.single(f"x{number}"))

        more()
        assert_flat(as_bob, DUPLICATES, more)

    @pytest.mark.parametrize("path", [DUPLICATES, "/admin/quizzes/questions/{}/versions/"])
    def test_an_agent_sees_neither(self, as_alice: Client, question: Question, path: str) -> None:
        assert as_alice.get(path.format(question.pk)).status_code == 302

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client) -> None:
        assert "/sign-in/" in client.get(DUPLICATES).url
