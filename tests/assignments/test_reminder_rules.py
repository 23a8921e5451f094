"""When a reminder is sent: pure rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.assignments.domain import reminders
from academy.assignments.domain.due import Calendar
from academy.assignments.domain.reminders import ESCALATIONS, REMINDERS, latest_step, marks, step_to_send

DUE = date(2026, 3, 20)  # a Friday
LONG_AGO = date(2026, 1, 1)


def day(days: int) -> date:
    """So many days after the due date."""
    return DUE + timedelta(days=days)


def test_there_are_ten_at_most() -> None:
    assert REMINDERS == (-7, -2, 0, 2, 4, 6, 8, 10, 12, 14)


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-8, None),
        (-7, -7),
        (-3, -7),
        (-2, -2),
        (-1, -2),
        (0, 0),
        (1, 0),
        (2, 2),
        (3, 2),
        (13, 12),
        (14, 14),
        (28, 14),
        (29, None),
    ],
)
def test_the_latest_step_that_has_come(days: int, step: int | None) -> None:
    assert latest_step(days) == step


@pytest.mark.parametrize(("days", "step"), [(1, None), (2, 2), (6, 2), (7, 7), (21, 7), (22, None)])
def test_the_latest_step_of_an_escalation(days: int, step: int | None) -> None:
    assert latest_step(days, ESCALATIONS) == step


@pytest.mark.parametrize(
    ("today", "last", "step"),
    [
        (day(-7), None, -7),
        (day(-7), day(-7), None),  # run again on the same day
        (day(-6), day(-7), None),
        (day(-5), None, -7),  # made good after days of rest
        (day(-5), day(-5), None),
        (day(-2), day(-5), -2),
        (day(-2), day(-2), None),
        (day(0), day(-2), 0),
        (day(0), None, 0),  # after an outage the latest only
        (day(1), day(-2), 0),
        (day(2), day(1), 2),
        (day(9), day(0), 8),
        (day(3), day(2), None),
        (day(3), day(3), None),  # a manager reminded today
        (day(14), day(12), 14),
        (day(15), day(14), None),  # no more than that
        (day(20), day(12), 14),
        (day(29), day(12), None),
    ],
)
def test_the_step_of_a_day(today: date, last: date | None, step: int | None) -> None:
    assert step_to_send(DUE, today, LONG_AGO, last, away=False) == step
    assert step_to_send(DUE, today, LONG_AGO, last, away=True) is None


@pytest.mark.parametrize(
    ("asked", "today", "step"),
    [
        (day(-7), day(-7), None),  # the asking itself was today
        (day(-8), day(-7), -7),
        (day(-6), day(-3), None),  # the first step was before
        (day(-6), day(-2), -2),
        (day(-2), day(-1), None),
        (day(0), day(0), None),
        (day(0), day(1), None),
        (day(0), day(2), 2),
        (day(5), day(5), None),  # asked after it was due
        (day(5), day(6), 6),
    ],
)
def test_who_is_asked_late_skips_what_was_before(asked: date, today: date, step: int | None) -> None:
    assert step_to_send(DUE, today, asked, None, away=False) == step


def test_a_date_that_was_moved_is_counted_from_anew() -> None:
    moved = day(20)
    assert step_to_send(moved, day(13), LONG_AGO, day(4), away=False) == -7
    assert step_to_send(moved, day(5), LONG_AGO, day(4), away=False) is None
    assert step_to_send(moved, day(18), LONG_AGO, day(13), away=False) == -2


@pytest.mark.parametrize(
    ("weekdays", "holidays", "expected"),
    [
        ([0, 1, 2, 3, 4], [], True),
        ([0, 1, 2, 3], [], False),
        ([0, 1, 2, 3, 4], [DUE], False),
        ([], [], True),  # a calendar without any day would remind nobody ever
    ],
)
def test_a_day_of_work(weekdays: list[int], holidays: list[date], expected: bool) -> None:
    assert Calendar(frozenset(weekdays), frozenset(holidays)).works_on(DUE) is expected


@given(st.integers(-40, 40), st.sets(st.integers(-40, 60)))
def test_nobody_is_reminded_more_than_ten_times_or_twice_a_day(asked: int, away: set[int]) -> None:
    sent: list[date] = []
    for days in range(-40, 60):
        last = sent[-1] if sent else None
        step = step_to_send(DUE, day(days), day(asked), last, away=days in away)
        if step is not None:
            assert day(days) > day(asked)
            assert days not in away
            sent.append(day(days))
            assert step_to_send(DUE, day(days), day(asked), sent[-1], away=False) is None
    assert len(sent) <= len(REMINDERS)


@pytest.mark.parametrize("steps", [REMINDERS, ESCALATIONS])
def test_the_marks_of_a_day_are_the_same_rule(steps: tuple[int, ...]) -> None:
    """The database is asked by them."""
    found = {mark.due: mark.step for mark in marks(DUE, steps)}
    for days in range(-60, 60):
        due = DUE - timedelta(days=days)
        assert found.get(due) == step_to_send(due, DUE, LONG_AGO, None, away=False, steps=steps)
    assert list(found) == sorted(found)
    assert reminders.marks(DUE, steps)[-1].due == DUE - timedelta(days=steps[0])
