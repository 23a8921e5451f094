"""What is shown of groups that lie in one another: nobody's answer can be told by taking one from another."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.feedback.domain.anonymity import LEAST, Group, shown


def groups(keys: Iterator[int], depth: int) -> st.SearchStrategy[Group]:
    below = st.lists(st.deferred(lambda: groups(keys, depth - 1)), max_size=4) if depth else st.just([])
    return st.builds(lambda own, parts: Group(next(keys), own, tuple(parts)), st.integers(0, 8), below)


def team(own: int, *below: int) -> Group:
    return Group(0, own, tuple(Group(place, count) for place, count in enumerate(below, start=1)))


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (team(0), set()),
        (team(4), set()),
        (team(5), {0}),
        (team(1, 4), {0}),  # the team of four would show the one
        (team(1, 5), {0}),  # so would the team of five
        (team(0, 5), {0, 1}),
        (team(5, 5), {0, 1}),
        (team(0, 5, 5), {0, 1, 2}),
        (team(0, 5, 5, 4), {0, 1}),  # both would show the four
        (team(4, 9, 5), {0, 1}),
        (team(3, 9), {0}),
        (team(2, 3), {0}),
        (team(0, 3, 3), {0}),
        (team(0, 6, 3, 3), {0, 1}),
    ],
)
def test_what_is_shown(group: Group, expected: set[int]) -> None:
    assert shown(group) == expected


def test_below_a_team_that_is_hidden_nothing_is_shown() -> None:
    inner = Group(2, 5)
    assert shown(Group(0, 3, (Group(1, 1, (inner,)),))) == {0}


def every(group: Group) -> Iterator[Group]:
    yield group
    for part in group.below:
        yield from every(part)


def topmost(group: Group, keys: set[int]) -> Iterator[Group]:
    """The shown groups below `group` that lie in no other that is shown."""
    for part in group.below:
        if part.key in keys:
            yield part
        else:
            yield from topmost(part, keys)


@given(st.data())
def test_no_difference_of_what_is_shown_is_of_fewer_than_five(data: st.DataObject) -> None:
    """What is shown is made of parts, each a group without those shown within it; every sum and difference is of
    whole parts."""
    group = data.draw(groups(iter(range(10_000)), 3))
    keys = shown(group)
    for one in every(group):
        if one.key in keys:
            part = one.total - sum(inner.total for inner in topmost(one, keys))
            assert part == 0 or part >= LEAST
