"""What the inbox leaves to the worker."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import override

from academy.background import task
from academy.inbox.models import Notice
from academy.inbox.wording import headline

CHUNK = 200


@task(queue_name="bulk")
def mail_notices(about: str) -> None:
    """Mail every notice about one thing that was not mailed yet.

    A notice is claimed by a conditional update before it is sent: two workers never mail it twice.
    """
    waiting = Notice.objects.filter(about=about, emailed_at=None, withdrawn_at=None).exclude(recipient__email="")
    while notices := list(waiting.select_related("recipient").order_by("pk")[:CHUNK]):
        mine = [
            notice
            for notice in notices
            if Notice.objects.filter(pk=notice.pk, emailed_at=None).update(emailed_at=now())
        ]
        with get_connection() as connection:
            connection.send_messages([message_of(notice) for notice in mine])


def message_of(notice: Notice) -> EmailMessage:
    """The e-mail of a notice, in the language and time zone of its reader."""
    person = notice.recipient
    with override(person.language), timezone.override(person.zone):
        link = f"{settings.WAGTAILADMIN_BASE_URL}/{person.language}{notice.path}"
        body = render_to_string(
            "emails/notice.txt",
            {"notice": notice, "headline": headline(notice), "person": person, "link": link},
        )
        return EmailMessage(headline(notice), body, to=[person.email])
