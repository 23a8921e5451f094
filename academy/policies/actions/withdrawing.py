"""Taking a policy out of force. Everything that was published and agreed to is kept."""

from datetime import datetime
from typing import Any

from django.db import transaction

from academy.assignments.actions import close_work, titles_of
from academy.assignments.models import AssignmentRule, Work
from academy.content import move_stamp
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.policies import proof
from academy.policies.actions.publishing import ask_to_check, clause_ids
from academy.policies.models import PolicyVersion, PolicyWithdrawal


@transaction.atomic
def withdraw_policy(work: Work, by: Any, reason: str, at: datetime) -> PolicyWithdrawal | None:
    """From `at` on no version of the policy is in force: nobody is asked any more, and everybody concerned is told.

    What cites its clauses has to be checked. A repeat returns the first withdrawal; None where nothing was published.
    """
    work = Work.objects.select_for_update().get(pk=work.pk)
    version = PolicyVersion.objects.select_related("audience", "work").latest_of(work)
    if version is None:
        return None
    withdrawal, created = PolicyWithdrawal.objects.get_or_create(
        version=version, defaults={"at": at, "by": by, "reason": reason}
    )
    if created:
        AssignmentRule.objects.filter(work=work).update(active=False)
        close_work(work, at)
        _tell(version, at)
        proof.withdrawn(withdrawal)
        ask_to_check(work, clause_ids(version.texts.order_by("pk").first().payload), at)
        move_stamp()
    return withdrawal


def _tell(version: PolicyVersion, at: datetime) -> None:
    if version.audience is None:
        return
    concerned = list(version.audience.people(at).values_list("pk", flat=True))
    clarified = [f"policy:{version.work_id}:{number}" for number in range(1, version.number + 1)]
    inbox.withdraw(clarified, concerned, at)
    inbox.tell(
        kind=Notice.Kind.POLICY_WITHDRAWN,
        about=f"withdrawn:{version.work_id}:{version.number}",
        recipients=dict.fromkeys(concerned),
        titles=titles_of(version.work),
        path=f"/learn/work/{version.work_id}/",
        at=at,
    )
