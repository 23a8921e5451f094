"""Why somebody has something to do, and whom they may ask."""

from collections.abc import Collection
from dataclasses import dataclass

from academy.assignments.models import Assignment, AssignmentSource


@dataclass(frozen=True)
class Reason:
    """`note`: what the rule says; `audience`: whom it names, "" for everybody; `asker`: who laid it, or ""."""

    note: str
    audience: str
    everyone: bool
    asker: str


def reasons_of(assignments: Collection[Assignment]) -> dict[int, Reason]:
    """The first reason of each assignment (id) that anybody asked for. One statement."""
    rows = AssignmentSource.objects.filter(assignment__in=[row.pk for row in assignments], rule__active=True)
    found: dict[int, Reason] = {}
    for source in rows.select_related("rule__audience", "rule__created_by").order_by("pk"):
        rule = source.rule
        named = rule.audience.listed and not rule.audience.everyone
        asker = str(rule.created_by) if rule.created_by and rule.created_by.is_active else ""
        reason = Reason(rule.note, rule.audience.name if named else "", rule.audience.everyone, asker)
        found.setdefault(source.assignment_id, reason)
    return found
