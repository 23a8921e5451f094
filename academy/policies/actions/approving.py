"""A second person agrees to what is published, or sends it back."""

from datetime import datetime
from enum import Enum
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.policies.models import PolicyApproval, PolicyPage
from academy.staff.models import User


class Obstacle(Enum):
    """Why somebody can not agree to a revision."""

    ASKED = "asked"
    WROTE = "wrote"
    DECIDED = "decided"
    CHANGED = "changed"


class NotDecided(Exception):
    def __init__(self, reason: Obstacle) -> None:
        super().__init__(reason.value)
        self.reason = reason


@transaction.atomic
def ask_approval(revision: Revision, by: Any, at: datetime) -> PolicyApproval:
    """Ask for a second person's agreement to a revision as it is now. Asking again for the same changes nothing.

    What was asked for an earlier state of the page is taken back.
    """
    draft = revision.as_object()
    page = PolicyPage.objects.select_for_update().get(pk=draft.pk)
    sha256 = draft.decision()
    open_one = PolicyApproval.objects.waiting().filter(page=page).first()
    if open_one and (open_one.revision_id, open_one.sha256) == (revision.pk, sha256):
        return open_one
    if open_one:
        _decide(open_one, by, False, "", at)
    asked = PolicyApproval.objects.create(page=page, revision=revision, sha256=sha256, asked_by=by, asked_at=at)
    _tell(asked, approvers(asked), Notice.Kind.POLICY_APPROVAL, at)
    return asked


def approvers(approval: PolicyApproval) -> QuerySet[User]:
    """Who may agree: whoever may publish the page, but for who asked and who wrote it."""
    may_publish = policy_registry.get_by_type(Page).users_with_permission_for_instance("publish", approval.page)
    others = may_publish.filter(is_active=True).exclude(pk__in=[approval.asked_by_id, approval.revision.user_id or 0])
    return others.distinct()


def obstacle(approval: PolicyApproval, by: Any) -> Obstacle | None:
    """What keeps `by` from agreeing, beside their rights."""
    if approval.approved is not None:
        return Obstacle.DECIDED
    if approval.asked_by_id == by.pk:
        return Obstacle.ASKED
    return Obstacle.WROTE if approval.revision.user_id == by.pk else None


@transaction.atomic
def approve(approval: PolicyApproval, by: Any, at: datetime) -> None:
    """Agree, and publish the revision, or let the clock do it where it is for later. Raises NotDecided."""
    if reason := obstacle(approval, by):
        raise NotDecided(reason)
    if approval.revision.as_object().decision() != approval.sha256:
        raise NotDecided(Obstacle.CHANGED)
    if not _decide(approval, by, True, "", at):
        raise NotDecided(Obstacle.DECIDED)
    approval.revision.publish(user=approval.asked_by)


@transaction.atomic
def send_back(approval: PolicyApproval, by: Any, note: str, at: datetime) -> None:
    """Say what has to be changed first, to whoever asked; they may take it back themselves. Raises NotDecided."""
    if not _decide(approval, by, False, note, at):
        raise NotDecided(Obstacle.DECIDED)
    if by.pk != approval.asked_by_id:
        _tell(approval, User.objects.filter(pk=approval.asked_by_id), Notice.Kind.POLICY_SENT_BACK, at)


def _decide(approval: PolicyApproval, by: Any, approved: bool, note: str, at: datetime) -> bool:
    """The row count tells who was first."""
    waiting = PolicyApproval.objects.waiting().filter(pk=approval.pk)
    if not waiting.update(approved=approved, decided_by=by, decided_at=at, note=note):
        return False
    told = list(Notice.objects.filter(about=_about(approval)).values_list("recipient_id", flat=True))
    inbox.withdraw([_about(approval)], told, at)
    return True


def _tell(approval: PolicyApproval, people: QuerySet[User], kind: Notice.Kind, at: datetime) -> None:
    inbox.tell(
        kind=kind,
        about=_about(approval),
        recipients=dict.fromkeys(people.values_list("pk", flat=True)),
        titles={approval.page.locale.language_code: approval.revision.content["title"]},
        path=f"/learn/policies/approvals/{approval.pk}/",
        at=at,
        facts={"person": str(approval.asked_by)},
    )


def _about(approval: PolicyApproval) -> str:
    return f"approval:{approval.pk}"
