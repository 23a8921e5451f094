"""Where a learner stands in a course, as a rule over its units."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


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
