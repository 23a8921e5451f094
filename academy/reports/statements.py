"""Statements of evidence for paper: what was acknowledged when, with the hashes by which it can be checked.

Each fits on one page. What is more stands in the export of evidence.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from academy.assignments.models import Work
from academy.domain import dates
from academy.evidence.models import Record, Seal
from academy.navigation import direction_of
from academy.policies.models import Acknowledgement, PolicyText, PolicyVersion
from academy.staff.models import User
from academy.typesetting import typeset

LINES_OF_PERSON = 14
LINES_OF_POLICY = 18
TEMPLATE = "statement.typ"


def person_statement(person: User, at: datetime) -> bytes:
    """A PDF of what a person has acknowledged, the latest first, in the language of the reader."""
    given = Acknowledgement.objects.filter(learner=person)
    rows = _rows(given, LINES_OF_PERSON)
    facts = [_fact(_("Id in the ledger"), str(person.opaque_id), is_hash=True)]
    entries = [
        _entry(row, row.title, hashes=[{"name": _("Text"), "value": row.acknowledgement.text.sha256, "seal": ""}])
        for row in rows
    ]
    title = _("Acknowledged policies")
    return typeset(TEMPLATE, _page(title, str(person), facts, entries, given.count(), at))


def policy_statement(work: Work, version: PolicyVersion, given: QuerySet[Acknowledgement], at: datetime) -> bytes:
    """A PDF of who of those that the reader may see has acknowledged a policy. `version`: the latest."""
    rows = _rows(given, LINES_OF_POLICY)
    number = dates.number(version.number, get_language())
    day = dates.day(version.effective_on, get_language())
    latest: dict[str, PolicyText] = {
        text.locale.language_code: text
        for text in version.texts.select_related("locale").defer("payload").order_by("pk")
    }
    facts = [
        _fact(_("Latest version"), _("Version %(number)s, in force from %(day)s") % {"number": number, "day": day}),
        _fact(_("Id in the ledger"), str(work.translation_key), is_hash=True),
        *(_fact(_language(code), text.sha256, is_hash=True) for code, text in latest.items()),
    ]
    entries = [_entry(row, str(row.acknowledgement.learner), hashes=[]) for row in rows]
    return typeset(TEMPLATE, _page(_("Who has acknowledged it"), work.title, facts, entries, given.count(), at))


@dataclass(frozen=True)
class Row:
    """An acknowledgement with the title that was read, and its record; None for one from before the ledger."""

    acknowledgement: Acknowledgement
    title: str
    record: Record | None


def _rows(given: QuerySet[Acknowledgement], most: int) -> list[Row]:
    """The latest, with their records. Two queries."""
    latest = list(
        given.select_related("learner", "version__work", "text__locale")
        .annotate(title=KeyTextTransform("title", "text__payload"))
        .defer("text__payload")
        .order_by("-at", "-pk")[:most]
    )
    records = _records(latest)
    return [Row(row, row.title or row.version.work.title, records.get(_key(row))) for row in latest]


Key = tuple[UUID, UUID, int]


def _key(row: Acknowledgement) -> Key:
    return row.learner.opaque_id, row.version.work.translation_key, row.version.number


def _records(rows: list[Acknowledgement]) -> dict[Key, Record]:
    """By person, policy and version: the first record of each."""
    found = Record.objects.filter(
        kind=Record.Kind.ACKNOWLEDGED,
        subject__in={row.learner.opaque_id for row in rows},
        about__in={row.version.work.translation_key for row in rows},
    )
    ordered = found.select_related("membership__seal").order_by("-pk")
    return {(one.subject, one.about, json.loads(one.body).get("version", 0)): one for one in ordered}


def _entry(row: Row, name: str, hashes: list[dict[str, str]]) -> dict[str, Any]:
    version = row.acknowledgement.version
    number = dates.number(version.number, get_language())
    language = _language(row.acknowledgement.text.locale.language_code)
    return {
        "name": _short(name, 60),
        "what": _("Version %(number)s, %(language)s") % {"number": number, "language": language},
        "moment": _moment(row.acknowledgement.at),
        "hashes": [*hashes, _record_line(row.record)],
    }


def _record_line(record: Record | None) -> dict[str, str]:
    if record is None:
        return {"name": _("No record"), "value": "", "seal": _("from before the ledger")}
    membership = getattr(record, "membership", None)
    number = membership and dates.number(membership.seal.number, get_language())
    return {
        "name": _("Record %(number)s") % {"number": dates.number(record.pk, get_language())},
        "value": record.sha256,
        "seal": _("Seal %(number)s") % {"number": number} if number else _("not sealed yet"),
    }


def _page(
    title: str, subtitle: str, facts: list[dict[str, Any]], entries: list[dict[str, Any]], count: int, at: datetime
) -> dict[str, Any]:
    language = get_language()
    head = Seal.objects.head()
    number = head and dates.number(head.number, language)
    last = [_fact(_("Seal %(number)s, the head") % {"number": number}, head.sha256, is_hash=True)] if head else []
    shown, all_of_them = dates.number(len(entries), language), dates.number(count, language)
    return {
        "language": language,
        "rtl": direction_of(language) == "rtl",
        "site": str(settings.WAGTAIL_SITE_NAME),
        "title": title,
        "subtitle": _short(subtitle, 90),
        "facts": [*facts, _fact(_("As of"), _moment(at)), *last],
        "entries": entries,
        "more": ""
        if count == len(entries)
        else _("The latest %(shown)s of %(count)s. The export of evidence has all of them.")
        % {"shown": shown, "count": all_of_them},
        "check": _(
            "Each hash is SHA-256. A record's hash is in the ledger of evidence, whose seals form a chain: the head"
            " stands for all of it. The export of evidence says how to check this without the academy."
        ),
    }


def _fact(name: str, value: str, *, is_hash: bool = False) -> dict[str, Any]:
    return {"name": name, "value": value, "hash": is_hash}


def _short(text: str, most: int) -> str:
    return Truncator(text).chars(most)


def _language(code: str) -> str:
    return str(get_language_info(code)["name_translated"])


def _moment(at: datetime) -> str:
    return dates.moment(at, get_language(), timezone.get_current_timezone())
