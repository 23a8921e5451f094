"""The rules about skills: what answers say, how sure that is, and what to do about it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.reports.domain.coaching import Advice, advise
from academy.reports.domain.mastery import (
    FORGOTTEN,
    HALF_LIFE,
    Answer,
    Level,
    Mastery,
    estimate,
    mastery,
    weight_of,
    wilson,
)

NOW = timedelta()
shares = st.floats(0, 1)
ages = st.timedeltas(min_value=NOW, max_value=FORGOTTEN - timedelta(days=1))
answers = st.lists(st.builds(Answer, share=shares, age=ages), min_size=1, max_size=40)


def right(count: int, of: int, age: timedelta = NOW) -> Mastery:
    return mastery([Answer(float(number < count), age) for number in range(of)])


@pytest.mark.parametrize(
    ("age", "weight"),
    [
        (NOW, 1.0),
        (HALF_LIFE, 0.5),
        (2 * HALF_LIFE, 0.25),
        (FORGOTTEN, 0.0),
        (-timedelta(days=3), 1.0),  # a clock that went wrong
    ],
)
def test_an_answer_weighs_half_after_a_half_life(age: timedelta, weight: float) -> None:
    assert weight_of(age) == pytest.approx(weight)


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (right(0, 0), Level.NOT_ENOUGH),
        (right(4, 4), Level.NOT_ENOUGH),
        (right(0, 5), Level.LOW),
        (right(2, 5), Level.LOW),
        (right(3, 5), Level.ON_THE_WAY),
        (right(5, 5), Level.ON_THE_WAY),  # five right answers may be luck
        (right(6, 6), Level.STRONG),
        (right(11, 20), Level.LOW),
        (right(12, 20), Level.ON_THE_WAY),
        (right(16, 20), Level.ON_THE_WAY),
        (right(17, 20), Level.STRONG),
        (right(5, 5, HALF_LIFE), Level.ON_THE_WAY),
        (right(5, 5, HALF_LIFE + timedelta(days=1)), Level.NOT_ENOUGH),
        (right(50, 50, FORGOTTEN), Level.NOT_ENOUGH),
    ],
)
def test_levels(found: Mastery, level: Level) -> None:
    assert found.level is level


def test_what_is_newer_weighs_more() -> None:
    found = mastery([*[Answer(0, HALF_LIFE)] * 4, *[Answer(1, NOW)] * 4])
    assert found.share == pytest.approx(4 / 6)
    assert found.weight == pytest.approx(6)
    assert found.answers == 8


def test_the_interval_is_that_of_wilson() -> None:
    """7 of 10: 0.3968–0.8922 (Newcombe, Statistics in Medicine 17, 1998, gives the method's arithmetic)."""
    assert wilson(0.7, 10) == pytest.approx((0.3968, 0.8922), abs=0.0001)


def test_a_reply_that_costs_counts_as_nothing() -> None:
    assert mastery([Answer(-1, NOW)] * 5).share == 0


@given(answers)
def test_everything_stays_within_its_bounds(given: list[Answer]) -> None:
    found = mastery(given)
    assert 0 <= found.lowest <= found.share <= found.highest <= 1
    assert 0 < found.weight <= found.answers == len(given)


@given(answers, st.integers(0, 39), shares)
def test_a_better_answer_never_lowers_the_estimate(given: list[Answer], place: int, share: float) -> None:
    place %= len(given)
    better = Answer(max(share, given[place].share), given[place].age)
    before, after = mastery(given), mastery([*given[:place], better, *given[place + 1 :]])
    for name in ("share", "lowest", "highest"):
        assert getattr(after, name) >= getattr(before, name) - 1e-9


@given(shares, st.floats(0.1, 500), st.floats(1.01, 10))
def test_more_answers_make_surer(share: float, weight: float, times: float) -> None:
    few, many = estimate([(weight, share)]), estimate([(weight * times, share)])
    assert many.highest - many.lowest < few.highest - few.lowest


@given(answers, st.timedeltas(min_value=NOW, max_value=timedelta(days=3000)))
def test_time_makes_never_surer(given: list[Answer], later: timedelta) -> None:
    then = mastery([Answer(answer.share, answer.age + later) for answer in given])
    assert then.weight <= mastery(given).weight


def levels(low: int, fine: int, unknown: int = 0) -> dict[str, Level]:
    kinds = [Level.LOW] * low + [Level.ON_THE_WAY] * fine + [Level.NOT_ENOUGH] * unknown
    return {f"person {number}": level for number, level in enumerate(kinds)}


@pytest.mark.parametrize(
    ("found", "advice", "low", "measured"),
    [
        (levels(1, 3), Advice.COACH, 1, 4),
        (levels(2, 2), Advice.COACH, 2, 4),  # half is not more than half
        (levels(3, 1), Advice.TRAIN, 3, 4),
        (levels(3, 0), Advice.COACH, 3, 3),  # three people are no team
        (levels(3, 2, unknown=20), Advice.TRAIN, 3, 5),
        (levels(1, 0, unknown=9), Advice.COACH, 1, 1),
    ],
)
def test_one_is_coached_and_a_team_is_trained(found: dict[str, Level], advice: Advice, low: int, measured: int) -> None:
    verdict = advise(found)
    assert verdict
    assert (verdict.advice, len(verdict.low), verdict.measured) == (advice, low, measured)


@pytest.mark.parametrize("found", [{}, levels(0, 6), levels(0, 0, unknown=3)])
def test_where_nobody_is_low_there_is_nothing_to_do(found: dict[str, Level]) -> None:
    assert advise(found) is None
