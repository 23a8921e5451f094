from typing import Any

from django.dispatch import receiver

from academy.inbox import actions
from academy.staff.models import User
from academy.staff.signals import person_erased


@receiver(person_erased)
def on_person_erased(person: User, **kwargs: Any) -> None:
    actions.forget_name(str(person))
