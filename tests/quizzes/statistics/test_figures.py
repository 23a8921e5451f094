"""Every formula with marks worked by hand (the working stands in the docstring), and the laws that hold for all."""

from collections.abc import Sequence
from dataclasses import asdict
from math import isclose, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.statistics import (
    Sheet,
    distribution,
    question_figures,
    question_figures_by_place,
    quiz_figures,
    wilson,
)


def sheet(*rows: Sequence[float | None], points: Sequence[float] | None = None) -> Sheet:
    """Shares of the full mark, a row for each attempt; None: not asked."""
    full = np.array([points or [1.0] * len(rows[0])] * len(rows))
    asked = np.array([[share is not None for share in row] for row in rows])
    return Sheet.of(np.array([[share or 0.0 for share in row] for row in rows]), full * asked)


def close(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


FIVE = sheet((1, 1, 1), (1, 1, 0), (1, 0, 0.5), (0, 1, 0), (0, 0, 0))


class TestQuiz:
    @pytest.mark.parametrize(
        ("figure", "expected"),
        [
            ("count", 5),
            ("mean", 1.5),
            ("median", 1.5),
            ("sd", sqrt(1.25)),
            ("skewness", 0),
            ("kurtosis", 0.2),
            ("alpha", 54),
            ("error_ratio", 100 * sqrt(0.46)),
            ("standard_error", sqrt(0.46) * sqrt(1.25)),
        ],
    )
    def test_five_attempts(self, figure: str, expected: float) -> None:
        """T = 3, 2, 1.5, 1, 0. T̄ = 1.5; apart 1.5, .5, 0, −.5, −1.5; squares 2.25 + .25 + 0 + .25 + 2.25 = 5,
        so var = 5/4 = 1.25 and m₂ = 1; cubes add up to 0; fourth powers 2·5.0625 + 2·.0625 = 10.25, m₄ = 2.05.
        k₂ = 1.25; k₄ = 25·(6·2.05 − 3·4·1²)/(4·3·2) = 25·.3/24 = .3125; kurtosis = .3125/1.25² = .2.
        var x₁ = var x₂ = (3·.4² + 2·.6²)/4 = .3; x₃ = 1, 0, .5, 0, 0: (.49 + 3·.09 + .04)/4 = .2.
        alpha = 100 · 3/2 · (1 − (.3 + .3 + .2)/1.25) = 150 · .36 = 54; error ratio = 100·√(1 − .54).
        """
        assert close(getattr(quiz_figures(FIVE), figure), expected)

    def test_a_lopsided_quiz(self) -> None:
        """One question of 8 points; T = 1, 2, 3, 6. Apart from 3: −2, −1, 0, 3; squares 14, cubes 18, fourth powers 98;
        m₂ = 3.5, m₃ = 4.5, m₄ = 24.5; k₂ = 14/3; k₃ = 16·4.5/(3·2) = 12; k₄ = 16·(5·24.5 − 3·3·3.5²)/6 = 98/3.
        skewness = 12/(14/3)^1.5; kurtosis = (98/3)/(14/3)² = 294/196 = 1.5. The median lies between 2 and 3.
        """
        figures = quiz_figures(sheet((1 / 8,), (2 / 8,), (3 / 8,), (6 / 8,), points=(8,)))
        assert close(figures.skewness, 12 / (14 / 3) ** 1.5)
        assert close(figures.kurtosis, 1.5)
        assert close(figures.median, 2.5)
        assert figures.alpha is None

    @pytest.mark.parametrize(
        ("rows", "missing"),
        [
            ([], {"mean", "median", "sd", "skewness", "kurtosis", "alpha", "error_ratio", "standard_error"}),
            ([(1, 0)], {"sd", "skewness", "kurtosis", "alpha", "error_ratio", "standard_error"}),
            ([(1, 0), (1, 1)], {"skewness", "kurtosis"}),
            ([(1, 0), (1, 1), (0, 0)], {"kurtosis"}),
            ([(1, 0), (1, 1), (0, 0), (0, 1)], set()),
            ([(1, 0), (0, 1), (1, 0), (0, 1)], {"skewness", "kurtosis", "alpha", "error_ratio", "standard_error"}),
            ([(1,), (0,), (0,), (1,)], {"alpha", "error_ratio", "standard_error"}),
            ([(1, 1), (0, 1), (1, None), (0, None)], {"alpha", "error_ratio", "standard_error"}),
        ],
        ids=["none", "one", "two", "three", "four", "equal sums", "one question", "not asked the same"],
    )
    def test_a_figure_that_does_not_exist_is_none(self, rows: list[Sequence[float]], missing: set[str]) -> None:
        figures = quiz_figures(sheet(*rows) if rows else Sheet(np.zeros((0, 2)), np.zeros((0, 2))))
        assert {name for name, value in asdict(figures).items() if value is None} == missing

    def test_questions_that_contradict_each_other_make_alpha_negative(self) -> None:
        """x₁ = 1, 1, 0, 0 and x₂ = 0, 0, 1, .5: Σ var = 1/3 + (2·.140625 + .390625 + .015625)/3 = .3333 + .2292;
        T = 1, 1, 1, .5: var = (3·.125² + .375²)/3 = .0625; alpha = 100 · 2 · (1 − .5625/.0625) = −1600.
        """
        figures = quiz_figures(sheet((1, 0), (1, 0), (0, 1), (0, 0.5)))
        assert close(figures.alpha, -1600)
        assert close(figures.error_ratio, 100 * sqrt(17))

    @pytest.mark.parametrize(
        ("shares", "expected"),
        [([], [0, 0, 0, 0]), ([0, 0.25, 0.5, 1], [1, 1, 1, 1]), ([-0.5, 0.2499999, 0.999999], [2, 0, 0, 1])],
    )
    def test_the_distribution(self, shares: list[float], expected: list[int]) -> None:
        assert distribution(np.array(shares, dtype=float), 4) == expected


class TestQuestion:
    @pytest.mark.parametrize(
        ("place", "figure", "expected"),
        [
            (0, "count", 5),
            (0, "facility", 0.6),
            (1, "facility", 0.6),
            (2, "facility", 0.3),
            (0, "sd", sqrt(0.3)),
            (2, "sd", sqrt(0.2)),
            (0, "discrimination", 20 / sqrt(0.3 * 0.55)),
            (1, "discrimination", 7.5 / sqrt(0.3 * 0.8)),
            (2, "discrimination", 17.5 / sqrt(0.2 * 0.7)),
            (0, "efficiency", 80 / 1.3),
            (1, "efficiency", 30 / 1.8),
            (2, "efficiency", 70 / 1.2),
            (0, "effective_weight", 100 * sqrt(0.5) / (sqrt(0.5) + 2 * sqrt(0.375))),
            (1, "effective_weight", 100 * sqrt(0.375) / (sqrt(0.5) + 2 * sqrt(0.375))),
            (2, "intended_weight", 100 / 3),
        ],
    )
    def test_five_attempts(self, place: int, figure: str, expected: float) -> None:
        """The rest of each attempt, T − x, and the products with x, both less their means:

        x₁ 1 1 1 0 0: rest 2 1 .5 1 0, mean .9; .44 + .04 − .16 − .06 + .54 = .8, cov .2; var of the rest 2.2/4 = .55
        x₂ 1 1 0 1 0: rest 2 1 1.5 0 0, mean .9; .44 + .04 − .36 − .36 + .54 = .3, cov .075; var 3.2/4 = .8
        x₃ 1 0 .5 0 0: rest 2 2 1 1 0, mean 1.2; .56 − .24 − .04 + .06 + .36 = .7, cov .175; var 2.8/4 = .7

        Both sorted: x₁ 0 0 1 1 1 with 0 .5 1 1 2: .54 + .24 + .04 + .04 + .44 = 1.3;
        x₂ with 0 0 1 1.5 2: .54 + .54 + .04 + .24 + .44 = 1.8;
        x₃ 0 0 0 .5 1 with 0 1 1 2 2: .36 + .06 + .06 + .16 + .56 = 1.2.

        cov(x, T) = var x + cov(x, T − x) = .3 + .2, .3 + .075, .2 + .175; together 1.25, which is var T.
        """
        assert close(getattr(question_figures_by_place(FIVE)[place], figure), expected)

    def test_points_weigh(self) -> None:
        """Shares 1, .5, 0 of 2 points are 2, 1, 0 marks: mean 1 of 2, sd 1; of 5 points in all, 2 are its own."""
        first, _second = question_figures_by_place(sheet((1, 1), (0.5, 1), (0, 0), points=(2, 3)))
        assert (first.facility, first.sd, first.intended_weight) == (0.5, 1, 40)

    def test_a_drawn_question_is_compared_with_the_sums_of_those_who_drew_it(self) -> None:
        """The second place held question 1 for the first three attempts and question 2 for the others.

        Question 1: x = 1, 0, 0 and the rest, without x, 1, 1, 0: products ⅔·⅓ + −⅓·⅓ + −⅓·−⅔ = ⅓, cov ⅙;
        var x = var of the rest = ⅓; discrimination = 100·⅙/⅓ = 50. With x left in the sum it would be higher.
        Question 2: x = 0, 1, the rest 0, 1: 100.
        """
        drawn = sheet((1, 1), (1, 0), (0, 0), (0, 0), (1, 1))
        rows = np.arange(5)[:, None]
        second = np.array([False, True])
        assert close(question_figures(drawn, second & (rows < 3)).discrimination, 50)
        assert close(question_figures(drawn, second & (rows >= 3)).discrimination, 100)

    def test_a_question_that_the_best_get_wrong(self) -> None:
        """x₁ = 0, 0, 1 and the rest 2, 1, 0: products −⅓ + 0 − ⅔ = −1, cov −½; −100·½/√(⅓·1).
        cov(x₁, T) = ⅓ − ½ is below 0: no effective weight; the two others share all of it.
        """
        backwards, *others = question_figures_by_place(sheet((0, 1, 1), (0, 1, 0), (1, 0, 0)))
        assert close(backwards.discrimination, -50 / sqrt(1 / 3))
        assert backwards.effective_weight is None
        assert close(sum(other.effective_weight or 0 for other in others), 100)

    def test_options_that_cost_marks_make_a_facility_below_0(self) -> None:
        first, second = question_figures_by_place(sheet((-1, 0), (0.5, -1), (0, -1)))
        assert close(first.facility, -1 / 6)
        assert first.interval is not None
        assert first.interval.low == 0
        assert second.facility is not None
        assert second.facility < first.facility

    @pytest.mark.parametrize(
        ("rows", "missing"),
        [
            ([(None, 1)], {"facility", "interval", "sd", "discrimination", "efficiency", "effective_weight"}),
            ([(1, 0)], {"sd", "discrimination", "efficiency", "effective_weight"}),
            ([(1, 0), (1, 1)], {"discrimination", "efficiency"}),
            ([(1, 1), (0, 1)], {"discrimination", "efficiency"}),
            ([(1, 1), (1, 1)], {"discrimination", "efficiency", "effective_weight"}),
            ([(1,), (0,)], {"discrimination", "efficiency"}),
        ],
        ids=["not asked", "one attempt", "all alike", "the rest alike", "everything alike", "one question"],
    )
    def test_a_figure_that_does_not_exist_is_none(self, rows: list[Sequence[float]], missing: set[str]) -> None:
        figures = question_figures_by_place(sheet(*rows))[0]
        assert {name for name, value in asdict(figures).items() if value is None} - {"intended_weight"} == missing

    def test_thirds_of_a_mark_that_are_all_alike_have_no_variance(self) -> None:
        """In floating point 1/3 + 2/3 + 1/3 … leaves a rest that would be divided by a rest."""
        alike = sheet(*[(1 / 3, 2 / 3, 0.1)] * 7, points=(3, 7, 1))
        assert [figures.sd for figures in question_figures_by_place(alike)] == [0, 0, 0]
        assert {figures.discrimination for figures in question_figures_by_place(alike)} == {None}
        assert quiz_figures(alike).alpha is None


class TestInterval:
    @pytest.mark.parametrize(
        ("share", "count", "low", "high"),
        [
            (0.5, 10, 0.2366, 0.7634),
            (0.0, 10, 0.0, 0.2775),
            (1.0, 10, 0.7225, 1.0),
            (0.9, 10, 0.5958, 0.9821),
            (-0.2, 10, 0.0, 0.2775),
        ],
    )
    def test_ten_attempts(self, share: float, count: int, low: float, high: float) -> None:
        """z² = 3.8415. p = ½: middle ½; reach 1.96·√(.025 + .0096)/1.38415 = .2634. p = 0: up to z²/(n + z²) =
        3.8415/13.8415 = .2775. p = .9: (.9 + .19207 ± 1.96·√(.009 + .0096037))/1.38415 = (1.09207 ± .26733)/1.38415.
        """
        interval = wilson(share, count)
        assert interval is not None
        assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)

    def test_nobody(self) -> None:
        assert wilson(0.5, 0) is None


shares = st.sampled_from([-1, -0.5, 0, 0.25, 1 / 3, 0.5, 1])


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    columns = draw(st.integers(1, 5))
    points = draw(st.lists(st.integers(1, 7), min_size=columns, max_size=columns))
    row = st.lists(shares, min_size=columns, max_size=columns)
    return sheet(*draw(st.lists(row, min_size=1, max_size=12)), points=points)


def within(value: float | None, low: float, high: float) -> bool:
    return value is None or low <= value <= high


class TestLaws:
    @given(sheets())
    def test_figures_keep_within_their_bounds(self, any_sheet: Sheet) -> None:
        for figures in question_figures_by_place(any_sheet):
            assert within(figures.facility, -1, 1)
            assert within(figures.discrimination, -100, 100)
            assert within(figures.efficiency, -float("inf"), 100)
            assert within(figures.effective_weight, 0, 100.000001)
            assert figures.interval is not None
            assert 0 <= figures.interval.low <= figures.interval.high <= 1
            assert within(max(0, figures.facility or 0), figures.interval.low - 1e-9, figures.interval.high + 1e-9)
        assert within(quiz_figures(any_sheet).alpha, -float("inf"), 100.000001)

    @given(sheets())
    def test_weights_add_up_to_the_whole(self, any_sheet: Sheet) -> None:
        found = question_figures_by_place(any_sheet)
        assert isclose(sum(figures.intended_weight or 0 for figures in found), 100)
        effective = sum(figures.effective_weight or 0 for figures in found)
        assert effective == 0 or isclose(effective, 100, rel_tol=1e-4)

    @given(sheets(), st.randoms(use_true_random=False))
    def test_the_order_of_attempts_does_not_matter(self, any_sheet: Sheet, chance: object) -> None:
        order = np.arange(len(any_sheet.sums))
        chance.shuffle(order)
        mixed = any_sheet.rows(order)
        for before, after in zip(question_figures_by_place(any_sheet), question_figures_by_place(mixed), strict=True):
            assert_alike(before, after)
        assert_alike(quiz_figures(any_sheet), quiz_figures(mixed))

    @given(sheets())
    def test_everybody_twice_changes_no_facility_and_no_discrimination(self, any_sheet: Sheet) -> None:
        twice = any_sheet.rows(np.tile(np.arange(len(any_sheet.sums)), 2))
        for before, after in zip(question_figures_by_place(any_sheet), question_figures_by_place(twice), strict=True):
            assert close(before.facility, after.facility)
            if len(any_sheet.sums) > 1:
                assert_alike(before.discrimination, after.discrimination)

    @given(st.lists(st.floats(-1, 1), max_size=30), st.integers(1, 20))
    def test_a_distribution_counts_everybody_once(self, values: list[float], bins: int) -> None:
        assert sum(distribution(np.array(values, dtype=float), bins)) == len(values)


def assert_alike(before: object, after: object) -> None:
    """Equal but for the order in which they were added up."""
    for one, other in zip(_values(before), _values(after), strict=True):
        assert (one is None) == (other is None)
        assert one is None or isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)


def _values(figures: object) -> list[object]:
    if not hasattr(figures, "__dataclass_fields__"):
        return [figures]
    return [part for value in vars(figures).values() for part in _values(value)]
