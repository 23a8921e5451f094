"""Policies come up for review."""

from datetime import datetime

from django.utils.timezone import localdate

from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.policies.models import PolicyPage


def tell_of_reviews(at: datetime) -> int:
    """Tell each owner once of each day of review that has come; return how many policies are due."""
    due = list(PolicyPage.objects.due_for_review(localdate(at)).select_related("policy_owner", "locale"))
    for page in due:
        if page.policy_owner and page.policy_owner.is_active:
            inbox.tell(
                kind=Notice.Kind.POLICY_REVIEW_DUE,
                about=f"review:{page.translation_key}:{page.review_on}",
                recipients={page.policy_owner_id: None},
                titles={page.locale.language_code: page.title},
                path=f"/learn/policies/{page.pk}/review/",
                at=at,
            )
    return len(due)
