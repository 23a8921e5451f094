"""What the inbox leaves to the worker."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import override

from academy.background import task
from academy.inbox.models import Notice
from academy.inbox.wording import headline

logger = logging.getLogger(__name__)

CHUNK = 200


@task(queue_name="bulk")
def mail_notices(about: str) -> None:
    """Mail every notice about one thing that was not mailed yet.

    What can not be sent now is left for the clock: see `academy.inbox.periodic`.
    """
    waiting = Notice.objects.to_mail().filter(about=about).select_related("recipient").order_by("pk")
    last = 0
    with get_connection() as connection:
        while notices := list(waiting.filter(pk__gt=last)[:CHUNK]):
            for notice in notices:
                mail(notice, connection)
            last = notices[-1].pk


def mail(notice: Notice, connection: BaseEmailBackend) -> None:
    """Claim a notice, so that two workers never mail it twice, and give it back if it could not be sent."""
    mine = Notice.objects.filter(pk=notice.pk, emailed_at=None)
    if not mine.update(emailed_at=now()):
        return
    try:
        connection.send_messages([message_of(notice)])
    except Exception:
        logger.exception("Notice %s could not be mailed", notice.pk)
        Notice.objects.filter(pk=notice.pk).update(emailed_at=None)


def message_of(notice: Notice) -> EmailMessage:
    """The e-mail of a notice, in the language and time zone of its reader."""
    person = notice.recipient
    with override(person.language), timezone.override(person.zone):
        subject = headline(notice)
        link = f"{settings.WAGTAILADMIN_BASE_URL}/{person.language}{notice.path}"
        context = {"notice": notice, "headline": subject, "person": person, "link": link}
        return EmailMessage(subject, render_to_string("emails/notice.txt", context), to=[person.email])
