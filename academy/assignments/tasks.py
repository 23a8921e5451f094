"""What assignments leave to the worker."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils.timezone import now

from academy.assignments import actions
from academy.assignments.models import AssignmentRule
from academy.background import is_waiting, task
from academy.staff.models import User

FEW = 100


def apply_rule_later(rule: AssignmentRule) -> None:
    """Have a rule applied by the worker, after the transaction that made or changed it; also when it is inactive now.

    Many changes in a row queue one job: it will see what is there by then.
    """
    transaction.on_commit(lambda: is_waiting(apply_rule, rule.pk) or apply_rule.enqueue(rule.pk))


def apply_rules_later() -> None:
    """The same for all rules, when people have changed."""
    transaction.on_commit(lambda: is_waiting(apply_rules) or apply_rules.enqueue())


def renew_later() -> None:
    """Have the worker ask whoever is to renew something."""
    transaction.on_commit(lambda: is_waiting(renew_all) or renew_all.enqueue())


@task()
def renew_all() -> None:
    actions.renew_all(now())


@task()
def apply_rules() -> None:
    actions.apply_rules(now())


@task()
def apply_rule(rule_id: int) -> None:
    """And let go whom older rules for the same work have asked, when this one has superseded what it supersedes."""
    rule = AssignmentRule.objects.select_related("work", "audience").get(pk=rule_id)
    actions.apply_rule(rule, now())
    actions.let_go_of_older(rule, now())


def skip_leave_later(people: Sequence[int]) -> None:
    """Have the worker move what falls due while these people (ids) are on leave, some at a time."""
    for start in range(0, len(people), FEW):
        transaction.on_commit(partial(skip_leave.enqueue, list(people[start : start + FEW])))


@task()
def skip_leave(people: list[int]) -> None:
    for person in User.objects.filter(pk__in=people).select_related("location"):
        actions.skip_leave(person, now())
