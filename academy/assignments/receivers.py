from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.timezone import now
from wagtail.models import Page
from wagtail.signals import page_published

from academy.assignments import actions
from academy.assignments.tasks import apply_rules_later, skip_leave_later
from academy.staff.models import Absence
from academy.staff.signals import leave_entered, people_changed


@receiver(page_published)
def on_page_published(instance: Page, **kwargs: Any) -> None:
    if getattr(instance, "work_kind", None):
        actions.register_work(instance)


@receiver(post_save, sender=Absence)
def on_leave_entered(instance: Absence, **kwargs: Any) -> None:
    actions.skip_leave(instance.person, now())


@receiver(people_changed)
def on_people_changed(**kwargs: Any) -> None:
    apply_rules_later()


@receiver(leave_entered)
def on_leave_of_many(people: list[int], **kwargs: Any) -> None:
    skip_leave_later(people)
