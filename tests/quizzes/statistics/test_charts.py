"""Where the shapes of a chart stand, from the left and from the right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics import charts

counts = st.lists(st.integers(0, 5000), min_size=1, max_size=20)
shares = st.lists(st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=3, max_size=3), max_size=12)
questions = st.lists(st.tuples(st.integers(1, 60), st.floats(-1, 1), st.floats(-100, 100)), max_size=20)


def test_the_highest_bar_fills_the_height() -> None:
    empty, half, full = charts.histogram([0, 2, 4], None, rtl=False).bars
    assert (empty.height, half.height, full.height) == (0, charts.INNER_HEIGHT // 2, charts.INNER_HEIGHT)
    assert full.y == charts.TOP
    assert {bar.y + bar.height for bar in (empty, half, full)} == {charts.FLOOR}


@pytest.mark.parametrize(("rtl", "at_zero", "at_full"), [(False, 34, 350), (True, 326, 10)])
def test_the_pass_mark_stands_where_its_grade_is(rtl: bool, at_zero: int, at_full: int) -> None:
    found = [charts.histogram([1], percent, rtl=rtl).line for percent in (0, 100)]
    assert [line.x for line in found if line] == [at_zero, at_full]


def test_a_question_that_misleads_stands_below_the_line_of_0() -> None:
    chart = charts.scatter([(1, 0.5, 40), (2, 0.9, -10)], rtl=False)
    zero = next(mark for mark in chart.up if mark.value == 0)
    good, misleading = chart.points
    assert good.y < zero.y < misleading.y
    assert good.x < misleading.x
    assert [mark.value for mark in chart.up] == [-25, 0, 25, 50]


def test_each_option_has_its_three_bars_side_by_side() -> None:
    chart = charts.options([[0.5, 0.25, None], [0, 0, 1]], rtl=False)
    assert [bar.kind for bar in chart.bars] == ["weakest", "middling", "best"] * 2
    assert [bar.x for bar in chart.bars] == sorted(bar.x for bar in chart.bars)
    assert [round(bar.value) for bar in chart.bars] == [50, 25, 0, 0, 0, 100]


@given(counts, st.integers(0, 100), shares, questions, st.booleans())
def test_nothing_stands_outside(
    grades: list[int],
    pass_mark: int,
    chosen: list[list[float | None]],
    asked: list[tuple[int, float, float]],
    rtl: bool,
) -> None:
    for chart in (
        charts.histogram(grades, pass_mark, rtl=rtl),
        charts.options(chosen, rtl=rtl),
        charts.scatter(asked, rtl=rtl),
    ):
        for bar in chart.bars:
            assert chart.left - 1 <= bar.x <= bar.x + bar.width <= chart.right + 1
            assert charts.TOP <= bar.y <= bar.y + bar.height == charts.FLOOR
        for mark in (*chart.points, *chart.up):
            assert 0 <= mark.x <= charts.WIDTH
            assert charts.TOP <= mark.y <= charts.FLOOR


@given(counts)
def test_from_the_right_it_is_the_mirror_image(grades: list[int]) -> None:
    left, right = (charts.histogram(grades, None, rtl=rtl).bars for rtl in (False, True))
    for one, other in zip(left, right, strict=True):
        assert abs(charts.WIDTH - one.x - one.width - other.x) <= 1
        assert (one.y, one.height) == (other.y, other.height)
