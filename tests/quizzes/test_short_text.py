from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.questions import Comparison, ShortText
from quizzes.domain.questions.spellings import LENIENT, LONGEST, example_of

HALF = Fraction(1, 2)
EVERYTHING = Fraction(1)
REFUND = ShortText({"full": EVERYTHING, "half": HALF, "rest": Fraction(0)})
EXACT = ShortText({"full": EVERYTHING, "half": HALF}, Comparison(ignore_case=False, ignore_accents=False))
REFUND_WORDS = {
    "answers": {
        "full": {"spellings": ["Đổi trả", "refund*"], "feedback": "Yes."},
        "half": {"spellings": ["*money*back*", "gr\\*tis"], "feedback": "In a way."},
        "rest": {"spellings": ["*"], "feedback": "No."},
    }
}


@pytest.mark.parametrize(
    ("text", "key", "share"),
    [
        ("refund", "full", 1),
        ("  REFUNDS now ", "full", 1),
        ("doi tra", "full", 1),
        ("their money back", "half", HALF),
        ("gr*tis", "half", HALF),
        ("grátis", "rest", 0),
        ("a refund", "rest", 0),
        ("back with the money", "rest", 0),
    ],
)
def test_the_first_answer_that_fits_counts(text: str, key: str, share: Fraction) -> None:
    answer = REFUND.read({"text": text})
    assert REFUND.fitting(answer, REFUND_WORDS) == key
    assert REFUND.mark(answer, REFUND_WORDS) == share


@pytest.mark.parametrize(
    ("text", "share"),
    [("Đổi trả", 1), ("đổi trả", 0), ("Doi tra", 0), ("refund", 1), ("Refund", 0), ("money\u00a0back", HALF), ("", 0)],
)
def test_case_and_accents_may_count(text: str, share: Fraction) -> None:
    assert EXACT.mark(EXACT.read({"text": text}), REFUND_WORDS) == share


@pytest.mark.parametrize(
    ("spelling", "text", "fits"),
    [
        ("*", "", True),
        ("a*", "a", True),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("*ab*ab*", "xabxabx", True),
        ("*ab*ab*", "xabx", False),
        ("ab*bc", "abc", False),
        ("ab*bc", "abbc", True),
        ("a*b*c", "a b b c", True),
        ("a*b*c", "a c b", False),
        ("\\*", "*", True),
        ("\\*", "x", False),
        ("100\\**", "100*5", True),
        ("re* now", "refund now", True),
        ("re* now", "refundnow", False),
        ("a.c", "abc", False),
        ("[a-z]", "b", False),
        ("۱۲*", "12 روز", True),
        ("كتاب*", "کتاب‌ها", True),
    ],
)
def test_wildcards(spelling: str, text: str, fits: bool) -> None:
    assert LENIENT.fits(text, spelling) is fits


def test_many_stars_take_no_time() -> None:
    """With a regular expression this one would outlive us."""
    assert not LENIENT.fits("a" * LONGEST, "*a" * 200 + "b")
    assert LENIENT.fits("a" * LONGEST, "*a" * 200)


@given(pieces=st.lists(st.text("ab*\\", max_size=3), max_size=5), between=st.text("ab", max_size=3))
def test_whatever_stands_for_the_stars_fits(pieces: list[str], between: str) -> None:
    literal = [piece.replace("\\", "").replace("*", "\\*") for piece in pieces]
    text = between.join(piece.replace("\\*", "*") for piece in literal)
    assert LENIENT.fits(text, "*".join(literal))


@given(spelling=st.text("ab*\\đÞ", min_size=1, max_size=8))
def test_the_example_of_a_spelling_fits_it(spelling: str) -> None:
    assert LENIENT.fits(example_of(spelling), spelling)


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        ({"text": " Two words\n"}, {"text": "Two words"}),
        ({"text": "a\x00b"}, {"text": "ab"}),
        ({"text": "\ud800"}, {}),
        ({"text": "x" * 9999}, {"text": "x" * LONGEST}),
        ({"text": "  "}, {}),
        ({"text": None}, {}),
        ({"text": ["a"]}, {}),
        ({}, {}),
    ],
)
def test_read(sent: dict[str, Any], answer: dict[str, Any]) -> None:
    assert REFUND.read(sent) == answer


def test_the_best_answer_is_one_that_no_earlier_answer_takes() -> None:
    question = ShortText({"half": HALF, "full": EVERYTHING})
    words = {"answers": {"half": {"spellings": ["refund*"]}, "full": {"spellings": ["refunded", "repaid"]}}}
    assert question.best(words) == {"text": "repaid"}


def test_nobody_guesses_a_word() -> None:
    assert REFUND.guess() == 0
    assert REFUND.deal(lambda keys: keys[::-1]) == ()
