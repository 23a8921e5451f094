import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.policies.domain.clauses import minutes, numbers, skips_level


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], []),
        ([1, 1], ["1", "2"]),
        ([1, 2, 2, 3, 2, 1, 2], ["1", "1.1", "1.2", "1.2.1", "1.3", "2", "2.1"]),
        ([2, 2], ["1", "2"]),
        ([1, 3, 3, 2], ["1", "1.1", "1.2", "1.3"]),
    ],
)
def test_numbers(levels: list[int], expected: list[str]) -> None:
    assert numbers(levels) == expected


@given(st.lists(st.integers(1, 3)))
def test_every_clause_has_a_number_of_its_own(levels: list[int]) -> None:
    assert len(set(numbers(levels))) == len(levels)


@pytest.mark.parametrize(
    ("levels", "index"), [([], None), ([1, 2, 3, 1], None), ([1, 3], 1), ([2], 0), ([1, 2, 1, 3], 3)]
)
def test_skips_level(levels: list[int], index: int | None) -> None:
    assert skips_level(levels) == index


@pytest.mark.parametrize(("words", "expected"), [(0, 1), (90, 1), (360, 2), (450, 2), (451, 3)])
def test_minutes(words: int, expected: int) -> None:
    assert minutes(words) == expected
