"""What each process remembers of quizzes is never older than what was published last."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from academy.assignments.models import Work
from academy.content import stamp
from academy.staff.models import User
from quizzes.actions import start_attempt
from quizzes.models import Attempt, QuizRevision
from tests import builders
from tests.quizzes.test_actions import translated

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUIZ = "/en/courses/empathy/quiz/"


@pytest.fixture
def course() -> builders.Course:
    return builders.make_course(per_page=0, shuffle_questions=False, tries=0)


def opened(client: Client, course: builders.Course, language: str = "en") -> str:
    """The page of an attempt, begun if none is open."""
    client.get(QUIZ)
    begun = client.post(f"/{language}/learn/quizzes/{course.quiz_work.pk}/start/")
    return client.get(begun.url).content.decode()


def submitted(client: Client) -> None:
    client.post(f"/en/learn/attempts/{Attempt.objects.latest('pk').pk}/submit/")


def test_a_question_that_is_published_anew_is_asked_anew(as_alice: Client, course: builders.Course) -> None:
    before = course.questions[0].stem
    assert before in opened(as_alice, course)
    builders.republish(course.questions[0], stem="What comes before all else?")
    page = opened(as_alice, course)  # the attempt that was open keeps what it was dealt
    assert before in page
    assert "What comes before all else?" not in page
    submitted(as_alice)
    assert "What comes before all else?" in opened(as_alice, course)


def test_a_translation_that_comes_while_an_attempt_runs_is_shown(as_alice: Client, course: builders.Course) -> None:
    assert course.questions[0].stem in opened(as_alice, course, "fa")
    builders.republish(translated(course.questions[0], stem="کدام اول می‌آید؟"))
    assert "کدام اول می‌آید؟" in opened(as_alice, course, "fa")
    assert course.questions[0].stem in opened(as_alice, course, "en")


def test_new_settings_are_those_of_the_next_attempt(as_alice: Client, course: builders.Course) -> None:
    opened(as_alice, course)
    builders.republish(course.quiz, pass_mark=35)
    assert re.search(r"You pass with 35\s%", as_alice.get(QUIZ).content.decode())
    assert Attempt.objects.get().revision.terms.pass_mark != 35
    submitted(as_alice)
    opened(as_alice, course)
    assert Attempt.objects.latest("pk").revision.terms.pass_mark == 35


def test_a_question_that_is_withdrawn_is_dealt_no_more(as_alice: Client, course: builders.Course) -> None:
    opened(as_alice, course)
    submitted(as_alice)
    course.questions[0].unpublish()
    opened(as_alice, course)
    assert [len(attempt.layout) for attempt in Attempt.objects.order_by("pk")] == [4, 3]


def test_a_new_title_is_shown_at_once(as_alice: Client, course: builders.Course) -> None:
    opened(as_alice, course)
    submitted(as_alice)
    path = f"/en/learn/attempts/{Attempt.objects.get().pk}/result/"
    as_alice.get(path)
    builders.republish(course.quiz, title="Kindness, tested")
    assert "Kindness, tested" in as_alice.get(path).content.decode()


def test_freezing_moves_the_content_stamp_once_something_is_new(course: builders.Course) -> None:
    before = stamp()
    builders.republish(course.questions[0])
    assert stamp() == before
    builders.republish(course.questions[0], stem="Something else?")
    assert stamp() > before


def test_a_revision_is_kept_as_one_object(course: builders.Course) -> None:
    latest = QuizRevision.objects.latest_of(course.quiz_work)
    assert QuizRevision.objects.kept(latest.pk) is QuizRevision.objects.kept(latest.pk)
    assert QuizRevision.objects.in_force(course.quiz_work, stamp()) == latest
    assert Work.objects.kept(course.quiz_work.pk, stamp()) == course.quiz_work


def test_the_page_of_a_quiz_that_was_never_published_says_so(as_alice: Client, course: builders.Course) -> None:
    assert start_of_an_unknown_quiz(as_alice, course.work.pk) == 404
    assert start_of_an_unknown_quiz(as_alice, 10**20) == 404


def start_of_an_unknown_quiz(client: Client, pk: int) -> int:
    return client.post(f"/en/learn/quizzes/{pk}/start/").status_code


@pytest.mark.parametrize("pk", [10**20, 2**63])
def test_an_attempt_whose_number_no_database_holds_is_not_found(as_alice: Client, pk: int) -> None:
    assert as_alice.get(f"/en/learn/attempts/{pk}/result/").status_code == 404
    assert as_alice.post(f"/en/learn/attempts/{pk}/submit/").status_code == 404


def test_tries_come_with_the_grade_that_stands(alice: User, course: builders.Course, as_alice: Client) -> None:
    opened(as_alice, course)
    submitted(as_alice)
    start_attempt(alice, course.quiz_work, AT)
    composed = Attempt.objects.of(alice).filter(work=course.quiz_work).with_grade().order_by("number")
    written_out = Attempt.objects.tried(alice, course.quiz_work)
    assert [(one.pk, one.percent, one.passed, one.state, one.started_at) for one in written_out] == [
        (one.pk, one.percent, one.passed, one.state, one.started_at) for one in composed
    ]
