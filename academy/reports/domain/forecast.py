"""Who will miss a date: the minutes of work left before it, against what the person gets done.

A person's pace is the work that they finished in the last four weeks, in minutes for each working day. They will miss
a date if, at that pace, the working days until then are not enough for all that falls due by then, what is late
already included. Nobody's pace is told from fewer than two finished pieces of work, nor of people whom anybody asked
for the first time less than four weeks ago.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from academy.assignments.domain.due import Calendar

LOOKED_BACK = timedelta(weeks=4)
LEAST_PIECES = 2


class Verdict(Enum):
    IN_TIME = "in_time"
    MISS = "miss"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Load:
    """Before one date of one person. `left`: minutes of open work that falls due by then; `done`: minutes of work
    finished in the four weeks before, `pieces` of it, on so many working days `worked`; `days`: working days until
    the date, with today; `known`: how long ago they were first asked for anything."""

    left: int
    done: int
    pieces: int
    worked: int
    days: int
    known: timedelta

    @property
    def possible(self) -> float:
        """Minutes that they get done until the date, at their pace."""
        return self.days * self.done / self.worked if self.worked else 0.0

    @property
    def a_week(self) -> int:
        """Their pace in minutes for a week of four weeks."""
        return round(self.done / 4)


def verdict(load: Load) -> Verdict:
    if load.left <= 0:
        return Verdict.IN_TIME
    if load.pieces < LEAST_PIECES or load.known < LOOKED_BACK or not load.worked:
        return Verdict.UNKNOWN
    return Verdict.MISS if load.left > load.possible else Verdict.IN_TIME


def working_days(calendar: Calendar, first: date, last: date) -> int:
    """From `first` to `last`, both included; 0 where the last comes before the first."""
    return sum(calendar.works_on(first + timedelta(days=number)) for number in range((last - first).days + 1))


@dataclass(frozen=True)
class Record:
    """How the rule did on dates that are over. `named`: of those missed; `wrongly`: named, and not missed; `unknown`:
    without a verdict."""

    dates: int = 0
    missed: int = 0
    named: int = 0
    wrongly: int = 0
    unknown: int = 0


def record(outcomes: Iterable[tuple[Verdict, bool]]) -> Record:
    """From what the rule said of each date, and whether it was missed."""
    rows = list(outcomes)
    return Record(
        dates=len(rows),
        missed=sum(missed for _said, missed in rows),
        named=sum(missed for said, missed in rows if said is Verdict.MISS),
        wrongly=sum(not missed for said, missed in rows if said is Verdict.MISS),
        unknown=sum(said is Verdict.UNKNOWN for said, _missed in rows),
    )
