import json
from datetime import UTC, datetime

import pytest
from django.db.models import Model

from academy.frozen import FrozenError
from academy.staff.models import User
from quizzes.actions import Refused, answers_of, save_response, start_attempt, submit_attempt
from quizzes.domain.attempts import Refusal
from quizzes.models import (
    Attempt,
    Grade,
    Mark,
    Question,
    QuestionText,
    QuestionVersion,
    QuizRevision,
    Response,
)
from tests import builders

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def versions(question: Question) -> list[QuestionVersion]:
    return list(QuestionVersion.objects.filter(question__translation_key=question.translation_key).order_by("number"))


def right(attempt: Attempt, position: int) -> dict[str, object]:
    version = QuestionVersion.objects.get(pk=attempt.dealt[position].version)
    return version.spec().best(version.texts.earliest("pk").payload)


def answer(attempt: Attempt, position: int, given: dict[str, object]) -> None:
    version = attempt.dealt[position].version
    save_response(attempt, position, given, QuestionText.objects.latest_for([version], "en")[version], AT)


class TestFreezing:
    def test_publishing_a_question_makes_a_version_and_its_text(self) -> None:
        question = builders.make_question("Which comes first?")
        (version,) = versions(question)
        assert version.payload["type"] == "single_choice"
        assert version.texts.get().payload["stem"] == "Which comes first?"

    def test_publishing_it_unchanged_makes_no_other(self) -> None:
        question = builders.make_question("Which comes first?")
        builders.republish(question)
        assert len(versions(question)) == 1

    def test_a_draft_makes_none(self) -> None:
        question = builders.make_question("Which comes first?")
        question.stem = "Which comes last?"
        question.save_revision()
        assert len(versions(question)) == 1

    @pytest.mark.parametrize("change", [{"stem": "Which?"}, {"answer": builders.true_false()}, {"feedback": "New"}])
    def test_whatever_a_learner_reads_or_chooses_makes_a_new_version(self, change: dict[str, str]) -> None:
        question = builders.make_question("Which comes first?")
        builders.republish(question, **change)
        assert [version.number for version in versions(question)] == [1, 2]

    def test_a_translation_adds_its_words_to_the_version(self) -> None:
        question = builders.make_question("Which comes first?")
        persian = translated(question, stem="کدام اول می‌آید؟")
        builders.republish(persian)
        (version,) = versions(question)
        assert {text.locale.language_code for text in version.texts.all()} == {"en", "fa"}

    def test_a_translation_without_one_of_the_options_adds_none(self) -> None:
        question = builders.make_question("Which comes first?")
        fewer = json.loads(builders.single("Which comes first?"))
        fewer[0]["value"]["options"].pop()
        builders.republish(translated(question, answer=json.dumps(fewer)))
        assert versions(question)[0].texts.count() == 1

    def test_after_a_change_of_the_source_the_old_translation_is_not_shown(self) -> None:
        question = builders.make_question("Which comes first?")
        builders.republish(translated(question, stem="کدام؟"))
        builders.republish(question, stem="Which comes last?")
        latest = versions(question)[-1]
        assert QuestionText.objects.latest_for([latest.pk], "fa")[latest.pk].payload["stem"] == "Which comes last?"

    def test_editing_a_question_makes_a_new_revision_of_the_quiz(self, course: builders.Course) -> None:
        builders.republish(course.questions[0], stem="Something else?")
        revisions = list(QuizRevision.objects.filter(work=course.quiz_work).order_by("number"))
        assert [revision.number for revision in revisions] == [1, 2]
        assert revisions[1].questions.first().version.number == 2

    def test_publishing_a_quiz_publishes_its_new_questions(self, course: builders.Course) -> None:
        draft = Question(stem="New?", answer=builders.single("New?"), live=False, locale=course.quiz.locale)
        draft.save()
        draft.save_revision()
        course.quiz.quiz_questions.add(builders.QuizQuestion(question=draft, sort_order=9))
        builders.republish(course.quiz, quiz_questions=course.quiz.quiz_questions.all())
        draft.refresh_from_db()
        assert draft.live
        assert QuizRevision.objects.latest_of(course.quiz_work).length == 5

    def test_an_unpublished_question_is_dealt_no_more(self, alice: User, course: builders.Course) -> None:
        attempt = start_attempt(alice, course.quiz_work, AT)
        course.questions[0].unpublish()
        assert QuizRevision.objects.latest_of(course.quiz_work).length == 3
        assert len(attempt.layout) == 4

    @pytest.mark.parametrize("model", [QuestionVersion, QuestionText, QuizRevision])
    def test_what_is_frozen_can_not_be_changed(self, course: builders.Course, model: type[Model]) -> None:
        row = model.objects.first()
        for change in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(sha256="x")):
            with pytest.raises(FrozenError):
                change()


def translated(question: Question, **words: str) -> Question:
    locale, _created = builders.Locale.objects.get_or_create(language_code="fa")
    copy = question.copy_for_translation(locale)
    for name, value in words.items():
        setattr(copy, name, value)
    copy.live = False
    copy.save()
    return copy


class TestTrying:
    def test_an_attempt_is_dealt_every_question(self, alice: User, course: builders.Course) -> None:
        attempt = start_attempt(alice, course.quiz_work, AT)
        assert len(attempt.layout) == 4
        assert attempt.number == 1

    def test_starting_again_goes_on_with_the_open_one(self, alice: User, course: builders.Course) -> None:
        assert start_attempt(alice, course.quiz_work, AT) == start_attempt(alice, course.quiz_work, AT)

    def test_everything_right_is_a_hundred(self, alice: User, course: builders.Course) -> None:
        attempt = start_attempt(alice, course.quiz_work, AT)
        for position in range(4):
            answer(attempt, position, right(attempt, position))
        grade = submit_attempt(alice, attempt.pk, AT)
        assert (float(grade.percent), grade.passed) == (100, True)
        assert [float(mark.share) for mark in grade.marks.all()] == [1, 1, 1, 1]

    def test_nothing_answered_is_nothing(self, alice: User, course: builders.Course) -> None:
        grade = submit_attempt(alice, start_attempt(alice, course.quiz_work, AT).pk, AT)
        assert (float(grade.percent), grade.passed) == (0, False)

    def test_handing_in_twice_gives_one_grade(self, alice: User, course: builders.Course) -> None:
        attempt = start_attempt(alice, course.quiz_work, AT)
        assert submit_attempt(alice, attempt.pk, AT) == submit_attempt(alice, attempt.pk, AT)
        assert Grade.objects.count() == 1
        assert Mark.objects.count() == 4

    def test_the_last_save_counts_and_the_others_stay(self, alice: User, course: builders.Course) -> None:
        attempt = start_attempt(alice, course.quiz_work, AT)
        order = next(n for n, item in enumerate(attempt.dealt) if len(item.order) == 3)
        answer(attempt, order, {"choice": "x"})
        answer(attempt, order, {"choice": "y"})
        answer(attempt, order, {"choice": "y"})
        assert answers_of(attempt) == {order: {"choice": "y"}}
        assert list(Response.objects.values_list("sequence", flat=True)) == [1, 2]

    def test_nothing_is_saved_after_handing_in(self, alice: User, course: builders.Course) -> None:
        attempt = start_attempt(alice, course.quiz_work, AT)
        submit_attempt(alice, attempt.pk, AT)
        with pytest.raises(Refused) as refusal:
            answer(attempt, 0, {"choice": "x"})
        assert refusal.value.reason is Refusal.ALREADY_HANDED_IN
        assert not Response.objects.exists()

    def test_tries_end(self, alice: User) -> None:
        course = builders.make_course(tries=1)
        submit_attempt(alice, start_attempt(alice, course.quiz_work, AT).pk, AT)
        with pytest.raises(Refused) as refusal:
            start_attempt(alice, course.quiz_work, AT)
        assert refusal.value.reason is Refusal.NO_TRIES_LEFT

    def test_a_quiz_that_was_never_published_can_not_be_started(self, alice: User) -> None:
        work = builders.Work.objects.create(kind="quiz", translation_key=builders.key("none"), title="None")
        with pytest.raises(Refused) as refusal:
            start_attempt(alice, work, AT)
        assert refusal.value.reason is Refusal.NOT_PUBLISHED

    def test_editing_a_question_leaves_an_attempt_as_it_was(self, alice: User, course: builders.Course) -> None:
        attempt = start_attempt(alice, course.quiz_work, AT)
        for position in range(4):
            answer(attempt, position, right(attempt, position))
        for question in course.questions:
            builders.republish(question, stem="Changed", answer=builders.true_false("other"))
        assert float(submit_attempt(alice, attempt.pk, AT).percent) == 100
        shown = QuestionText.objects.latest_for([item.version for item in attempt.dealt], "en")
        assert "Changed" not in {text.payload["stem"] for text in shown.values()}
