"""What a correction makes of attempts, in tables."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.grading import Marked, Void, exact, grade_marked
from quizzes.domain.questions import FreeText, Matching, MultipleChoice, Question, SingleChoice, TrueFalse
from quizzes.domain.regrading import (
    Change,
    Correction,
    Graded,
    Kind,
    Obstacle,
    change_of,
    mark_again,
    obstacle,
    summary_of,
)

THIRD = Fraction(1, 3)
OLD, NEW, OTHER = 1, 2, 9


def attempt(*shares: Any, again: Any = None, pass_mark: int = 60, void: Void | None = None) -> Graded:
    """The first place has the question that is corrected; the others have another."""
    marks = tuple(
        Marked(OTHER if place else OLD, 1, Fraction(share), void=None if place else void)
        for place, share in enumerate(shares)
    )
    places = {} if again is None else {0: Fraction(again)}
    return Graded(marks, grade_marked(marks, pass_mark), pass_mark, places)


def correction(kind: Kind = Kind.KEY, *, only_if_better: bool = False) -> Correction:
    return Correction(kind, frozenset({OLD}), NEW if kind is Kind.KEY else None, only_if_better)


@pytest.mark.parametrize(
    ("graded", "kind", "percent", "turn"),
    [
        (attempt(0, 1, again=1), Kind.KEY, 100, "to pass"),
        (attempt(1, 0, 1, again=0), Kind.KEY, Fraction(100, 3), "to fail"),
        (attempt(1, 1, 1, 1, again=0), Kind.KEY, 75, "none"),
        (attempt(0, 1, again=THIRD), Kind.KEY, Fraction(200, 3), "to pass"),
        (attempt(0, 1), Kind.LEFT_OUT, 100, "to pass"),
        (attempt(1, 1, 0), Kind.LEFT_OUT, 50, "to fail"),
        (attempt(0, 1), Kind.FULL_MARK, 100, "to pass"),
        (attempt(0, 0), Kind.FULL_MARK, 50, "none"),
    ],
)
def test_what_becomes_of_an_attempt(graded: Graded, kind: Kind, percent: Any, turn: str) -> None:
    change = change_of(graded, correction(kind))
    assert change
    assert change.after.percent == percent
    assert (change.to_pass, change.to_fail) == (turn == "to pass", turn == "to fail")


@pytest.mark.parametrize(
    ("graded", "kind"),
    [
        pytest.param(attempt(1, 0, again=1), Kind.KEY, id="the new key says the same"),
        pytest.param(attempt(1, 0), Kind.KEY, id="the new key can not mark the answer"),
        pytest.param(attempt(0, 1, again=1, void=Void.LEFT_OUT), Kind.KEY, id="it was left out before"),
        pytest.param(attempt(0, 1, again=1, void=Void.FULL_MARK), Kind.KEY, id="everybody got the full mark before"),
        pytest.param(attempt(0), Kind.LEFT_OUT, id="nothing would be left"),
        pytest.param(attempt(0, 1, void=Void.LEFT_OUT), Kind.LEFT_OUT, id="left out once more"),
    ],
)
def test_what_stays_as_it_is(graded: Graded, kind: Kind) -> None:
    assert change_of(graded, correction(kind)) is None


def test_the_new_mark_names_the_rule_that_marked_it() -> None:
    change = change_of(attempt(0, 1, again=1), correction())
    assert change
    assert [mark.rule for mark in change.marks] == [NEW, None]
    assert [mark.version for mark in change.marks] == [OLD, OTHER]


def test_what_was_voided_may_be_voided_otherwise() -> None:
    change = change_of(attempt(0, 1, 1, void=Void.LEFT_OUT, pass_mark=60), correction(Kind.FULL_MARK))
    assert change
    assert change.after.percent == 100
    assert change.marks[0].void is Void.FULL_MARK


@pytest.mark.parametrize(("again", "changes"), [(Fraction(0), False), (Fraction(1, 2), False), (THIRD * 2, True)])
def test_only_if_better_takes_nothing(again: Fraction, changes: bool) -> None:
    graded = attempt(Fraction(1, 2), 1, again=again)
    assert bool(change_of(graded, correction(only_if_better=True))) is changes


shares = st.fractions(min_value=-1, max_value=1, max_denominator=50)
kinds = st.sampled_from(Kind)


@given(st.lists(shares, min_size=1, max_size=6), shares, kinds)
def test_law_only_if_better_never_lowers_a_grade(given_shares: list[Fraction], again: Fraction, kind: Kind) -> None:
    change = change_of(attempt(*given_shares, again=again), correction(kind, only_if_better=True))
    assert change is None or (change.difference > 0 and not change.to_fail)


@given(st.lists(shares, min_size=1, max_size=6), shares, kinds)
def test_law_a_correction_done_twice_changes_nothing_more(
    given_shares: list[Fraction], again: Fraction, kind: Kind
) -> None:
    graded = attempt(*given_shares, again=again)
    change = change_of(graded, correction(kind))
    if change:
        assert change_of(Graded(change.marks, change.after, 60, graded.again), correction(kind)) is None


@given(st.integers(min_value=-500, max_value=500), st.integers(min_value=1, max_value=500))
def test_law_a_stored_share_is_read_as_what_it_was(numerator: int, denominator: int) -> None:
    share = Fraction(numerator, denominator)
    assert exact(Decimal(f"{float(share):.6f}")) == share


def test_the_summary_counts_and_averages() -> None:
    graded = [attempt(0, 1, again=1), attempt(1, 0, 1, again=0), attempt(1, 1, again=1), attempt(0, 0, again=1)]
    summary = summary_of(change_of(one, correction()) for one in graded)
    assert (summary.count, summary.changed, summary.to_pass, summary.to_fail) == (4, 3, 1, 1)
    assert summary.mean_difference == (Fraction(50) - Fraction(100, 3) + Fraction(50)) / 3


def test_the_summary_of_nothing_has_no_average() -> None:
    assert summary_of([]).mean_difference is None


AB = SingleChoice(("a", "b"), "a")
ABC = SingleChoice(("a", "b", "c"), "b")
PAIRS = Matching(("p", "q"), ("x",))
FREE = FreeText(("tone",), {"tone": 3})


@pytest.mark.parametrize(
    ("asked", "rule", "expected"),
    [
        (AB, SingleChoice(("b", "a"), "b"), None),
        (AB, ABC, None),
        (ABC, AB, Obstacle.OPTION_GONE),
        (AB, MultipleChoice(("a", "b"), frozenset("a")), Obstacle.OTHER_TYPE),
        (TrueFalse(right=True), TrueFalse(right=False), None),
        (PAIRS, Matching(("q", "p"), ("x",)), None),
        (PAIRS, Matching(("p", "q")), Obstacle.OPTION_GONE),
        (FREE, FREE, Obstacle.NEEDS_PERSON),
    ],
)
def test_which_versions_can_mark_which(asked: Question, rule: Question, expected: Obstacle | None) -> None:
    assert obstacle(asked, rule) is expected


MC = MultipleChoice(("c", "b", "a"), frozenset("ab"))


@pytest.mark.parametrize(
    ("answer", "rule", "share"),
    [
        ({"choice": "b"}, ABC, 1),
        ({}, ABC, 0),
        ({"choice": "gone"}, ABC, None),
        ({"choices": ["a", "b"]}, MC, 1),
        ({"choices": ["a", "gone"]}, MC, None),
        ({"pairs": {"p": "p", "q": "x"}}, PAIRS, Fraction(1, 2)),
        ({"pairs": {"p": "p", "gone": "q"}}, PAIRS, None),
    ],
)
def test_an_answer_is_marked_again_only_if_all_of_it_is_known(answer: Any, rule: Question, share: Any) -> None:
    assert mark_again(answer, rule, {}) == share


def test_a_change_says_by_how_much() -> None:
    change = change_of(attempt(0, 1, again=1), correction())
    assert isinstance(change, Change)
    assert change.difference == 50
