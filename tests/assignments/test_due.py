from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.assignments.domain.due import (
    EVERY_DAY,
    MONDAY_TO_FRIDAY,
    Bucket,
    Calendar,
    Terms,
    bucket,
    due_at,
    due_day,
    end_of_day,
)

MANILA, REYKJAVIK = ZoneInfo("Asia/Manila"), ZoneInfo("Atlantic/Reykjavik")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


# 2026: 2 March is a Monday, 6 March a Friday.
HOLIDAY = date(2026, 3, 11)
VILNIUS = Calendar(holidays=frozenset([HOLIDAY]))
FRIDAY = datetime(2026, 3, 6, 9, tzinfo=UTC)
SATURDAY = datetime(2026, 3, 7, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_on", "due_days", "zone", "expected"),
    [
        (None, None, REYKJAVIK, None),
        (date(2026, 3, 6), None, REYKJAVIK, datetime(2026, 3, 6, 23, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 6), None, MANILA, datetime(2026, 3, 6, 15, 59, 59, tzinfo=UTC)),
        (None, 0, REYKJAVIK, datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC)),
        (None, 3, MANILA, datetime(2026, 3, 5, 15, 59, 59, tzinfo=UTC)),
        # Who is asked after the day for everybody still has their own days.
        (date(2026, 3, 1), 2, REYKJAVIK, datetime(2026, 3, 4, 23, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 9), 2, REYKJAVIK, datetime(2026, 3, 9, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_due_at(due_on: date | None, due_days: int | None, zone: ZoneInfo, expected: datetime | None) -> None:
    assert due_at(Terms(due_on, due_days), MONDAY, zone) == expected


@pytest.mark.parametrize(
    ("asked", "days", "calendar", "away", "expected"),
    [
        (MONDAY, 3, MONDAY_TO_FRIDAY, [], date(2026, 3, 5)),
        (FRIDAY, 1, MONDAY_TO_FRIDAY, [], date(2026, 3, 9)),
        (FRIDAY, 0, MONDAY_TO_FRIDAY, [], date(2026, 3, 6)),
        # The first working day after a Saturday is Monday; "at once" is Monday too.
        (SATURDAY, 1, MONDAY_TO_FRIDAY, [], date(2026, 3, 9)),
        (SATURDAY, 0, MONDAY_TO_FRIDAY, [], date(2026, 3, 9)),
        (FRIDAY, 3, VILNIUS, [], date(2026, 3, 12)),
        (FRIDAY, 2, Calendar(frozenset([5, 6])), [], date(2026, 3, 8)),
        # Leave is not counted: away on Tuesday and Wednesday.
        (MONDAY, 2, MONDAY_TO_FRIDAY, [(date(2026, 3, 3), date(2026, 3, 4))], date(2026, 3, 6)),
        # Asked in the middle of a leave that ends on Friday: counted from the Monday after.
        (MONDAY, 1, MONDAY_TO_FRIDAY, [(date(2026, 2, 23), date(2026, 3, 6))], date(2026, 3, 9)),
        (MONDAY, 0, MONDAY_TO_FRIDAY, [(date(2026, 2, 23), date(2026, 3, 6))], date(2026, 3, 9)),
        # Over the end of the year, with two holidays.
        (
            datetime(2026, 12, 31, 9, tzinfo=UTC),
            1,
            Calendar(holidays=frozenset([date(2026, 12, 31), date(2027, 1, 1)])),
            [],
            date(2027, 1, 4),
        ),
        # A calendar on which nobody ever works is no calendar.
        (FRIDAY, 2, Calendar(frozenset()), [], date(2026, 3, 8)),
    ],
)
def test_working_days(
    asked: datetime, days: int, calendar: Calendar, away: list[tuple[date, date]], expected: date
) -> None:
    assert due_day(Terms(due_days=days, working_days=True), asked.date(), calendar, away) == expected


@pytest.mark.parametrize(
    ("terms", "away", "expected"),
    [
        # The day for everybody is on the last day of a leave: the first working day after it.
        (Terms(date(2026, 3, 6)), [(date(2026, 3, 2), date(2026, 3, 6))], date(2026, 3, 9)),
        (Terms(date(2026, 3, 6)), [(date(2026, 3, 2), date(2026, 3, 5))], date(2026, 3, 6)),
        (Terms(date(2026, 3, 6)), [(date(2026, 3, 7), date(2026, 3, 8))], date(2026, 3, 6)),
        # Two leaves with a weekend between them, and a holiday on the third day after.
        (
            Terms(date(2026, 3, 6)),
            [(date(2026, 3, 2), date(2026, 3, 6)), (date(2026, 3, 9), date(2026, 3, 10))],
            date(2026, 3, 12),
        ),
        # Days that are counted as they come end on a leave too.
        (Terms(due_days=2), [(date(2026, 3, 3), date(2026, 3, 4))], date(2026, 3, 5)),
        # A day for everybody that is a Sunday was chosen so.
        (Terms(date(2026, 3, 8)), [], date(2026, 3, 8)),
        (Terms(date(2026, 3, 8), 2, working_days=True), [], date(2026, 3, 8)),
        (Terms(None, None, working_days=True), [(date(2026, 3, 2), date(2026, 3, 6))], None),
        # Away for ever: three years at the most.
        (Terms(date(2026, 3, 6)), [(date(2026, 3, 2), date.max)], date(2029, 3, 9)),
        (Terms(date.max), [], date(9990, 1, 1)),
    ],
)
def test_leave(terms: Terms, away: list[tuple[date, date]], expected: date | None) -> None:
    assert due_day(terms, MONDAY.date(), VILNIUS, away) == expected


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        # Clocks go forward on 29 March 2026: a day of 23 hours.
        (date(2026, 3, 29), "Europe/Vilnius", datetime(2026, 3, 29, 20, 59, 59, tzinfo=UTC)),
        # They go back at midnight: 30 October 2026 has its last hour twice.
        (date(2026, 10, 29), "Africa/Cairo", datetime(2026, 10, 29, 21, 59, 59, tzinfo=UTC)),
        # 24 April 2026 begins at one o'clock.
        (date(2026, 4, 23), "Africa/Cairo", datetime(2026, 4, 23, 21, 59, 59, tzinfo=UTC)),
        (date(2026, 12, 31), "Pacific/Kiritimati", datetime(2026, 12, 31, 9, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_day_ends_where_the_person_is(day: date, zone: str, expected: datetime) -> None:
    assert end_of_day(day, ZoneInfo(zone)) == expected


days = st.dates(date(2024, 1, 1), date(2030, 1, 1))
spans = st.tuples(days, st.integers(0, 40)).map(lambda span: (span[0], span[0] + timedelta(days=span[1])))
calendars = st.builds(Calendar, st.frozensets(st.integers(0, 6)), st.frozensets(days, max_size=30))


@given(
    terms=st.builds(Terms, st.none() | days, st.none() | st.integers(0, 60), st.booleans()),
    asked_on=days,
    calendar=calendars,
    away=st.lists(spans, max_size=5),
)
def test_laws(terms: Terms, asked_on: date, calendar: Calendar, away: list[tuple[date, date]]) -> None:
    due = due_day(terms, asked_on, calendar, away)
    if due is None:
        assert terms.due_on is None
        assert terms.due_days is None
        return
    assert terms.due_on is None or due >= terms.due_on
    assert terms.due_days is None or due >= asked_on
    assert due < asked_on or not any(first <= due <= last for first, last in away)
    if terms.due_days and terms.working_days:
        after = [asked_on + timedelta(days=n) for n in range(1, (due - asked_on).days + 1)]
        assert sum(works(day, calendar, away) for day in after) >= terms.due_days
    without = due_day(terms, asked_on, calendar)
    assert without is not None
    assert due >= without, "being away makes nobody's date earlier"


def works(day: date, calendar: Calendar, away: list[tuple[date, date]]) -> bool:
    rests = day in calendar.holidays or any(first <= day <= last for first, last in away)
    return not rests and day.weekday() in (calendar.weekdays or EVERY_DAY)


@pytest.mark.parametrize(
    ("due", "at", "zone", "expected"),
    [
        (None, MONDAY, REYKJAVIK, Bucket.LATER),
        (datetime(2026, 3, 2, 8, 59, 59, tzinfo=UTC), MONDAY, REYKJAVIK, Bucket.OVERDUE),
        (datetime(2026, 3, 2, 23, 59, 59, tzinfo=UTC), MONDAY, REYKJAVIK, Bucket.TODAY),
        # 17:00 UTC on Monday is already Tuesday in Manila.
        (datetime(2026, 3, 2, 17, tzinfo=UTC), MONDAY, MANILA, Bucket.WEEK),
        (datetime(2026, 3, 8, 23, 59, 59, tzinfo=UTC), MONDAY, REYKJAVIK, Bucket.WEEK),
        (datetime(2026, 3, 9, 0, 0, tzinfo=UTC), MONDAY, REYKJAVIK, Bucket.LATER),
    ],
)
def test_bucket(due: datetime | None, at: datetime, zone: ZoneInfo, expected: Bucket) -> None:
    assert bucket(due, at, zone) is expected
