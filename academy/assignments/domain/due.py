"""When a piece of work is due, and in which part of the list that puts it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum
from typing import Literal

import numpy

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
EVERY_DAY = frozenset(range(7))
HORIZON = timedelta(days=3 * 366)  # an absence counts no longer than this
FAR = date(9990, 1, 1)  # whoever means "never" by a day for everybody: days can still be added to it

Span = tuple[date, date]  # days from the first to the last, both included


class Bucket(Enum):
    """Where a piece of work stands in a person's list."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


@dataclass(frozen=True)
class Calendar:
    """On which days work is done: `weekdays` (0 is Monday) less `holidays`. No weekday at all means every day."""

    weekdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        return day not in self.holidays and day.weekday() in (self.weekdays & EVERY_DAY or EVERY_DAY)

    def days(self, away: Iterable[date] = ()) -> numpy.busdaycalendar:
        """The same for numpy, with days on which a person is `away` as further holidays."""
        works = self.weekdays & EVERY_DAY or EVERY_DAY
        return numpy.busdaycalendar([day in works for day in range(7)], [*self.holidays, *away])


MONDAY_TO_FRIDAY = Calendar()


@dataclass(frozen=True)
class Terms:
    """When a rule wants its work to be done: on a day for everybody, so many days after the asking, or both."""

    due_on: date | None = None
    due_days: int | None = None
    working_days: bool = False


def due_day(
    terms: Terms, asked_on: date, calendar: Calendar = MONDAY_TO_FRIDAY, away: Iterable[Span] = ()
) -> date | None:
    """The last day on which a person who is asked on `asked_on` is in time; None where the rule has no date.

    - So many days after the asking, never before the day for everybody: who is asked late still has their days.
    - Working days leave out what the calendar leaves out, and the days on which the person is `away`.
    - A day on which the person is away is never the last one: work is then due on the first working day after.

    A day for everybody that is a day of rest stands as it was chosen. An absence counts for three years at the most.
    """
    days = [min(terms.due_on, FAR)] if terms.due_on else []
    absent = _days_of(away, asked_on, max([asked_on, *days]) + HORIZON)
    if terms.due_days is not None:
        count = _working_days_after if terms.working_days else _days_after
        days.append(count(asked_on, terms.due_days, calendar, absent))
    if not days:
        return None
    return after_leave(max(days), calendar, away)


def _days_after(day: date, number: int, _calendar: Calendar, _absent: Collection[date]) -> date:
    return day + number * DAY


def _working_days_after(day: date, number: int, calendar: Calendar, absent: Collection[date]) -> date:
    """The first working day after `day` is number 1, whether or not `day` is one itself; number 0 is `day` or that."""
    if number == 0:
        return _on_or_after(day, calendar, absent)
    return _offset(day, number, "backward", calendar, absent)


def _on_or_after(day: date, calendar: Calendar, absent: Collection[date]) -> date:
    return _offset(day, 0, "forward", calendar, absent)


def _offset(
    day: date, number: int, roll: Literal["forward", "backward"], calendar: Calendar, absent: Collection[date]
) -> date:
    return date.fromisoformat(str(numpy.busday_offset(day, number, roll=roll, busdaycal=calendar.days(absent))))


def _days_of(away: Iterable[Span], earliest: date, latest: date) -> frozenset[date]:
    """Each day of some absences, between two days."""
    spans = ((max(first, earliest), min(last, latest)) for first, last in away)
    return frozenset(first + n * DAY for first, last in spans for n in range((last - first).days + 1))


def after_leave(due: date, calendar: Calendar = MONDAY_TO_FRIDAY, away: Iterable[Span] = ()) -> date:
    """`due`; or, where the person is `away` on that day, the first working day after."""
    absent = _days_of(away, due, due + HORIZON)
    return _on_or_after(due, calendar, absent) if due in absent else due


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The last second (UTC) of `day` in `zone`, also where the clocks change at midnight."""
    return datetime.combine(day + DAY, time(), zone).astimezone(UTC) - SECOND


def due_at(
    terms: Terms,
    asked_at: datetime,
    zone: tzinfo,
    calendar: Calendar = MONDAY_TO_FRIDAY,
    away: Iterable[Span] = (),
) -> datetime | None:
    """The last instant (UTC) at which work is in time, for a person whose days are those of `zone`: see `due_day`."""
    day = due_day(terms, asked_at.astimezone(zone).date(), calendar, away)
    return end_of_day(day, zone) if day else None


def bucket(due: datetime | None, at: datetime, zone: tzinfo) -> Bucket:
    """The part of the list for work that is due at `due`, seen at `at` by a person in `zone`.

    "This week" is the seven days from today, so that Friday's list already shows Monday.
    """
    if due is None:
        return Bucket.LATER
    if due < at:
        return Bucket.OVERDUE
    days_left = (due.astimezone(zone).date() - at.astimezone(zone).date()).days
    if days_left == 0:
        return Bucket.TODAY
    return Bucket.WEEK if days_left < 7 else Bucket.LATER
