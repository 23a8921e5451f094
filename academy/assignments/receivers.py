from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from academy.assignments import actions
from academy.assignments.tasks import apply_rules_later
from academy.staff.signals import people_changed


@receiver(page_published)
def on_page_published(instance: Page, **kwargs: Any) -> None:
    if getattr(instance, "work_kind", None):
        actions.register_work(instance)


@receiver(people_changed)
def on_people_changed(**kwargs: Any) -> None:
    apply_rules_later()
