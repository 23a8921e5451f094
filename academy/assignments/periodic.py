from datetime import datetime

from academy.assignments import actions, reminding
from academy.assignments.tasks import apply_rules_later, renew_later
from academy.periodic import periodic

QUARTER = 15  # minutes: somewhere a day begins at each quarter of an hour, and nowhere in between


@periodic
def apply_rules(at: datetime) -> None:
    """Whose first day begins is asked, whose last day is over is let go, and what an outage left undone is done."""
    if at.minute % QUARTER == 0:
        apply_rules_later()


@periodic
def renew(at: datetime) -> None:
    """For whom the window has opened today, and whom an outage left out."""
    if at.minute % QUARTER == 0:
        renew_later()


@periodic
def close_missed(at: datetime) -> int:
    """What can no longer be done is not asked for any more."""
    return actions.close_missed(at)


@periodic
def send_reminders(at: datetime) -> int:
    """Each on its day; after an outage the latest that was missed."""
    return reminding.send_reminders(at)


@periodic
def escalate(at: datetime) -> int:
    """Managers hear of policies that their people are late with."""
    return reminding.escalate(at)
