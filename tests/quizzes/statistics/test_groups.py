"""Thirds of the class, what they chose, and what a language makes of a question."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.statistics import Sheet, choices_by_third, language_figures, thirds
from tests.quizzes.statistics.test_figures import close, sheet


class TestThirds:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ([], []),
            ([5], [1]),
            ([1, 2], [0, 2]),
            ([3, 1, 2], [2, 0, 1]),
            ([1, 2, 3, 4], [0, 1, 1, 2]),
            ([1, 1, 1, 9, 9, 9], [0, 0, 0, 2, 2, 2]),
            ([1, 5, 5, 5, 5, 9], [0, 1, 1, 1, 1, 2]),
            ([7, 7, 7], [1, 1, 1]),
            ([6, 5, 4, 3, 2, 1], [2, 2, 1, 1, 0, 0]),
        ],
    )
    def test_equal_values_stay_together(self, values: list[float], expected: list[int]) -> None:
        assert thirds(np.array(values, dtype=float)).tolist() == expected

    @given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.randoms(use_true_random=False))
    def test_whoever_earned_more_is_in_no_lower_third(self, values: list[int], chance: object) -> None:
        found = thirds(np.array(values, dtype=float))
        assert all(value in (0, 1, 2) for value in found)
        assert found[np.argsort(values, kind="stable")].tolist() == sorted(found.tolist())
        order = list(range(len(values)))
        chance.shuffle(order)
        assert thirds(np.array(values, dtype=float)[order]).tolist() == found[order].tolist()


class TestChoices:
    def test_each_third_is_counted_by_itself(self) -> None:
        """Answers: none; a; a and b."""
        third = np.array([0, 0, 1, 2, 2, 2])
        answer = np.array([0, 1, 1, 2, 2, 1])
        assert choices_by_third(third, answer, [(), ("a",), ("a", "b")]) == {"a": [1, 1, 3], "b": [0, 0, 2]}

    def test_nobody(self) -> None:
        nobody = np.zeros(0, dtype=np.int64)
        assert choices_by_third(nobody, nobody, [()]) == {}


def first_of(any_sheet: Sheet) -> np.ndarray:
    return any_sheet.asked & (np.arange(any_sheet.points.shape[1]) == 0)


class TestLanguages:
    def test_equally_good_learners_are_compared(self) -> None:
        """The rest of the quiz puts rows 1–4 into the bottom third and rows 5–8 into the top; the middle is empty.

        Bottom: Persian 0, 0 and English 1, 0 → −½. Top: Persian 0, 1 and English 1, 1 → −½. Weighed by 2 and 2: −½.
        Bottom s² = (¾² + 3·¼²)/3 = ¼, top the same: error = √(2·2²·¼·(½ + ½))/4 = √2/4.
        """
        rows = sheet((0, 0), (0, 0), (1, 0), (0, 0), (0, 1), (1, 1), (1, 1), (1, 1))
        spoken = np.array([1, 1, 0, 0, 1, 1, 0, 0])
        english, persian = language_figures(rows, first_of(rows), spoken, ["en", "fa"])
        assert (persian.language, persian.count, persian.others, persian.facility) == ("fa", 4, 4, 0.25)
        assert close(persian.difference, -0.5)
        assert close(persian.error, sqrt(2) / 4)
        assert close(english.difference, 0.5)

    def test_weaker_learners_are_no_fault_of_the_translation(self) -> None:
        """All Persian readers are in the bottom third, and as good there as the English ones."""
        rows = sheet((0, 0), (1, 0), (0, 0), (1, 0), (1, 1), (1, 1), (1, 1), (1, 1))
        _english, persian = language_figures(rows, first_of(rows), np.array([1, 1, 0, 0, 0, 0, 0, 0]), ["en", "fa"])
        assert persian.facility == 0.5
        assert persian.difference == 0

    def test_a_language_that_is_not_known_is_left_out(self) -> None:
        rows = sheet((0, 0), (1, 0), (1, 1))
        (english,) = language_figures(rows, first_of(rows), np.array([0, 0, -1]), ["en"])
        assert (english.count, english.others, english.difference) == (2, 0, None)

    def test_nobody_answered(self) -> None:
        rows = sheet((None, 0))
        assert language_figures(rows, first_of(rows), np.array([0]), ["en"]) == []

    def test_a_quiz_of_one_question_has_one_group(self) -> None:
        rows = sheet((0,), (1,), (1,), (1,))
        english, persian = language_figures(rows, first_of(rows), np.array([1, 1, 0, 0]), ["en", "fa"])
        assert (english.difference, persian.difference) == (0.5, -0.5)
