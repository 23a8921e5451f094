"""Learning paths: which course is open, what is needed, when it is done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.paths import PathStanding, Rule, State, Step, needs_itself, path_standing

MARKS = {"d": State.DONE, "o": State.OPEN, "-": State.LOCKED}


def steps_of(text: str) -> list[Step]:
    """ "1 2? 3": three courses, of which the second is optional."""
    return [Step(int(word.strip("?")), word.endswith("?")) for word in text.split()]


@pytest.mark.parametrize(
    ("rule", "least", "steps", "done", "states", "reached", "following"),
    [
        ("all", 0, "1 2 3", [], "ooo", (0, 3), 0),
        ("all", 0, "1 2 3", [2], "odo", (1, 3), 0),
        ("all", 0, "1 2 3", [1, 2, 3], "ddd", (3, 3), None),
        ("all", 0, "1 2? 3", [1, 3], "dod", (2, 2), None),
        ("all", 0, "1 2?", [2], "od", (0, 1), 0),
        ("in_order", 0, "1 2 3", [], "o--", (0, 3), 0),
        ("in_order", 0, "1 2 3", [1], "do-", (1, 3), 1),
        ("in_order", 0, "1 2 3", [3], "o-d", (1, 3), 0),
        ("in_order", 0, "1? 2 3", [], "oo-", (0, 2), 1),
        ("in_order", 0, "1 2? 3", [1], "doo", (1, 2), 2),
        ("at_least", 2, "1 2 3", [], "ooo", (0, 2), 0),
        ("at_least", 2, "1 2 3", [3], "ood", (1, 2), 0),
        ("at_least", 2, "1 2 3", [1, 2, 3], "ddd", (2, 2), None),
        ("at_least", 9, "1 2", [1, 2], "dd", (2, 2), None),
        ("at_least", 0, "1 2", [1], "do", (1, 1), None),
        ("at_least", 1, "1? 2", [1], "do", (1, 1), None),
        ("all", 0, "", [], "", (0, 0), None),
    ],
)
def test_where_one_stands(rule, least, steps, done, states, reached, following) -> None:
    found = path_standing(Rule(rule), least, steps_of(steps), done)
    assert found == PathStanding(tuple(MARKS[mark] for mark in states), *reached, following)


def test_going_on_leads_to_what_was_begun() -> None:
    assert path_standing(Rule.ALL, 0, steps_of("1 2 3"), [1], begun=[3]).next_step == 2


def test_what_was_begun_out_of_order_waits() -> None:
    assert path_standing(Rule.IN_ORDER, 0, steps_of("1 2 3"), [], begun=[3]).next_step == 0


def test_before_its_prerequisites_nothing_is_open() -> None:
    found = path_standing(Rule.ALL, 0, steps_of("1 2"), [2], blocked=True)
    assert found.states == (State.LOCKED, State.DONE)
    assert found.next_step is None


@pytest.mark.parametrize(
    ("rule", "shut", "states", "following"),
    [
        ("all", [1], "-oo", 1),
        ("all", [1, 2, 3], "---", None),
        ("at_least", [2], "o-o", 0),
        ("in_order", [1], "---", None),
        ("in_order", [2], "o--", 0),
    ],
)
def test_a_course_before_which_others_come(rule, shut, states, following) -> None:
    found = path_standing(Rule(rule), 2, steps_of("1 2 3"), [], shut=shut)
    assert found.states == tuple(MARKS[mark] for mark in states)
    assert found.next_step == following


def test_what_is_done_is_done_whatever_comes_before() -> None:
    assert path_standing(Rule.ALL, 0, steps_of("1 2"), [1, 2], shut=[1]).completed


def test_a_path_without_courses_is_never_done() -> None:
    assert not path_standing(Rule.ALL, 0, [], []).completed


some_steps = st.lists(st.builds(Step, st.integers(1, 6), st.booleans()), unique_by=lambda step: step.course)
courses = st.sets(st.integers(1, 6))


@given(st.sampled_from(Rule), st.integers(0, 7), some_steps, courses, courses)
def test_doing_more_takes_nothing_back(rule, least, steps, done, more) -> None:
    before, after = (path_standing(rule, least, steps, these) for these in (done, done | more))
    assert after.done >= before.done
    assert after.completed >= before.completed
    shut = [(a, b) for a, b in zip(before.states, after.states, strict=True) if b is State.LOCKED]
    assert all(a is State.LOCKED for a, _b in shut)


@given(st.sampled_from(Rule), st.integers(0, 7), some_steps, courses)
def test_whoever_goes_on_where_it_leads_gets_there(rule, least, steps, done) -> None:
    found = path_standing(rule, least, steps, done)
    for _step in steps:
        if found.next_step is None:
            break
        done = done | {steps[found.next_step].course}
        found = path_standing(rule, least, steps, done)
    assert found.next_step is None
    assert found.done == found.count


@pytest.mark.parametrize(
    ("needs", "loops"),
    [
        ({}, False),
        ({1: [2]}, False),
        ({1: [1]}, True),
        ({1: [2], 2: [3], 3: [1]}, True),
        ({1: [2], 2: [3], 3: [2]}, False),
        ({1: [2, 3], 2: [4], 3: [4]}, False),
    ],
)
def test_needing_oneself(needs, loops) -> None:
    assert needs_itself(1, needs) is loops
