"""How long what was done counts: calendar months, and the window before the end in which it is renewed."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True)
class Validity:
    """It counts for `months` calendar months, and is asked for anew from `window_days` days before its end."""

    months: int
    window_days: int = 30


def valid_until(done_on: date, validity: Validity, before: date | None = None) -> date:
    """The last day on which work counts that was done on `done_on`.

    `before`: the last day of what it renews. Who renews in the window before that day loses nothing: the months are
    counted from it. Who renews earlier or later begins anew with the day on which it was done.

    A month that has no such day ends on its last: from 29 February a year leads to 28 February.
    """
    early = before is not None and opens_on(before, validity) <= done_on <= before
    first = before if early and before else done_on
    last: date = first + relativedelta(months=validity.months)
    return last


def renew_by(until: date, today: date, validity: Validity) -> date:
    """The last day on which who is asked `today` is in time to renew work that counts until `until`: that day.

    Who is asked only after it, because they were away or nobody asked them, has as many days as the window has.
    """
    return until if today <= until else today + timedelta(days=validity.window_days)


def opens_on(until: date, validity: Validity) -> date:
    """The first day of the window in which work that counts until `until` is renewed."""
    return until - timedelta(days=validity.window_days)
