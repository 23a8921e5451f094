from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.timezone import now
from wagtail.models import Revision
from wagtail.signals import page_published

from academy.assignments.actions import complete_for
from academy.assignments.models import Work
from academy.assignments.signals import work_assigned
from academy.policies import actions
from academy.policies.models import Acknowledgement, PolicyPage
from academy.staff.models import User


@receiver(work_assigned)
def on_work_assigned(work: Work, cycle: int, learners: list[int], at: datetime, **kwargs: Any) -> None:
    """Who acknowledged a version before the worker came to ask for it has done it."""
    if work.kind == Work.Kind.POLICY:
        given = Acknowledgement.objects.filter(version__work=work, version__number__gte=cycle)
        complete_for(User.objects.filter(pk__in=learners, acknowledgements__in=given), [work.pk], at, up_to_cycle=cycle)


@receiver(page_published, sender=PolicyPage)
def on_policy_published(instance: PolicyPage, revision: Revision | None = None, **kwargs: Any) -> None:
    if instance.live:  # Wagtail says this of a page as well that was only scheduled
        actions.publish_policy(instance, publisher_of(revision), now(), revision)


def publisher_of(revision: Revision | None) -> User | None:
    """Whoever pressed the button; where the clock did, whoever wrote it."""
    return (getattr(revision, "publisher", None) or revision.user) if revision else None
