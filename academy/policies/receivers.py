from typing import Any

from django.dispatch import receiver
from django.utils.timezone import now
from wagtail.models import Revision
from wagtail.signals import page_published

from academy.policies import actions
from academy.policies.models import PolicyPage


@receiver(page_published, sender=PolicyPage)
def on_policy_published(instance: PolicyPage, revision: Revision | None = None, **kwargs: Any) -> None:
    actions.publish_policy(instance, revision.user if revision else None, now())
