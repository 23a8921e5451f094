"""When a piece of work is due, and in which part of the list that puts it."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum


class Bucket(Enum):
    """Where a piece of work stands in a person's list."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


def due_at(due_on: date | None, due_days: int | None, assigned_at: datetime, zone: tzinfo) -> datetime | None:
    """The last instant (UTC) at which work is in time, for a person whose days are those of `zone`.

    A day for everybody and a number of days from the asking may both be given: the later one holds,
    so that who is asked late still has their days. Neither: None, the work has no due date.
    """
    days = [due_on] if due_on else []
    if due_days is not None:
        days.append(assigned_at.astimezone(zone).date() + timedelta(days=due_days))
    if not days:
        return None
    return datetime.combine(max(days), time(23, 59, 59), zone).astimezone(UTC)


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
