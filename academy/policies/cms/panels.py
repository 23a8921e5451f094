"""On the dashboard: what waits for a second person, what is ready to be published, what comes up for review."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState
from wagtail.permissions import policy_registry

from academy.policies.models import PolicyApproval, PolicyPage

SHOWN = 5


def may_publish(user: Any) -> Any:
    """The pages that somebody may publish."""
    return policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")


class PoliciesPanel(Component):
    """Approvals that this person may give, what was sent back to them, and what passed its review unpublished."""

    name = "academy_policies"
    template_name = "wagtailadmin/home/academy_policies.html"
    order = 81

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        mine = may_publish(user).values("pk")
        waiting = PolicyApproval.objects.waiting_for(user).filter(page__in=mine).for_list()
        back = PolicyApproval.objects.filter(asked_by=user, approved=False).exclude(note="").for_list()
        still = PolicyApproval.objects.filter(page=OuterRef("page"), pk__gt=OuterRef("pk"))
        reviewed = TaskState.objects.filter(
            revision_id=OuterRef("latest_revision_id"), status=TaskState.STATUS_APPROVED
        )
        ready = PolicyPage.objects.filter(Exists(reviewed), pk__in=mine).filter(
            Q(live=False) | Q(has_unpublished_changes=True)
        )
        return {
            "waiting": waiting.order_by("pk")[:SHOWN],
            "sent_back": back.filter(~Exists(still), page__has_unpublished_changes=True).order_by("-pk")[:SHOWN],
            "ready": ready.order_by("title")[:SHOWN],
        }


class ReviewPanel(Component):
    """The policies of this person whose day of review has come."""

    name = "academy_policy_reviews"
    template_name = "wagtailadmin/home/academy_policy_reviews.html"
    order = 82

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"policies": PolicyPage.objects.due_for_review(localdate()).filter(policy_owner=user)[:SHOWN]}
