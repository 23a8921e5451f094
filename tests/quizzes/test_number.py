from fractions import Fraction
from typing import Any

import pytest

from quizzes.domain.questions import Band, Number, UnitRule

HALF = Fraction(1, 2)
MINUTES = Number((Band("right", Fraction("1.9"), Fraction("2.1")), Band("near", Fraction(1), Fraction(3), HALF)), {})
MINUTES_WORDS = {"language": "en"}
BANDS = (
    Band("right", Fraction("2.45"), Fraction("2.55")),
    Band("near", Fraction(2), Fraction(3), HALF),
    Band("rest", None, None, Fraction(0)),
)
UNITS = {"kg": Fraction(1), "g": Fraction(1, 1000), "mw": Fraction(5), "MW": Fraction(7)}
WEIGHT = Number(BANDS, UNITS, UnitRule.MUST, Fraction(1, 4))
MAY = Number(BANDS, UNITS, UnitRule.MAY)
WEIGHT_WORDS = {
    "language": "lt",
    "units": {
        "kg": {"names": ["kg", "kilogramai"]},
        "g": {"names": ["g.", "gramai"]},
        "mw": {"names": ["mW"]},
        "MW": {"names": ["MW"]},
    },
}


@pytest.mark.parametrize(
    ("text", "key", "share"),
    [
        ("2", "right", 1),
        ("1.9", "right", 1),
        ("2,1", "right", 1),
        ("2.1000001", "near", HALF),
        ("1.8999999", "near", HALF),
        ("1", "near", HALF),
        ("3", "near", HALF),
        ("۳", "near", HALF),
        ("3.01", None, 0),
        ("-2", None, 0),
        ("2 minutes", "right", 1),
        ("two", None, 0),
        ("2 or 3", None, 0),
    ],
)
def test_the_first_band_that_holds_the_number_counts(text: str, key: str | None, share: Fraction) -> None:
    answer = MINUTES.read({"text": text})
    assert MINUTES.fitting(answer, MINUTES_WORDS) == key
    assert MINUTES.mark(answer, MINUTES_WORDS) == share


@pytest.mark.parametrize(
    ("text", "must", "may"),
    [
        ("2,5 kg", 1, 1),
        ("2,5 KG", 1, 1),
        ("2500 g", 1, 1),
        ("2.500 gramai", 0, 0),  # in Lithuanian a point parts no groups
        ("2 500 g", 1, 1),
        ("2,5", Fraction(3, 4), 1),
        ("2,5 lb", Fraction(3, 4), 0),
        ("2,2", Fraction(3, 8), HALF),
        ("2,5 g", 0, 0),
        ("0,5 mW", 1, 1),
        ("0,5 MW", 0, 0),
        ("kg", 0, 0),
    ],
)
def test_units(text: str, must: Fraction, may: Fraction) -> None:
    answer = {"text": text}
    assert (WEIGHT.mark(answer, WEIGHT_WORDS), MAY.mark(answer, WEIGHT_WORDS)) == (must, may)


def test_what_the_answer_was_read_as() -> None:
    reading = WEIGHT.reading({"text": "2 500 g"}, WEIGHT_WORDS)
    assert reading
    assert (reading.value, reading.unit, reading.unit_is_right) == (Fraction("2.5"), "g", True)
    assert WEIGHT.reading({"text": "much"}, WEIGHT_WORDS) is None


@pytest.mark.parametrize(
    ("wide", "narrow", "covered"),
    [
        (Band("", Fraction(1), Fraction(3)), Band("", Fraction(1), Fraction(3)), True),
        (Band("", Fraction(1), Fraction(3)), Band("", Fraction(2), Fraction(4)), False),
        (Band("", None, None), Band("", Fraction(2), None), True),
        (Band("", Fraction(1), None), Band("", None, None), False),
    ],
)
def test_a_band_may_leave_nothing_for_a_later_one(wide: Band, narrow: Band, covered: bool) -> None:
    assert wide.covers(narrow) is covered


@pytest.mark.parametrize(
    ("language", "text"), [("en", "2.5 kg"), ("lt", "2,5 kg"), ("fa", "2٫5 kg")], ids=["en", "lt", "fa"]
)
def test_the_best_answer_is_written_as_its_language_writes_numbers(language: str, text: str) -> None:
    assert WEIGHT.best({**WEIGHT_WORDS, "language": language}) == {"text": text}


def test_the_best_answer_is_one_that_no_earlier_band_takes() -> None:
    question = Number((Band("half", Fraction(2), Fraction(4), HALF), Band("full", Fraction(1), Fraction(5))), {})
    assert question.mark(question.best()) == 1


@pytest.mark.parametrize("sent", [{"text": None}, {"text": " "}, {"number": "5"}, {}])
def test_read(sent: dict[str, Any]) -> None:
    assert MINUTES.read(sent) == {}


def test_nobody_guesses_a_number() -> None:
    assert MINUTES.guess() == 0
    assert MINUTES.deal(lambda keys: keys[::-1]) == ()
