"""A line with a link into the chat of a person, by a webhook of Slack's or Teams' kind."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from academy.inbox.channels import Failed, Send, outgoing
from academy.inbox.models import Delivery, Notice, Preference
from academy.inbox.wording import headline, link_to
from academy.staff.models import User

SLACK_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})  # which else would call people or make links


@contextmanager
def chat() -> Iterator[Send]:
    with outgoing.Outgoing() as session:

        def send(person: User, notices: Sequence[Notice]) -> str:
            (notice,) = notices
            preference = getattr(person, "preference", None) or Preference()
            with override(person.language), timezone.override(person.zone):
                post(preference, headline(notice), link_to(notice), session)
            return ""

        yield send


def post(preference: Preference, text: str, link: str, session: outgoing.Outgoing) -> None:
    """Send one line to the webhook of a person."""
    if not preference.chat_url:
        raise Failed(Delivery.Outcome.NOWHERE, final=True)
    if outgoing.refuses(preference.chat_url):
        raise Failed("private address", final=True)
    payload = FORMATS[preference.chat_format](text, link)
    with outgoing.failures():
        status = session.post(preference.chat_url, json=payload).status_code
    outgoing.check(status)


def slack(text: str, link: str) -> dict[str, Any]:
    return {"text": f"{text.translate(SLACK_SIGNS)}\n{link}"}


def teams(text: str, link: str) -> dict[str, Any]:
    """An adaptive card, as the workflows of Teams take it. Its runs of text know no mark-up."""
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.2",
        "body": [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text}]}],
        "actions": [{"type": "Action.OpenUrl", "title": _("Open it"), "url": link}],
    }
    return {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
    }


FORMATS = {Preference.Format.SLACK: slack, Preference.Format.TEAMS: teams}
