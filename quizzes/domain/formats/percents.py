"""Shares of the mark, which formats write as percentages with few decimals, and other numbers in files."""

import re
from fractions import Fraction

from quizzes.domain.formats.problems import ItemError, Reason

# The fractions that Moodle offers. What is within a hundred-thousandth of one of them is meant as it.
SIMPLE = tuple(
    Fraction(numerator, denominator)
    for numerator, denominator in (
        *((1, n) for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20)),
        *((9, 10), (5, 6), (4, 5), (3, 4), (7, 10), (2, 3), (3, 5), (2, 5), (3, 10)),
    )
)
NEAR = Fraction(1, 100_000)
NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}\.?[0-9]{0,30}|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?")


def number(text: str) -> Fraction:
    """A number as it stands in a file, exactly. Raises ItemError."""
    text = text.strip()
    if not NUMBER.fullmatch(text):
        raise ItemError(Reason.NUMBER, text)
    return Fraction(text)


def share(percent: str) -> Fraction:
    """The share that a percentage means: 33.33333 is a third, 33 is 33 hundredths. Raises ItemError."""
    exact = number(percent) / 100
    if abs(exact) > 1:
        raise ItemError(Reason.SHARE, percent)
    for simple in SIMPLE:
        if abs(abs(exact) - simple) < NEAR:
            return simple if exact > 0 else -simple
    return exact


def percent(part: Fraction) -> str:
    """The shortest percentage that `share` reads as `part`, or else five decimals."""
    return decimal(part * 100, 5)


def decimal(value: Fraction, places: int = 12) -> str:
    """A number in the way that every format reads it: no exponent, no zeros at the end."""
    rounded = round(value * 10**places)
    sign, digits = "-" if rounded < 0 else "", f"{abs(rounded):0{places + 1}d}"
    return f"{sign}{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
