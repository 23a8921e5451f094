from datetime import datetime

from academy.assignments import actions
from academy.assignments.models import AssignmentRule
from academy.periodic import periodic


@periodic
def apply_rules(at: datetime) -> int:
    """Ask whoever a rule has come to concern: people who joined, and what an outage left undone."""
    rules = AssignmentRule.objects.filter(active=True).select_related("work", "audience")
    return sum(actions.apply_rule(rule, at) for rule in rules)
