"""Whether a skill that is low asks for coaching or for training.

One person who is low is coached; where more than half of those measured are low, and enough were measured to speak of
the team, the way it is taught is at fault, and the team is trained.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from academy.reports.domain.mastery import Level

LEAST_MEASURED = 4
"""Fewer people are no team: each of them is coached."""
Person = TypeVar("Person")


class Advice(Enum):
    TRAIN = "train"
    COACH = "coach"


@dataclass(frozen=True)
class Verdict(Generic[Person]):
    """`low`: who is, in the order in which they were given; `measured`: out of how many."""

    advice: Advice
    low: list[Person]
    measured: int


def advise(levels: Mapping[Person, Level]) -> Verdict[Person] | None:
    """What one skill asks of whoever leads these people; None where nobody is low."""
    measured = [person for person, level in levels.items() if level is not Level.NOT_ENOUGH]
    low = [person for person in measured if levels[person] is Level.LOW]
    if not low:
        return None
    whole_team = len(measured) >= LEAST_MEASURED and 2 * len(low) > len(measured)
    return Verdict(Advice.TRAIN if whole_team else Advice.COACH, low, len(measured))
