import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.reports.domain.before_after import Change, Pair, difference, quantile

pairs = st.builds(
    Pair,
    before=st.floats(0, 1),
    cases_before=st.integers(0, 9),
    after=st.floats(0, 1),
    cases_after=st.integers(0, 9),
)


def team(*gains: float, cases: int = 4) -> list[Pair]:
    return [Pair(0.5, cases, 0.5 + gain, cases) for gain in gains]


@pytest.mark.parametrize(
    ("freedom", "expected"), [(4, 2.776), (5, 2.571), (9, 2.262), (29, 2.045), (100, 1.984), (10_000, 1.960)]
)
def test_the_quantiles_are_those_of_the_tables(freedom: int, expected: float) -> None:
    assert quantile(freedom) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("found", "change"),
    [
        ([], Change.TOO_FEW),
        (team(0.2, 0.2, 0.2, 0.2), Change.TOO_FEW),
        (team(0.2, 0.2, 0.2, 0.2, 0.2, cases=2), Change.TOO_FEW),
        (team(0.2, 0.2, 0.2, 0.2, 0.2), Change.BETTER),
        (team(0.1, 0.2, 0.15, 0.1, 0.2), Change.BETTER),
        (team(-0.1, -0.2, -0.15, -0.1, -0.2), Change.WORSE),
        (team(0.4, -0.3, 0.1, -0.2, 0.2), Change.UNCLEAR),
        (team(0, 0, 0, 0, 0), Change.UNCLEAR),
    ],
)
def test_verdicts(found: list[Pair], change: Change) -> None:
    assert difference(found).change is change


def test_the_interval_is_that_of_the_paired_test() -> None:
    """Gains of 1, 2, 3, 4, 5 hundredths: mean 3, standard deviation 1.581, half 2.776 × 1.581 / √5 = 1.963."""
    found = difference(team(0.01, 0.02, 0.03, 0.04, 0.05))
    assert (found.people, found.cases) == (5, 40)
    assert found.by == pytest.approx(0.03)
    assert found.highest - found.by == pytest.approx(0.01963, abs=0.0001)


@given(st.lists(pairs, max_size=20))
def test_the_interval_holds_the_difference_and_who_has_too_few_cases_is_left_out(found: list[Pair]) -> None:
    told = difference(found)
    assert told.people == sum(pair.is_enough for pair in found)
    assert told.lowest <= told.by <= told.highest


@given(st.lists(pairs, max_size=20))
def test_the_other_way_round_it_is_the_opposite(found: list[Pair]) -> None:
    told = difference(found)
    back = difference([Pair(pair.after, pair.cases_after, pair.before, pair.cases_before) for pair in found])
    assert back.by == pytest.approx(-told.by, abs=1e-9)
