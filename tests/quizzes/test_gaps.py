from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from quizzes.domain.questions import Gap, Gaps, Marking

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
EVERYTHING, NOTHING = Fraction(1), Fraction(0)
TYPED = Gap("p", {"a": EVERYTHING, "b": HALF}, chosen=False)
CHOSEN = Gap("q", {"x": NOTHING, "y": EVERYTHING, "z": -HALF}, chosen=True, weight=2)
GAPS = Gaps((TYPED, CHOSEN))
STRICT_GAPS = replace(GAPS, marking=Marking.ALL_OR_NOTHING)
GAPS_WORDS = {
    "gaps": {
        "p": {"answers": {"a": {"spellings": ["two*"]}, "b": {"spellings": ["three"]}}},
        "q": {"options": {"x": {"text": "hours"}, "y": {"text": "minutes"}, "z": {"text": "years"}}},
    }
}


@pytest.mark.parametrize(
    ("filled", "share", "strict"),
    [
        ({"p": "Two", "q": "y"}, 1, 1),
        ({"p": "two"}, THIRD, 0),
        ({"q": "y"}, 2 * THIRD, 0),
        ({"p": "three", "q": "y"}, Fraction(5, 6), 0),
        ({"p": "two", "q": "z"}, 0, 0),
        ({"p": "four", "q": "z"}, 0, 0),
        ({"p": "minutes", "q": "x"}, 0, 0),
    ],
)
def test_each_gap_earns_by_its_weight_or_all_together(filled: dict[str, str], share: Fraction, strict: int) -> None:
    answer = {"gaps": filled}
    assert GAPS.read(answer) == answer
    assert GAPS.mark(answer, GAPS_WORDS) == share
    assert STRICT_GAPS.mark(answer, GAPS_WORDS) == strict


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        ({"gaps": {"p": " two ", "q": "zzz", "r": "x"}}, {"gaps": {"p": "two"}}),
        ({"gaps": {"p": "", "q": ""}}, {}),
        ({"gaps": {"p": 7, "q": ["y"]}}, {}),
        ({"gaps": ["two"]}, {}),
        ({}, {}),
    ],
)
def test_read(sent: dict[str, Any], answer: dict[str, Any]) -> None:
    assert GAPS.read(sent) == answer


def test_no_answer_earns_nothing() -> None:
    assert GAPS.mark({}, GAPS_WORDS) == 0


@pytest.mark.parametrize(
    ("gaps", "guess"),
    [
        (GAPS, Fraction(1, 9)),  # ⅔ of the mean of 0, 1 and −½; nothing for what is typed
        (STRICT_GAPS, 0),
        (Gaps((CHOSEN,)), Fraction(1, 6)),
        (Gaps((CHOSEN, CHOSEN), Marking.ALL_OR_NOTHING), Fraction(1, 9)),
    ],
)
def test_guess(gaps: Gaps, guess: Fraction) -> None:
    assert gaps.guess() == guess


def test_options_of_all_gaps_are_dealt_once() -> None:
    bank = Gaps((CHOSEN, replace(CHOSEN, key="r"), TYPED))
    assert bank.deal(lambda keys: keys[::-1]) == ("z", "y", "x")
