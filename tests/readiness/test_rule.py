from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.readiness.domain.readiness import Passage, Piece, passage

DAY = date(2026, 3, 2)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
LONG_AGO = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ({}, Passage((1, 2))),
        ({1: [Piece(LONG_AGO)]}, Passage((2,))),
        ({1: [Piece(LONG_AGO)], 2: [Piece(DAY)]}, Passage(())),
        ({1: [Piece(LONG_AGO)], 2: [Piece(AFTER)]}, Passage((2,))),  # not done yet
        ({1: [Piece(LONG_AGO)], 2: [Piece(LONG_AGO, DAY)]}, Passage((), DAY, 2)),  # its last day
        ({1: [Piece(LONG_AGO)], 2: [Piece(LONG_AGO, BEFORE)]}, Passage((2,))),
        ({1: [Piece(LONG_AGO, AFTER)], 2: [Piece(LONG_AGO, DAY)]}, Passage((), DAY, 2)),  # the first to end
        ({1: [Piece(LONG_AGO)], 2: [Piece(LONG_AGO, DAY), Piece(DAY, AFTER)]}, Passage((), AFTER, 2)),  # the best
        ({1: [Piece(LONG_AGO)], 2: [Piece(LONG_AGO, DAY), Piece(DAY)]}, Passage(())),
    ],
)
def test_passage(evidence: dict[int, list[Piece]], expected: Passage) -> None:
    assert passage([1, 2], evidence, DAY) == expected


def test_a_gate_that_asks_for_nothing_is_open() -> None:
    assert passage([], {}, DAY) == Passage(())


pieces = st.builds(
    lambda done, days: Piece(done, None if days is None else done + timedelta(days=days)),
    st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.none() | st.integers(0, 800),
)

evidence = st.dictionaries(st.integers(1, 3), st.lists(pieces, max_size=3))
days = st.dates(date(2025, 1, 1), date(2027, 1, 1))


@given(evidence, days)
def test_it_is_open_to_the_last_day_and_closed_after(evidence: dict[int, list[Piece]], day: date) -> None:
    found = passage([1, 2, 3], evidence, day)
    if not found.open or found.until is None:
        return
    known = {work: [piece for piece in theirs if piece.done_on <= day] for work, theirs in evidence.items()}
    assert passage([1, 2, 3], known, found.until).open
    assert found.first_to_end in passage([1, 2, 3], known, found.until + timedelta(days=1)).missing


@given(
    st.dictionaries(st.integers(1, 3), st.lists(pieces, max_size=3)),
    pieces,
    st.dates(date(2025, 1, 1), date(2027, 1, 1)),
)
def test_more_evidence_closes_nothing(evidence: dict[int, list[Piece]], more: Piece, day: date) -> None:
    before = passage([1, 2], evidence, day)
    after = passage([1, 2], {**evidence, 1: [*evidence.get(1, []), more]}, day)
    assert not before.open or after.open
