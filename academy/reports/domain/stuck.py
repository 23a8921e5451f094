"""When somebody is stuck: at work over and over without getting on, or waiting for others.

What people opened is kept once for each lesson, and not how often. So "opened three times" is told of quizzes alone,
by the tries that were begun, and a course that was begun and left is told by the day on which it was last opened.
"""

from collections.abc import Sequence
from datetime import timedelta
from enum import Enum

IN_A_ROW = 4
TRIES = 3
RECENT = timedelta(days=14)
"""Of answers and tries: who last failed longer ago has stopped, and is told by the course that they left, or by their
dates."""
LEFT_FOR = timedelta(days=14)
WAITED_FOR = timedelta(days=3)


class Reason(Enum):
    """The most urgent first. All are of one piece of work that is neither passed nor finished.

    `ANSWERS`: the last four answers that were marked are wrong. `TRIED`: tried three times. `LEFT`: begun, and not
    opened for 14 days. `WAITS`: handed in, and for three days nobody has marked it.
    """

    ANSWERS = "answers"
    TRIED = "tried"
    LEFT = "left"
    WAITS = "waits"


def wrong_in_a_row(shares: Sequence[float]) -> int:
    """How many of the answers given last earned nothing. `shares` of the full mark, the oldest first, none voided."""
    count = 0
    for share in reversed(shares):
        if share > 0:
            break
        count += 1
    return count


def reasons(
    shares: Sequence[float] = (),
    tries: int = 0,
    since_failed: timedelta | None = None,
    since_opened: timedelta | None = None,
    since_handed_in: timedelta | None = None,
) -> list[Reason]:
    """Why somebody is stuck with a piece of work that they have neither passed nor finished.

    `shares` and `tries`: of all that counts; `since_failed`: since the last try that was no pass was handed in;
    `since_opened`: of a course begun; `since_handed_in`: of the oldest answer that waits for a marker. None: never.
    """
    fails = since_failed is not None and since_failed < RECENT
    found = {
        Reason.ANSWERS: fails and wrong_in_a_row(shares) >= IN_A_ROW,
        Reason.TRIED: fails and tries >= TRIES,
        Reason.LEFT: since_opened is not None and since_opened > LEFT_FOR,
        Reason.WAITS: since_handed_in is not None and since_handed_in > WAITED_FOR,
    }
    return [reason for reason, holds in found.items() if holds]
