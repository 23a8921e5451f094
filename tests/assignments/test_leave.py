"""Leave that is entered after the work was asked for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import now

from academy.assignments.actions import complete_work, move_due, skip_leave
from academy.assignments.domain.due import Calendar, after_leave
from academy.assignments.models import Assignment, AssignmentEvent
from academy.inbox.models import Notice
from academy.staff.models import Absence, User
from tests import builders

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)
WEEK = (date(2026, 3, 5), date(2026, 3, 8))


@pytest.mark.parametrize(
    ("due", "away", "expected"),
    [
        (FRIDAY, [], FRIDAY),
        (FRIDAY, [WEEK], MONDAY),
        (date(2026, 3, 4), [WEEK], date(2026, 3, 4)),  # the day before
        (date(2026, 3, 8), [WEEK], MONDAY),  # the last day, a Sunday
        (MONDAY, [WEEK], MONDAY),  # the day after
        (FRIDAY, [WEEK, (MONDAY, date(2026, 3, 10))], date(2026, 3, 11)),
    ],
)
def test_the_first_working_day_after(due: date, away: list[tuple[date, date]], expected: date) -> None:
    assert after_leave(due, away=away) == expected


def test_holidays_after_leave_are_passed_over() -> None:
    assert after_leave(FRIDAY, Calendar(holidays=frozenset({MONDAY})), [WEEK]) == date(2026, 3, 10)


@pytest.fixture
def assignment(alice: User) -> Assignment:
    assignment = builders.assigned(alice)
    Assignment.objects.filter(pk=assignment.pk).update(due_at=datetime(2026, 3, 6, 23, 59, 59, tzinfo=UTC))
    return Assignment.objects.get(pk=assignment.pk)


def leave(person: User) -> None:
    """By hand, so that the moment is ours."""
    Absence.objects.bulk_create([Absence(person=person, starts_on=WEEK[0], ends_on=WEEK[1])])


def due_on(assignment: Assignment) -> date:
    return Assignment.objects.get(pk=assignment.pk).due_at.date()


def test_the_date_moves_once_and_is_kept(alice: User, assignment: Assignment) -> None:
    leave(alice)
    assert [skip_leave(alice, AT), skip_leave(alice, AT)] == [1, 0]
    assert due_on(assignment) == MONDAY
    event = AssignmentEvent.objects.get(kind=AssignmentEvent.Kind.MOVED)
    assert (event.at, event.due_at.date()) == (AT, MONDAY)
    assert Notice.objects.visible_to(alice).get().due_at.date() == MONDAY


def test_what_is_late_done_or_moved_by_a_manager_stands(alice: User, bob: User, assignment: Assignment) -> None:
    leave(alice)
    assert skip_leave(alice, AT + timedelta(days=5)) == 0  # it was late by then
    move_due(assignment, FRIDAY, "As agreed.", bob, AT)
    assert skip_leave(alice, AT) == 0
    complete_work(alice, assignment.work, AT)
    assert skip_leave(alice, AT) == 0
    assert due_on(assignment) == FRIDAY


def test_entering_leave_moves_it(alice: User, assignment: Assignment) -> None:
    coming = now() + timedelta(days=400)
    Assignment.objects.filter(pk=assignment.pk).update(due_at=coming)
    Absence.objects.create(person=alice, starts_on=coming.date(), ends_on=coming.date())
    assert due_on(assignment) > coming.date()
