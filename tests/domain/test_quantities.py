from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from academy.domain.quantities import LONGEST, Quantity, read_quantity, written

LANGUAGES = ("en", "is", "vi", "lt", "fil", "fa")
HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("5", 5),
        (" 5 ", 5),
        ("5.", 5),
        ("+5", 5),
        ("-5", -5),
        ("− 5", -5),
        ("–5", -5),
        ("۱۲", 12),
        ("٣٫٥", 3 + HALF),
        ("۱٬۲۳۴٫۵", 1234 + HALF),
        ("3.5", 3 + HALF),
        ("3,5", 3 + HALF),
        (".5", HALF),
        (",5", HALF),
        ("0,500", HALF),
        ("3.1415", Fraction(31415, 10000)),
        ("1234.567", Fraction(1234567, 1000)),
        ("1 234", 1234),
        ("1\u202f234\u00a0567", 1234567),
        ("1'234'567", 1234567),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("1.234,5", 1234 + HALF),
        ("1,234.5", 1234 + HALF),
        ("1 234,567", Fraction(1234567, 1000)),
        ("1.5e3", 1500),
        ("1,5E-3", Fraction(3, 2000)),
        ("2×10^3", 2000),
        ("2 x 10³", 2000),
        ("2·10⁻³", Fraction(1, 500)),
        ("00012", 12),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_reads_the_same_in_every_language(typed: str, value: Fraction, language: str) -> None:
    assert read_quantity(typed, language) == Quantity(Fraction(value))


@pytest.mark.parametrize(
    ("typed", "language", "value"),
    [
        ("1,234", "en", 1234),
        ("1,234", "fil", 1234),
        ("1,234", "fa", 1234),
        ("۱,۲۳۴", "fa", 1234),
        ("1,234", "is", Fraction(1234, 1000)),
        ("1,234", "vi", Fraction(1234, 1000)),
        ("1,234", "lt", Fraction(1234, 1000)),
        ("1.234", "en", Fraction(1234, 1000)),
        ("1.234", "fil", Fraction(1234, 1000)),
        ("1.234", "fa", Fraction(1234, 1000)),
        ("1.234", "lt", Fraction(1234, 1000)),
        ("1.234", "is", 1234),
        ("1.234", "vi", 1234),
        ("0.234", "vi", Fraction(234, 1000)),
        ("۳/۵", "fa", 3 + HALF),
    ],
)
def test_the_language_decides_where_a_sign_has_two_meanings(typed: str, language: str, value: Fraction) -> None:
    assert read_quantity(typed, language) == Quantity(Fraction(value))


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        ("3,5 kg", 3 + HALF, "kg"),
        ("3.5kg.", 3 + HALF, "kg"),
        ("€5", 5, "€"),
        ("-€5", -5, "€"),
        ("€ -5", -5, "€"),
        ("۵ دقیقه", 5, "دقیقه"),
        ("25 %", 25, "%"),
        ("۲۵٪", 25, "%"),
        ("5 m²", 5, "m2"),
        ("5 EUR per m2", 5, "EUR per m2"),
        ("5 eggs", 5, "eggs"),
        ("about 5", 5, "about"),
    ],
)
def test_a_unit_is_read_with_its_number(typed: str, value: Fraction, unit: str) -> None:
    assert read_quantity(typed) == Quantity(Fraction(value), unit)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "five",
        "-",
        ".",
        "5 or 6",
        "5-6",
        "5..6",
        "5:30",
        "5/6",
        "½",
        "3½",
        "10²",
        "1 2 3",
        "12,34,567",
        "1.2.3",
        "1,234.5,6",
        "€ 5 kg",
        "--5",
        "1e999",
        "1e-9999999",
        "9" * (LONGEST + 1),
    ],
)
def test_what_is_not_one_number_is_none(typed: str) -> None:
    assert read_quantity(typed) is None


NUMBERS = st.fractions(max_denominator=1).flatmap(lambda n: st.integers(0, 8).map(lambda places: n / 10**places))


@given(value=NUMBERS, language=st.sampled_from(LANGUAGES))
@example(value=Fraction(1234, 1000), language="is")
@example(value=Fraction(1234, 1000), language="fa")
@example(value=Fraction(-1, 10**8), language="en")
@example(value=Fraction(10**28 + 1), language="vi")
def test_what_is_written_is_read_as_the_same(value: Fraction, language: str) -> None:
    assert read_quantity(written(value, language), language) == Quantity(value)


def test_a_number_without_end_is_cut() -> None:
    assert written(Fraction(1, 3), "lt") == "0,333333333333333"


@given(text=st.text(st.sampled_from("0123456789۱.,'٫٬ -+eE^×/€kg²\ue000\ue001"), max_size=40))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    for language in LANGUAGES:
        quantity = read_quantity(text, language)
        assert quantity is None or isinstance(quantity.value, Fraction)
