"""What assignments leave to the worker."""

from django.db import transaction
from django.utils.timezone import now

from academy.assignments import actions
from academy.assignments.models import AssignmentRule
from academy.background import task


def apply_rule_later(rule: AssignmentRule) -> None:
    """Have a rule applied by the worker, after the transaction that made it."""
    transaction.on_commit(lambda: apply_rule.enqueue(rule.pk))


def apply_rules_later() -> None:
    """The same for all rules, when people have changed."""
    transaction.on_commit(lambda: apply_rules.enqueue())


@task()
def apply_rules() -> None:
    actions.apply_rules(now())


@task()
def apply_rule(rule_id: int) -> None:
    rule = AssignmentRule.objects.select_related("work", "audience").filter(pk=rule_id, active=True).first()
    if rule:
        actions.apply_rule(rule, now())
