"""What assignments leave to the worker."""

from django.db import transaction
from django.utils.timezone import now

from academy.assignments import actions
from academy.assignments.models import AssignmentRule
from academy.background import task


def apply_rule_later(rule: AssignmentRule) -> None:
    """Have a rule applied by the worker, after the transaction that made it."""
    transaction.on_commit(lambda: apply_rule.enqueue(rule.pk))


@task()
def apply_rule(rule_id: int) -> None:
    rule = AssignmentRule.objects.select_related("work", "audience").filter(pk=rule_id, active=True).first()
    if rule:
        actions.apply_rule(rule, now())
