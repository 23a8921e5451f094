"""Where a learner stands in a course, as a rule over its units."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Standing:
    """`done` of `count` units; `minutes_left` for the others. `next_unit` is the place to go on, None when done."""

    done: int
    count: int
    minutes_left: int
    next_unit: int | None

    @property
    def completed(self) -> bool:
        return self.count > 0 and self.done == self.count

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.count) if self.count else 0


@dataclass(frozen=True)
class Validity:
    """That a course was completed, when, and the last day on which that counts.

    `over`: that day has gone by. `open`: it may be taken anew. `begun`: that is what the learner is doing, or is asked
    to do.
    """

    taken_at: datetime
    until: date
    over: bool
    open: bool
    begun: bool


def validity(
    taken_at: datetime | None, until: date | None, window_days: int | None, today: date, *, begun: bool
) -> Validity | None:
    """How long it counts that a course was completed at `taken_at`; None for what was not, or counts for good.

    `window_days` before its end it may be taken anew; None: it is not renewed any more.
    """
    if taken_at is None or until is None:
        return None
    opens = window_days is not None and until - timedelta(days=window_days) <= today
    return Validity(taken_at, until, over=until < today, open=opens and not begun, begun=begun)


def standing(units: Sequence[tuple[int, int]], done: Collection[int], last_opened: int | None) -> Standing:
    """Count a course up.

    `units`: (unit id, minutes) in order. `done`: ids that are done; ids of units that the course no longer
    has do not count. `last_opened`: the unit that the learner had open last.

    Going on leads to the unit that was open last if it is not done; else to the first after it that is not
    done; else to the first of all that is not done.
    """
    open_units = [unit for unit, _minutes in units if unit not in done]
    ids = [unit for unit, _minutes in units]
    start = ids.index(last_opened) if last_opened in ids else 0
    ahead = [unit for unit in ids[start:] if unit not in done]
    return Standing(
        done=len(ids) - len(open_units),
        count=len(ids),
        minutes_left=sum(minutes for unit, minutes in units if unit not in done),
        next_unit=next(iter(ahead or open_units), None),
    )
