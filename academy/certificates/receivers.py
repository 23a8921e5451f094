from datetime import datetime
from typing import Any

from django.dispatch import receiver

from academy.assignments.models import Assignment
from academy.assignments.signals import work_done, work_reopened
from academy.certificates import actions


@receiver(work_done)
def on_work_done(assignments: list[Assignment], at: datetime, **kwargs: Any) -> None:
    actions.issue(assignments, at)


@receiver(work_reopened)
def on_work_reopened(assignments: list[Assignment], at: datetime, lost: bool = False, **kwargs: Any) -> None:
    """Where only the content changed the certificate stands, and says that an update is due."""
    if lost:
        actions.revoke_lost(assignments, at)
