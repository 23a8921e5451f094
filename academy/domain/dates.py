"""Days and times as a reader of each language writes them. Persian has the Jalali calendar."""

from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache

import jdatetime
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from academy.domain.numerals import localized_digits

JALALI_MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)

# Where what Babel takes for the long form is not what people write.
PATTERNS = {"vi": "d MMMM 'năm' y"}


def day(value: date, language: str, *, weekday: bool = False) -> str:
    """A day in words: "5 June 2026", "۱۵ خرداد ۱۴۰۵"; with its weekday in front where that is asked for."""
    if language == "fa":
        jalali = jdatetime.date.fromgregorian(date=value)
        text = f"{jalali.day} {JALALI_MONTHS[jalali.month - 1]} {jalali.year}"
        text = f"{format_date(value, 'EEEE', locale='fa')} {text}" if weekday else text
        return localized_digits(text, language)
    pattern = PATTERNS.get(language, "long") if not weekday else "full"
    return format_date(value, pattern, locale=babel_locale(language))


def weekday(value: date, language: str) -> str:
    """The name of the day: "Friday", "جمعه"."""
    return format_date(value, "EEEE", locale=babel_locale(language))


def moment(value: datetime, language: str, zone: tzinfo) -> str:
    """A day and the time of day in `zone`. `value` is aware."""
    local = value.astimezone(zone)
    clock = format_time(local.time(), "short", locale=babel_locale(language))
    separator = "، " if language == "fa" else ", "
    return separator.join([day(local.date(), language), localized_digits(clock, language)])


@lru_cache(maxsize=4096)
def number(value: int | float | Decimal, language: str, places: int = 0) -> str:
    """A number with the grouping and decimal sign of the language, rounded to at most `places` decimals."""
    pattern = "#,##0." + "#" * places if places else "#,##0"
    return localized_digits(
        format_decimal(value, pattern, locale=babel_locale(language), numbering_system="default"), language
    )


def babel_locale(language: str) -> str:
    """English is British here: 5 June, not June 5."""
    return "en_GB" if language == "en" else language
