"""Writes on citations: what rests on which clause, and what has to be looked at since a clause changed."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from academy.evidence.actions import record
from academy.evidence.models import Record
from academy.skills.citing import Clause
from academy.skills.models import Citation
from academy.skills.signals import citations_checked, clauses_changed
from academy.staff.models import User


@transaction.atomic
def cite(kind: str, key: UUID, title: str, clauses: Iterable[Clause]) -> None:
    """Keep anew on which clauses something rests, when it is published. What waited for a check has had it."""
    cited = set(clauses)
    held = {(row.policy_key, row.clause_id): row for row in Citation.objects.filter(key=key)}
    Citation.objects.filter(pk__in=[row.pk for clause, row in held.items() if clause not in cited]).delete()
    Citation.objects.filter(key=key).update(kind=kind, title=title[:255], check_since=None)
    Citation.objects.bulk_create(
        [
            Citation(kind=kind, key=key, title=title[:255], policy_key=policy, clause_id=clause)
            for policy, clause in sorted(cited - set(held), key=str)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def report_changed(policy_key: UUID, clause_ids: Collection[str], at: datetime) -> list[int]:
    """Mark what cites these clauses as to be checked; return the ids of the citations that were not before."""
    if not clause_ids:
        return []
    citing = Citation.objects.filter(policy_key=policy_key, clause_id__in=list(clause_ids), check_since=None)
    marked = list(citing.values_list("pk", flat=True))
    Citation.objects.filter(pk__in=marked).update(check_since=at)
    clauses_changed.send(Citation, policy_key=policy_key, clause_ids=list(clause_ids), at=at)
    return marked


@transaction.atomic
def confirm(citation: Citation, by: User, at: datetime) -> int:
    """`by` has looked: the thing that cites still holds. Return how many of its citations waited.

    The ledger keeps who looked, at what, and against which clauses. A second click finds nothing that waits.
    """
    waiting = Citation.objects.waiting().filter(key=citation.key)
    clauses = [f"{policy}:{clause}" for policy, clause in waiting.order_by("pk").values_list("policy_key", "clause_id")]
    confirmed = waiting.update(check_since=None)
    if confirmed:
        facts = {"thing": citation.kind, "clauses": clauses}
        record(Record.Kind.CLAUSES_CHECKED, at, subject=by.opaque_id, about=citation.key, **facts)
    citations_checked.send(Citation, kind=citation.kind, keys=[citation.key], at=at)
    return confirmed
