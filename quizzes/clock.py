"""The clock of an attempt as its pages show it."""

from dataclasses import dataclass
from datetime import datetime

from quizzes.domain.timing import GRACE
from quizzes.models import Attempt


@dataclass(frozen=True)
class Clock:
    """`left`: seconds. `minutes`: the same, rounded up. `grace`: seconds for saves that are on their way at the end."""

    deadline_at: datetime
    left: int

    @property
    def minutes(self) -> int:
        return -(-self.left // 60)

    @property
    def grace(self) -> int:
        return int(GRACE.total_seconds())


def clock_of(attempt: Attempt, at: datetime) -> Clock | None:
    """None for an attempt that lasts as long as it takes."""
    left = seconds_left(attempt, at)
    return None if left is None or attempt.deadline_at is None else Clock(attempt.deadline_at, left)


def seconds_left(attempt: Attempt, at: datetime) -> int | None:
    """Until the deadline, never below 0; None where there is none, 0 once it was handed in."""
    if attempt.state != Attempt.State.OPEN:
        return 0
    if attempt.deadline_at is None:
        return None
    return max(0, int((attempt.deadline_at - at).total_seconds()))
