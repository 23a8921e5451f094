"""When somebody is stuck: the rule by itself, and that the database finds what the rule says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from academy.reports.domain import stuck
from academy.reports.domain.stuck import Reason, reasons, wrong_in_a_row
from academy.reports.home.stuck import StuckPeople, why_stuck
from academy.reports.team import people_of
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User
from courses.models import Enrolment
from quizzes.models import Attempt, FreshStart, Grade, Mark, QuizRevision
from tests import builders

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
LATELY = 2 * DAY


@pytest.mark.parametrize(
    ("shares", "count"),
    [([], 0), ([0], 1), ([1, 0, 0], 2), ([0, 0, 0, 1], 0), ([0, 0.5, 0], 1), ([-1, 0], 2), ([0] * 9, 9)],
)
def test_wrong_in_a_row(shares: list[float], count: int) -> None:
    assert wrong_in_a_row(shares) == count


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, []),
        ({"shares": [0] * 4, "since_failed": LATELY}, [Reason.ANSWERS]),
        ({"shares": [0] * 3, "since_failed": LATELY}, []),
        ({"shares": [1, 0, 0, 0, 0], "since_failed": LATELY}, [Reason.ANSWERS]),
        ({"shares": [0] * 4, "since_failed": stuck.RECENT}, []),
        ({"shares": [0] * 4, "since_failed": stuck.RECENT - SECOND}, [Reason.ANSWERS]),
        ({"shares": [0] * 4}, []),
        ({"tries": 3, "since_failed": LATELY}, [Reason.TRIED]),
        ({"tries": 2, "since_failed": LATELY}, []),
        ({"tries": 3, "shares": [0] * 4, "since_failed": LATELY}, [Reason.ANSWERS, Reason.TRIED]),
        ({"since_opened": stuck.LEFT_FOR}, []),
        ({"since_opened": stuck.LEFT_FOR + SECOND}, [Reason.LEFT]),
        ({"since_handed_in": stuck.WAITED_FOR}, []),
        ({"since_handed_in": stuck.WAITED_FOR + SECOND}, [Reason.WAITS]),
    ],
)
def test_reasons(facts: dict, found: list[Reason]) -> None:
    assert reasons(**facts) == found


shares = st.lists(st.floats(-1, 1))


@given(shares, st.floats(-1, 0))
def test_one_more_wrong_answer_is_one_more(given_: list[float], wrong: float) -> None:
    assert wrong_in_a_row([*given_, wrong]) == wrong_in_a_row(given_) + 1


@given(shares, st.floats(0.01, 1))
def test_a_right_answer_ends_it(given_: list[float], right: float) -> None:
    assert wrong_in_a_row([*given_, right]) == 0


# As the database finds it


@dataclass
class Quizzed:
    """Lays attempts by hand, as many as a test wants."""

    revision: QuizRevision

    def hand_in(self, person: User, at: datetime, shares: Sequence[int], *, passed: bool = False) -> Attempt:
        number = Attempt.objects.filter(learner=person).count() + 1
        attempt = Attempt.objects.create(
            learner=person,
            work_id=self.revision.work_id,
            revision=self.revision,
            number=number,
            state=Attempt.State.HANDED_IN,
            layout=[],
            started_at=at,
            handed_in_at=at,
        )
        grade = Grade.objects.create(attempt=attempt, percent=50, passed=passed, graded_at=at)
        version = self.revision.questions.earliest("pk").version
        Mark.objects.bulk_create(
            Mark(grade=grade, position=place, version=version, share=share) for place, share in enumerate(shares)
        )
        return attempt


@pytest.fixture
def quizzed(course: builders.Course) -> Quizzed:
    return Quizzed(QuizRevision.objects.latest_of(course.quiz_work))


def found(person: User, at: datetime = AT) -> list[Reason]:
    return [why.reason for why in why_stuck([person.pk], at).get(person.pk, [])]


@pytest.mark.django_db
def test_the_database_finds_what_the_rule_says(bob: User, make_person: Callable[..., User], quizzed: Quizzed) -> None:
    """Every pattern of right and wrong in two attempts of three questions, and whether the second was a pass."""
    expected = {}
    firsts, seconds = product((0, 1), repeat=3), ((0, 0, 0), (0, 1, 0), (1, 0, 0))
    for number, (first, second, passed) in enumerate(product(firsts, seconds, (True, False))):
        person = make_person(f"p{number}", manager=bob)
        quizzed.hand_in(person, AT - 3 * DAY, first)
        quizzed.hand_in(person, AT - LATELY, second, passed=passed)
        if not passed and (said := reasons([*first, *second], 2, LATELY)):
            expected[person.pk] = said
    rebuild_leadership()
    people = people_of(bob)
    why = why_stuck(list(people.values_list("pk", flat=True)), AT)
    assert {pk: [one.reason for one in found] for pk, found in why.items()} == expected
    listed = StuckPeople(people, AT)
    assert listed.count() == len(expected)
    assert set(listed[0:50]) == set(expected)
    assert listed.first(1)[1] == len(expected)


@pytest.mark.django_db
class TestFound:
    def test_three_tries(self, alice: User, quizzed: Quizzed) -> None:
        for days in (40, 35, 3):
            assert found(alice) == []
            quizzed.hand_in(alice, AT - days * DAY, [1, 0])
        assert found(alice) == [Reason.TRIED]
        (why,) = why_stuck([alice.pk], AT)[alice.pk]
        assert (why.times, why.days) == (3, 3)
        quizzed.hand_in(alice, AT - DAY, [1, 1], passed=True)
        assert found(alice) == []

    def test_a_pass_before_settles_it(self, alice: User, quizzed: Quizzed) -> None:
        quizzed.hand_in(alice, AT - 50 * DAY, [1], passed=True)
        quizzed.hand_in(alice, AT - LATELY, [0] * 4)
        assert found(alice) == []

    def test_what_was_before_a_fresh_start_does_not_count(self, alice: User, quizzed: Quizzed) -> None:
        quizzed.hand_in(alice, AT - 5 * DAY, [1], passed=True)
        quizzed.hand_in(alice, AT - 5 * DAY, [0] * 2)
        FreshStart.objects.create(learner=alice, work_id=quizzed.revision.work_id, at=AT - 4 * DAY)
        quizzed.hand_in(alice, AT - LATELY, [0] * 3)
        assert found(alice) == []
        quizzed.hand_in(alice, AT - DAY, [0])
        assert found(alice) == [Reason.ANSWERS]

    def test_the_grade_that_stands_counts_and_what_is_voided_does_not(self, alice: User, quizzed: Quizzed) -> None:
        attempt = quizzed.hand_in(alice, AT - LATELY, [0] * 4)
        assert found(alice) == [Reason.ANSWERS]
        version = quizzed.revision.questions.earliest("pk").version
        grade = Grade.objects.create(attempt=attempt, number=2, percent=0, passed=False, graded_at=AT - DAY)
        Mark.objects.bulk_create(
            Mark(grade=grade, position=place, version=version, share=0, void="left_out" if place else "")
            for place in range(4)
        )
        assert found(alice) == []

    def test_an_assigned_course_that_was_left(self, alice: User) -> None:
        row = builders.assigned(alice)
        opened = AT - stuck.LEFT_FOR
        enrolment = Enrolment.objects.create(learner=alice, course=row.work, started_at=opened, last_opened_at=opened)
        assert found(alice) == []
        assert found(alice, AT + DAY) == [Reason.LEFT]
        assert why_stuck([alice.pk], AT + DAY)[alice.pk][0].days == 15
        Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=AT)
        assert found(alice, AT + DAY) == []

    def test_a_course_that_nobody_asked_for_may_rest(self, alice: User, course: builders.Course) -> None:
        Enrolment.objects.create(learner=alice, course=course.work, started_at=AT, last_opened_at=AT - 99 * DAY)
        assert found(alice) == []

    def test_an_answer_that_waits(self, alice: User) -> None:
        builders.hand_in_text(alice, AT)
        assert found(alice, AT + stuck.WAITED_FOR) == []
        assert found(alice, AT + stuck.WAITED_FOR + SECOND) == [Reason.WAITS]

    def test_the_home_says_why(self, as_user, alice: User, bob: User, quizzed: Quizzed) -> None:
        rebuild_leadership()
        quizzed.hand_in(alice, now() - DAY, [0] * 4)
        for address in ("/en/team/", "/en/team/people/?part=stuck"):
            page = as_user(bob).get(address).text
            assert "The last four answers were wrong" in page
            assert "Empathy quiz" in page
