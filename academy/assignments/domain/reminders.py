"""When a person is reminded of what they have to do, and when those who lead them are told.

A step is a number of days after the day on which work is due, negative before it. Of the steps that were missed, for
rest, leave or an outage, only the latest is made good: whoever comes back from leave is reminded once.
"""

from dataclasses import dataclass
from datetime import date, timedelta

AFTERWARDS = 2
LAST = 14
REMINDERS = (-7, -2, 0, *range(AFTERWARDS, LAST + 1, AFTERWARDS))
"""Ten at most: a week before, two days before, on the day, and then every second day for two weeks."""

TO_MANAGER = 2
TO_THEIRS = 7
ESCALATIONS = (TO_MANAGER, TO_THEIRS)
"""The manager is told two days after the day; a week after it their manager too."""

GRACE = 14
"""Days after the last step in which it may still be made good."""

Steps = tuple[int, ...]


@dataclass(frozen=True)
class Mark:
    """What is to be sent for work that is due on `due`: `step`, which was to be sent on `day`."""

    due: date
    step: int

    @property
    def day(self) -> date:
        return self.due + timedelta(days=self.step)


def latest_step(days: int, steps: Steps = REMINDERS) -> int | None:
    """The last of `steps` that has come, `days` after the day on which work is due; None before the first of them,
    and when the last has been over for GRACE days."""
    if days > steps[-1] + GRACE:
        return None
    return max((step for step in steps if step <= days), default=None)


def step_to_send(
    due: date, today: date, asked: date, last: date | None, *, away: bool, steps: Steps = REMINDERS
) -> int | None:
    """The step to be sent today, or None.

    `asked`: the day on which the work was asked for, which is news enough for that day and makes good all before it.
    `last`: when the person was last reminded of it, by whatever step or by a manager. `away`: today is a day of rest
    or of leave. The days are those of the person's time zone.
    """
    step = latest_step((today - due).days, steps)
    if step is None or away:
        return None
    day = due + timedelta(days=step)
    return None if day <= asked or (last is not None and last >= day) else step


def marks(today: date, steps: Steps = REMINDERS) -> list[Mark]:
    """For every day on which something may be due that has a step today: which. The earliest such day first."""
    behind = range(steps[-1] + GRACE, steps[0] - 1, -1)
    return [
        Mark(today - timedelta(days=days), step) for days in behind if (step := latest_step(days, steps)) is not None
    ]
