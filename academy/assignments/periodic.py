from datetime import datetime

from academy.assignments import actions
from academy.periodic import periodic


@periodic
def apply_rules(at: datetime) -> int:
    """People who joined are asked, and what an outage left undone is done."""
    return actions.apply_rules(at)
