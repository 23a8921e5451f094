"""The clock of an attempt: until when it takes answers. All moments are aware."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from quizzes.domain.settings import QuizSettings

GRACE = timedelta(seconds=10)
"""For how long after the deadline an answer that was already on its way is taken."""


@dataclass(frozen=True)
class Allowance:
    """What is granted to a learner beyond the settings of a quiz. `closes_at`: until when it stays open for them."""

    tries: int = 0
    minutes: int = 0
    closes_at: datetime | None = None
    no_cooling_down: bool = False


NOTHING_GRANTED = Allowance()


def together(allowances: Iterable[Allowance]) -> Allowance:
    """Several allowances as one: tries and minutes add up, of the closing times the latest holds."""
    total = NOTHING_GRANTED
    for one in allowances:
        closings = [moment for moment in (total.closes_at, one.closes_at) if moment]
        total = Allowance(
            tries=total.tries + one.tries,
            minutes=total.minutes + one.minutes,
            closes_at=max(closings, default=None),
            no_cooling_down=total.no_cooling_down or one.no_cooling_down,
        )
    return total


def closing(settings: QuizSettings, allowance: Allowance) -> datetime | None:
    """When the quiz is over for a learner; None: never. An allowance only ever makes it later."""
    if settings.closes_at is None:
        return None
    return max(settings.closes_at, allowance.closes_at or settings.closes_at)


def deadline(
    started_at: datetime, settings: QuizSettings, extra_time: int, allowance: Allowance = NOTHING_GRANTED
) -> datetime | None:
    """Until when an attempt takes answers; None: for ever.

    `extra_time`: how many percent more time the learner always has. The closing of the quiz ends every attempt.
    """
    ends = [closing(settings, allowance)]
    if settings.time_limit:
        minutes = settings.time_limit * (100 + extra_time) / 100 + allowance.minutes
        ends.append(started_at + timedelta(minutes=minutes))
    return min((end for end in ends if end), default=None)
