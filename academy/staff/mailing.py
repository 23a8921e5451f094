"""The e-mail that invites somebody, in their language, direction and time zone."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from academy.navigation import direction_of
from academy.staff.models import User


def site_address(name: str, *arguments: object) -> str:
    """The whole address of a page, in the language that is active."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=arguments)


def invitation_mail(person: User, secret: str, until: datetime, connection: Any = None) -> EmailMultiAlternatives:
    with override(person.language), timezone.override(person.zone):
        context = {
            "person": person,
            "subject": _("Your account in the Academy"),
            "language": person.language,
            "direction": direction_of(person.language),
            "link": site_address("invitation", secret),
            "again": site_address("account_reset_password"),
            "until": until,
        }
        text = render_to_string("emails/invitation.txt", context)
        html = render_to_string("emails/invitation.html", context)
    headers = {"Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        str(context["subject"]), text, to=[person.email], headers=headers, connection=connection
    )
    message.attach_alternative(html, "text/html")
    return message
