from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from academy.assignments.domain.due import Bucket, bucket, due_at

MANILA, REYKJAVIK = ZoneInfo("Asia/Manila"), ZoneInfo("Atlantic/Reykjavik")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


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
    assert due_at(due_on, due_days, MONDAY, zone) == expected


def test_a_day_of_23_hours_ends_at_its_own_midnight() -> None:
    vilnius = ZoneInfo("Europe/Vilnius")  # clocks go forward on 29 March 2026
    assert due_at(date(2026, 3, 29), None, MONDAY, vilnius) == datetime(2026, 3, 29, 20, 59, 59, tzinfo=UTC)


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
