"""Figures are kept, brought up to date in the background, and asked for no more often than needed."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from academy import periodic
from academy.background import is_waiting
from academy.staff.models import User
from quizzes.models import Attempt, Grade, QuizStatistics
from quizzes.periodic import bring_statistics_up_to_date
from quizzes.signals import attempts_regraded
from quizzes.statistics import keeping
from quizzes.tasks import compute_statistics
from tests.quizzes.statistics.trying import AT, Quiz, hand_in, make_quiz

pytestmark = pytest.mark.django_db
HIGHEST = QuizStatistics.Which.HIGHEST


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(1)


@pytest.fixture
def in_the_database(settings: object) -> None:
    """Tasks wait for a worker, as they do outside of tests."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "bulk"]}}


def count(quiz: Quiz) -> int | None:
    row = QuizStatistics.objects.filter(work=quiz.work, which=HIGHEST).first()
    return row.payload["count"] if row else None


def test_handing_in_brings_them_up_to_date(
    quiz: Quiz, alice: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(alice, quiz, "r")
        assert count(quiz) is None  # not before what was handed in is there to be seen
    assert count(quiz) == 1
    assert QuizStatistics.objects.count() == len(QuizStatistics.Which)


def test_computing_twice_keeps_one_row(quiz: Quiz, alice: User) -> None:
    hand_in(alice, quiz, "r")
    for minute in range(2):
        keeping.compute(quiz.work, AT + timedelta(minutes=minute))
    row = QuizStatistics.objects.get(work=quiz.work, which=HIGHEST)
    assert row.computed_at == AT + timedelta(minutes=1)


def test_what_was_never_computed_is_computed_for_whoever_looks_first(quiz: Quiz, alice: User) -> None:
    hand_in(alice, quiz, "r")
    assert keeping.kept(quiz.work, HIGHEST, AT).payload["count"] == 1
    hand_in(alice, quiz, "r")
    assert keeping.kept(quiz.work, QuizStatistics.Which.ALL, AT).payload["count"] == 1  # as of then


def test_one_task_waits_however_many_hand_in(
    quiz: Quiz,
    make_person: Callable[..., User],
    in_the_database: None,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    for number in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            hand_in(make_person(f"person-{number}"), quiz, "r")
        if number == 1:
            cache.clear()  # another process, or a minute later
    waiting = DBTaskResult.objects.filter(task_path=compute_statistics.module_path)
    assert waiting.count() == 1
    assert is_waiting(compute_statistics, quiz.work.pk)
    assert not is_waiting(compute_statistics, quiz.work.pk + 1)
    waiting.update(status=TaskResultStatus.RUNNING)
    assert not is_waiting(compute_statistics, quiz.work.pk)


def test_a_correction_brings_them_up_to_date_at_once(
    quiz: Quiz, alice: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        attempt = hand_in(alice, quiz, "r")
    Grade.objects.create(attempt=attempt, number=2, percent=0, passed=False, graded_at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        attempts_regraded.send(Attempt, work=quiz.work, attempts=[attempt], gained=[], lost=[], at=AT)
    row = QuizStatistics.objects.get(work=quiz.work, which=HIGHEST)
    assert row.payload["quiz"]["mean"] == 0


class TestTheClock:
    @pytest.mark.parametrize(
        ("graded", "computed", "expected"),
        [
            (timedelta(hours=-1), None, True),
            (timedelta(hours=-1), timedelta(hours=-2), True),
            (timedelta(hours=-1), timedelta(minutes=-59), True),  # it may not have been seen yet
            (timedelta(hours=-1), timedelta(minutes=-58), False),
            (timedelta(hours=-25), None, False),  # whoever looks first has it computed
        ],
    )
    def test_it_finds_what_is_out_of_date(
        self, quiz: Quiz, alice: User, graded: timedelta, computed: timedelta | None, expected: bool
    ) -> None:
        hand_in(alice, quiz, "r", at=AT + graded)
        if computed is not None:
            keeping.compute(quiz.work, AT + computed)
        assert keeping.out_of_date(AT).exists() is expected

    def test_a_regrading_counts_as_well_and_each_quiz_once(self, quiz: Quiz, alice: User, bob: User) -> None:
        for person in (alice, bob):
            hand_in(person, quiz, "r")
        assert keeping.out_of_date(AT + timedelta(hours=1)).get() == quiz.work

    def test_it_asks_for_them(
        self, quiz: Quiz, alice: User, django_capture_on_commit_callbacks: Callable[..., object]
    ) -> None:
        hand_in(alice, quiz, "r", at=now() - timedelta(hours=1))
        with django_capture_on_commit_callbacks(execute=True):
            bring_statistics_up_to_date(now())
        assert count(quiz) == 1

    def test_it_is_on_the_clock(self) -> None:
        assert bring_statistics_up_to_date in periodic._jobs


def test_nothing_is_out_of_date_where_nothing_was_graded(quiz: Quiz) -> None:
    assert not keeping.out_of_date(datetime.now(AT.tzinfo)).exists()
