from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.assignments.domain.validity import Validity, opens_on, valid_until

YEAR = Validity(12, 30)


@pytest.mark.parametrize(
    ("done_on", "before", "expected"),
    [
        (date(2026, 3, 2), None, date(2027, 3, 2)),
        (date(2024, 2, 29), None, date(2025, 2, 28)),
        (date(2025, 2, 28), date(2025, 2, 28), date(2026, 2, 28)),  # on the last day
        (date(2025, 1, 29), date(2025, 2, 28), date(2026, 2, 28)),  # on the first day of the window
        (date(2025, 1, 28), date(2025, 2, 28), date(2026, 1, 28)),  # a day too early
        (date(2025, 3, 1), date(2025, 2, 28), date(2026, 3, 1)),  # a day too late
    ],
)
def test_valid_until(done_on: date, before: date | None, expected: date) -> None:
    assert valid_until(done_on, YEAR, before) == expected


def test_months_are_calendar_months() -> None:
    assert valid_until(date(2026, 8, 31), Validity(6)) == date(2027, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120), st.integers(0, 60), st.integers(0, 400))
def test_renewing_never_shortens(done_on: date, months: int, window: int, left: int) -> None:
    validity = Validity(months, window)
    before = done_on + timedelta(days=left)
    until = valid_until(done_on, validity, before)
    assert until >= valid_until(done_on, validity)
    if done_on < opens_on(before, validity):
        assert until == valid_until(done_on, validity)
