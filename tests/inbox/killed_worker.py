"""A worker in a process of its own: `tell NAME…`, or `send MINUTES PORT`, counted from AT."""

import os
import sys
from datetime import timedelta

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.dev")


def tell(*names: str) -> None:
    from academy.inbox import actions as inbox
    from academy.inbox.models import Notice
    from academy.staff.models import User
    from tests.inbox.conftest import AT

    people = [User.objects.create(username=name, email=f"{name}@example.com") for name in names]
    inbox.tell(
        kind=Notice.Kind.POLICY_ASSIGNED,
        about="work:1:1",
        recipients=dict.fromkeys((person.pk for person in people), AT),
        titles={"en": "Refunds"},
        path="/learn/work/1/",
        at=AT,
    )


def send(minutes: str, port: str) -> None:
    from academy.inbox.delivering import send_due
    from tests.inbox.conftest import AT

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = int(port)
    send_due(AT + timedelta(minutes=int(minutes)))


if __name__ == "__main__":
    django.setup()
    {"tell": tell, "send": send}[sys.argv[1]](*sys.argv[2:])
