from datetime import datetime
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from academy.assignments.models import Assignment, Work
from academy.assignments.signals import work_done, work_reopened
from academy.certificates import actions
from academy.certificates.models import CertificateRule


@receiver(post_save, sender=CertificateRule)
def on_rule_saved(instance: CertificateRule, **kwargs: Any) -> None:
    """The work says itself whether it is certified: so what is not costs no look when it is done."""
    Work.objects.filter(pk=instance.work_id).update(certified=instance.active)


@receiver(work_done)
def on_work_done(assignments: list[Assignment], at: datetime, **kwargs: Any) -> None:
    certified = [row for row in assignments if row.certified]
    if certified:
        actions.issue(certified, at)


@receiver(work_reopened)
def on_work_reopened(assignments: list[Assignment], at: datetime, lost: bool = False, **kwargs: Any) -> None:
    """Where only the content changed the certificate stands, and says that an update is due."""
    if lost:
        actions.revoke_lost(assignments, at)
