"""How sure learners were, and how right they were to be so."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Confidence(Enum):
    """What a learner says of an answer, in their own view."""

    SURE = "sure"
    FAIRLY = "fairly"
    GUESS = "guess"


@dataclass(frozen=True)
class Calibration:
    """Of `count` answers that were given with one `confidence`, `right` were right."""

    confidence: Confidence
    count: int
    right: int


def read_confidence(sent: str) -> str:
    """The stored form of whatever a browser sent; "" when nothing was said."""
    return sent if sent in {known.value for known in Confidence} else ""


def calibrate(answers: Iterable[tuple[str, bool]]) -> list[Calibration]:
    """`answers`: of each its stored confidence and whether it was right. Those that say nothing are left out."""
    said = list(answers)
    found = []
    for confidence in Confidence:
        outcomes = [right for stored, right in said if stored == confidence.value]
        if outcomes:
            found.append(Calibration(confidence, len(outcomes), sum(outcomes)))
    return found
