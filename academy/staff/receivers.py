from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from academy.staff.actions import rebuild_leadership
from academy.staff.models import Audience, JobRole, Team, User
from academy.staff.signals import people_changed

PLACING = {"team", "job_role", "manager", "is_active", "starts_on", "leaves_on", "language", "time_zone"}


@receiver(post_save, sender=User)
def on_user_saved(created: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """A sign-in saves the person too; only what places them in the organisation concerns anybody."""
    if created or update_fields is None or PLACING & set(update_fields):
        with transaction.atomic():
            if created or update_fields is None or "manager" in update_fields:
                rebuild_leadership()
            people_changed.send(User)


@receiver([post_save, post_delete], sender=Audience)
@receiver([post_save, post_delete], sender=Team)
@receiver([post_save, post_delete], sender=JobRole)
def on_rule_saved(sender: type, **kwargs: Any) -> None:
    people_changed.send(sender)


@receiver(m2m_changed, sender=Audience.teams.through)
@receiver(m2m_changed, sender=Audience.job_roles.through)
@receiver(m2m_changed, sender=Audience.named.through)
@receiver(m2m_changed, sender=Audience.excepted.through)
def on_audience_changed(sender: type, action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        people_changed.send(sender)
