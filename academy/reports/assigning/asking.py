"""Asking people for a piece of work, and asking no longer."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import Truncator

from academy.assignments.models import AssignmentRule
from academy.assignments.tasks import apply_rule_later
from academy.reports.assigning.effect import to_ask
from academy.staff.models import Audience, Team, User

TERMS = ("work", "due_on", "due_days", "working_days", "close_days", "note")


def ask(
    rule: AssignmentRule, people: QuerySet[User], teams: Collection[Team], by: User, sent_as: UUID
) -> AssignmentRule | None:
    """Store a rule for these people, or for whoever is and comes into `teams`; None where nobody is left to ask.

    A form that is sent twice makes one rule: `sent_as` is its own number. The worker asks the people.
    """
    named = [] if teams else list(to_ask(rule.work, people))
    if not named and not teams:
        return AssignmentRule.objects.filter(sent_as=sent_as).first()
    terms = {name: getattr(rule, name) for name in TERMS}
    with transaction.atomic():
        stored, new = AssignmentRule.objects.get_or_create(
            sent_as=sent_as,
            defaults={**terms, "created_by": by, "audience": lambda: _audience(rule, named, teams)},
        )
        if new:
            apply_rule_later(stored)
    return stored


def _audience(rule: AssignmentRule, named: Collection[User], teams: Collection[Team]) -> Audience:
    of = ", ".join(str(one) for one in [*teams, *named][:5])
    audience = Audience.objects.create(name=Truncator(f"{rule.work.title}: {of}").chars(160), listed=False)
    audience.named.set(named)
    audience.teams.set(teams)
    return audience


@transaction.atomic
def stop(rule: AssignmentRule) -> bool:
    """Ask nobody any more: what is open is closed, what is done stays. False: that was so already."""
    stopped = AssignmentRule.objects.filter(pk=rule.pk, active=True).update(active=False)
    if stopped:
        apply_rule_later(rule)
    return bool(stopped)
