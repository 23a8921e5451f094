"""Whether a gate is open on a day: every requirement has evidence that counts on that day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Piece:
    """A piece of work that was done on `done_on` and counts until `valid_until`, that day included; None: for good."""

    done_on: date
    valid_until: date | None = None

    def counts_on(self, day: date) -> bool:
        return self.done_on <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class Passage:
    """How a person stands before a gate on a day.

    `missing`: requirements that have no evidence on that day. `until`: the last day on which the gate is open if
    nothing is renewed, None where it stays open; `first_to_end`: the requirement that ends then.
    """

    missing: tuple[int, ...]
    until: date | None = None
    first_to_end: int | None = None

    @property
    def open(self) -> bool:
        return not self.missing


def passage(required: Sequence[int], evidence: Mapping[int, Collection[Piece]], day: date) -> Passage:
    """How somebody with `evidence`, by piece of work, stands on `day` before a gate that asks for `required`.

    Of several pieces for the same work the one that counts longest is looked at. A gate that asks for nothing is open.
    """
    missing = tuple(work for work in required if not any(piece.counts_on(day) for piece in evidence.get(work, ())))
    if missing:
        return Passage(missing)
    ends = {work: _last_day(evidence[work], day) for work in required}
    limited = [(until, work) for work, until in ends.items() if until is not None]
    if not limited:
        return Passage(())
    until, work = min(limited)
    return Passage((), until, work)


def _last_day(pieces: Collection[Piece], day: date) -> date | None:
    """The last day of the best of those that count on `day`; None: for good."""
    ends = [piece.valid_until for piece in pieces if piece.counts_on(day)]
    return None if None in ends else max(end for end in ends if end is not None)
