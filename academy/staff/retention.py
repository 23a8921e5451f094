"""How long what names people is kept: the settings of the academy, as moments and days."""

from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings


def leavers_before(at: datetime) -> date | None:
    """Whoever left before this day is erased; None where nobody is."""
    months = settings.ERASE_LEAVERS_AFTER_MONTHS
    return (at - relativedelta(months=months)).date() if months else None


def notices_before(at: datetime) -> datetime | None:
    """Notices that are older are forgotten; None where none are."""
    months = settings.FORGET_NOTICES_AFTER_MONTHS
    return at - relativedelta(months=months) if months else None
