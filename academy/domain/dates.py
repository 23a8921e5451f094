"""Days and times as a reader of each language writes them. Persian has the Jalali calendar."""

from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache

import jdatetime
from babel.dates import format_date, format_skeleton, format_time
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


def short_day(value: date, language: str) -> str:
    """A day of a year that is clear: "5 Jun", "۱۵ خرداد"."""
    if language == "fa":
        jalali = jdatetime.date.fromgregorian(date=value)
        return localized_digits(f"{jalali.day} {JALALI_MONTHS[jalali.month - 1]}", language)
    return format_skeleton("MMMd", value, locale=babel_locale(language))


def month(value: date, language: str) -> str:
    """The month of a day in words: "June 2026", "خرداد ۱۴۰۵"."""
    if language == "fa":
        jalali = jdatetime.date.fromgregorian(date=value)
        return localized_digits(f"{JALALI_MONTHS[jalali.month - 1]} {jalali.year}", language)
    return format_skeleton("yMMMM", value, locale=babel_locale(language))


def first_of_month(value: date, language: str) -> date:
    """The first day of the month of a day, in the calendar of the language."""
    if language == "fa":
        first: date = jdatetime.date.fromgregorian(date=value).replace(day=1).togregorian()
        return first
    return value.replace(day=1)


def month_before(first: date, months: int, language: str) -> date:
    """The first day of the month that many months before; after, where it is less than 0. `first`: of a month."""
    if language == "fa":
        jalali = jdatetime.date.fromgregorian(date=first)
        year, place = divmod(12 * jalali.year + jalali.month - 1 - months, 12)
        moved: date = jdatetime.date(year, place + 1, 1).togregorian()
        return moved
    year, place = divmod(12 * first.year + first.month - 1 - months, 12)
    return date(year, place + 1, 1)


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
