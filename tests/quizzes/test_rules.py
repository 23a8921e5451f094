from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.attempts import Dealt, Refusal, deal, may_start, tries_left
from quizzes.domain.disclosure import Disclosure, Show, When, disclose
from quizzes.domain.grading import grade, highest
from quizzes.domain.spec import Matching, SingleChoice

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


@pytest.mark.parametrize(
    ("marks", "pass_mark", "percent", "passed"),
    [
        ([], 0, 0, False),
        ([(Fraction(1), 1)], 100, 100, True),
        ([(Fraction(0), 1)], 0, 0, True),
        ([(Fraction(1), 1), (HALF, 1)], 75, 75, True),
        ([(Fraction(1), 1), (HALF, 1)], 76, 75, False),
        ([(Fraction(1), 3), (Fraction(0), 1)], 75, 75, True),
        ([(THIRD, 1), (THIRD, 1), (THIRD, 1)], 33, Fraction(100, 3), True),
        ([(THIRD, 1)] * 3, 34, Fraction(100, 3), False),
        # Seven tenths, summed exactly: in floating point this is 69.99999… and fails.
        ([(Fraction(1, 10), 1)] * 7 + [(Fraction(2, 10), 1)] * 0, 10, 10, True),
    ],
)
def test_grade(marks: list[tuple[Fraction, int]], pass_mark: int, percent: Fraction, passed: bool) -> None:
    outcome = grade(marks, pass_mark)
    assert (outcome.percent, outcome.passed) == (percent, passed)


@given(st.lists(st.tuples(st.fractions(0, 1), st.integers(1, 9)), min_size=1))
def test_grade_is_between_nothing_and_everything(marks: list[tuple[Fraction, int]]) -> None:
    assert 0 <= grade(marks, 50).percent <= 100


def test_highest() -> None:
    assert highest([HALF, THIRD]) == HALF
    assert highest([]) is None


@pytest.mark.parametrize(
    ("tries", "used", "refusal", "left"),
    [
        (0, 0, None, None),
        (0, 99, None, None),
        (3, 0, None, 3),
        (3, 2, None, 1),
        (3, 3, Refusal.NO_TRIES_LEFT, 0),
        (1, 4, Refusal.NO_TRIES_LEFT, 0),
    ],
)
def test_tries(tries: int, used: int, refusal: Refusal | None, left: int | None) -> None:
    assert may_start(tries, used) == refusal
    assert tries_left(tries, used) == left


QUESTIONS = [(11, 1, SingleChoice(("a", "b"), "a")), (12, 2, Matching(("p", "q")))]


def backwards(keys: tuple[str, ...]) -> tuple[str, ...]:
    return keys[::-1]


@pytest.mark.parametrize(
    ("shuffle_questions", "shuffle_options", "expected"),
    [
        (False, False, [Dealt(11, 1, ("a", "b")), Dealt(12, 2, ("q", "p"))]),
        (False, True, [Dealt(11, 1, ("b", "a")), Dealt(12, 2, ("q", "p"))]),
        (True, False, [Dealt(12, 2, ("q", "p")), Dealt(11, 1, ("a", "b"))]),
    ],
)
def test_deal_always_shuffles_matches(shuffle_questions: bool, shuffle_options: bool, expected: list[Dealt]) -> None:
    dealt = deal(QUESTIONS, shuffle_questions=shuffle_questions, shuffle_options=shuffle_options, shuffle=backwards)
    assert dealt == expected
    assert [Dealt.from_json(item.as_json()) for item in dealt] == dealt


GRADE = Disclosure(grade=True)
REASONS = Disclosure(grade=True, marks=True, feedback=True)
EVERYTHING = Disclosure(grade=True, marks=True, feedback=True, answers=True)


@pytest.mark.parametrize(
    ("show", "when", "handed_in", "passed", "left", "seen"),
    [
        (Show.ANSWERS, When.AT_ONCE, False, False, 3, Disclosure()),
        (Show.ANSWERS, When.AT_ONCE, True, False, 2, EVERYTHING),
        (Show.ANSWERS, When.AFTER_LAST_TRY, True, False, 2, REASONS),
        (Show.ANSWERS, When.AFTER_LAST_TRY, True, True, 2, EVERYTHING),
        (Show.ANSWERS, When.AFTER_LAST_TRY, True, False, 0, EVERYTHING),
        (Show.ANSWERS, When.AFTER_LAST_TRY, True, False, None, REASONS),
        (Show.FEEDBACK, When.AT_ONCE, True, True, 0, REASONS),
        (Show.GRADE, When.AT_ONCE, True, True, 0, GRADE),
    ],
)
def test_disclose(show: Show, when: When, handed_in: bool, passed: bool, left: int | None, seen: Disclosure) -> None:
    assert disclose(show, when, handed_in=handed_in, passed=passed, tries_left=left) == seen
