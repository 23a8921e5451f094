"""E-mail, in the language, direction and time zone of its reader: plain text, and the same in HTML."""

import smtplib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override

from academy.domain.dates import number
from academy.inbox.channels import Failed, Send
from academy.inbox.models import Delivery, Notice
from academy.inbox.wording import headline, headline_html, link_to, site_link
from academy.navigation import direction_of
from academy.staff.models import User

Compose = Callable[[User, Sequence[Notice]], EmailMultiAlternatives]


@contextmanager
def single() -> Iterator[Send]:
    """A mail for each notice."""
    with _sending(notice_mail) as send:
        yield send


@contextmanager
def digest() -> Iterator[Send]:
    """One mail for all that waits for a person."""
    with _sending(digest_mail) as send:
        yield send


@contextmanager
def _sending(compose: Compose) -> Iterator[Send]:
    connection = get_connection()
    with _failures():
        connection.open()

    def send(person: User, notices: Sequence[Notice]) -> str:
        if not person.email:
            raise Failed(Delivery.Outcome.NOWHERE, final=True)
        with override(person.language), timezone.override(person.zone):
            message = compose(person, notices)
        with _failures():
            connection.send_messages([message])
        return ""

    try:
        yield send
    finally:
        connection.close()


@contextmanager
def _failures() -> Iterator[None]:
    """What a mail server says, in our terms."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise Failed(_answer(code, words), final=code >= 500) from error
    except smtplib.SMTPDataError as error:
        raise Failed(_answer(error.smtp_code, error.smtp_error), final=error.smtp_code >= 500) from error
    except smtplib.SMTPResponseException as error:
        raise Failed(_answer(error.smtp_code, error.smtp_error), away=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Failed(f"{type(error).__name__}: {error}", away=True) from error


def _answer(code: int, words: bytes | str) -> str:
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {said}"


def notice_mail(person: User, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    (notice,) = notices
    return _mail(
        person, "notice", headline(notice), f"notice-{notice.pk}-{_told(notice)}", {"notice": notice, **_words(notice)}
    )


def _told(notice: Notice) -> str:
    return f"{notice.created_at:%Y%m%d%H%M%S}"


def _words(notice: Notice) -> dict[str, str]:
    return {"headline": headline(notice), "headline_html": headline_html(notice), "link": link_to(notice)}


def digest_mail(person: User, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    count = len(notices)
    shown = number(count, get_language())
    subject = ngettext("Your day in the Academy: %(shown)s notice", "Your day in the Academy: %(shown)s notices", count)
    rows = [{"notice": notice, **_words(notice)} for notice in notices]
    latest = max(notices, key=lambda notice: notice.pk)
    name = f"digest-{latest.pk}-{_told(latest)}-{count}"
    return _mail(person, "digest", subject % {"shown": shown}, name, {"rows": rows, "link": site_link("inbox")})


def _mail(person: User, template: str, subject: str, name: str, values: dict[str, Any]) -> EmailMultiAlternatives:
    language = get_language() or settings.LANGUAGE_CODE
    context = {
        **values,
        "person": person,
        "subject": subject,
        "language": language,
        "direction": direction_of(language),
        "preferences": site_link("notifications"),
    }
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {
        # The same at each try, and another when it is told again: what came twice is shown once.
        "Message-ID": f"<academy-{name}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    text = render_to_string(f"emails/{template}.txt", context)
    message = EmailMultiAlternatives(" ".join(subject.split()), text, to=[person.email], headers=headers)
    message.attach_alternative(render_to_string(f"emails/{template}.html", context), "text/html")
    return message
