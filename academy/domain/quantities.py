"""Numbers as people type them: digits and signs of any of the languages, and a unit beside them.

How a sign between digits is read:

- a space, an apostrophe or ٬ parts groups of three; ٫ is the decimal sign, and in Persian so is a slash (۳/۵);
- of point and comma together, the last is the decimal sign and the other parts groups;
- one of them, several times, parts groups; once, it is the decimal sign, unless exactly three digits follow one to
  three digits that are not just 0. Then "1,234" is ambiguous, and the language decides: the sign that parts its
  groups (Unicode CLDR) parts groups here too, any other is the decimal sign.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from babel.numbers import get_decimal_symbol, get_group_symbol

from academy.domain.dates import babel_locale
from academy.domain.folding import fold

LARGEST_EXPONENT = 300
LONGEST = 100
"""Characters. Nobody means a longer one, and reading it would cost time."""

PLACES = 15
"""Decimals that are written."""

DECIMAL, GROUP = "\ue000", "\ue001"
"""Stand for the Arabic signs, which say what they mean; folding would make a point and a comma of them."""
ARABIC = str.maketrans({"\u066b": DECIMAL, "\u066c": GROUP})
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
RAISED = re.compile(r"(\d?)([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)")
NUMBER = re.compile(
    rf"""(?P<digits>[.,]\d+|\d(?:[.,'/\ {DECIMAL}{GROUP}]?\d)*)
         (?:\ ?(?:[eE]|[xX×·*]\ ?10\ ?\^)\ ?(?P<exponent>[+-]?\d{{1,6}}))?""",
    re.ASCII | re.VERBOSE,
)
GROUPED = re.compile(rf"\d{{1,3}}([.,' {GROUP}])\d{{3}}(?:\1\d{{3}})*")
LOOSE_DIGIT = re.compile(r"(?<![^\W\d_])\d")
"""A digit that is no part of a name such as m2."""


@dataclass(frozen=True)
class Quantity:
    """`unit` is what stood beside the number, as it was typed; empty where nothing did."""

    value: Fraction
    unit: str = ""


def read_quantity(text: str, language: str = "en") -> Quantity | None:
    """The number in `text` with the unit after or before it; None where there is not exactly one number."""
    line = fold(RAISED.sub(_lowered, text).translate(ARABIC), case=False, accents=False)
    found = NUMBER.search(line) if len(line) <= LONGEST else None
    if found is None:
        return None
    sign, before = _sign(line[: found.start()].strip())
    after = line[found.end() :].strip(" .,;")
    value = _value(found["digits"], int(found["exponent"] or 0), language)
    if value is None or (before and after) or "-" in before or LOOSE_DIGIT.search(after):
        return None
    return Quantity(sign * value, before or after)


def _lowered(raised: re.Match[str]) -> str:
    """Raised figures after a figure are a power (10² is 10^2), after a letter they belong to a unit (m²)."""
    digit, power = raised.groups()
    return f"{digit}^{power.translate(SUPERSCRIPTS)}" if digit else power.translate(SUPERSCRIPTS)


def _sign(before: str) -> tuple[int, str]:
    """The sign may stand on either side of a unit: -€5, € -5."""
    for sign, factor in (("-", -1), ("+", 1)):
        if before.startswith(sign):
            return factor, before[1:].strip()
        if before.endswith(sign):
            return factor, before[:-1].strip()
    return 1, before


def _value(digits: str, exponent: int, language: str) -> Fraction | None:
    """None where the groups are none, or the exponent is beyond reason."""
    sign = _decimal_sign(digits, language)
    whole, _sign, decimals = digits.rpartition(sign) if sign else (digits, "", "0")
    grouped = not whole or whole.isdigit() or GROUPED.fullmatch(whole)
    if not (grouped and decimals.isdigit()) or abs(exponent) > LARGEST_EXPONENT:
        return None
    return Fraction(f"{re.sub('[^0-9]', '', whole) or '0'}.{decimals}") * Fraction(10) ** exponent


def _decimal_sign(digits: str, language: str) -> str:
    """The sign before the decimals; empty where all signs part groups."""
    for sign in (DECIMAL, "/") if language == "fa" else (DECIMAL,):
        if sign in digits:
            return sign
    signs = re.findall(r"[.,]", digits)
    if not signs or (len(signs) > 1 and len(set(signs)) == 1):
        return ""
    sign = signs[-1]
    ambiguous = len(signs) == 1 and re.fullmatch(r"(?!0+\D)\d{1,3}[.,]\d{3}", digits)
    return "" if ambiguous and sign == group_sign(language) else sign


@lru_cache(maxsize=64)
def group_sign(language: str) -> str:
    """What parts the groups of a number, among the signs that a keyboard has."""
    return fold(get_group_symbol(babel_locale(language), numbering_system="default"))


@lru_cache(maxsize=64)
def decimal_sign(language: str) -> str:
    return str(get_decimal_symbol(babel_locale(language), numbering_system="default"))


def written(value: Fraction, language: str = "en") -> str:
    """A number that `read_quantity` reads as the same in that language; cut to 15 decimals where it has more."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(int(abs(value) * 10**PLACES), 10**PLACES)
    decimals = f"{rest:0{PLACES}}".rstrip("0")
    return f"{sign}{whole}{decimal_sign(language)}{decimals}" if decimals else f"{sign}{whole}"
