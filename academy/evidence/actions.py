"""Writing to the ledger, and sealing it. Others call `record` inside the transaction of what they record."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from academy.evidence.domain.chain import BEGINNING, seal_hash
from academy.evidence.models import HeadMail, Record, Seal, SealMember
from academy.frozen import canonical, digest

BATCH = 10_000
"""Records in one seal, at most."""
REACH = 100_000
"""How far back of the last sealed record one looks each minute for those that were committed later than others."""
LOCK = 0x5EA1
"""The number of the lock of PostgreSQL under which seals are made."""


def record(
    kind: Record.Kind, at: datetime, *, subject: UUID | None = None, about: UUID | None = None, **facts: Any
) -> None:
    """Add one line. `subject`: the opaque id of a person; `about`: the translation key of the work.

    `facts` are what JSON can hold: numbers, hashes, codes, opaque ids; no name, no free text.
    """
    record_all(kind, at, [(subject, about, facts)])


def record_all(kind: Record.Kind, at: datetime, lines: Iterable[tuple[UUID | None, UUID | None, dict]]) -> None:
    """Add a line for each (subject, about, facts), a few statements for thousands."""
    Record.objects.bulk_create((_record(kind, at, *line) for line in lines), batch_size=2000)


def _record(kind: Record.Kind, at: datetime, subject: UUID | None, about: UUID | None, facts: dict) -> Record:
    body = {"kind": kind, "at": at, "subject": subject, "about": about, **facts}
    return Record(kind=kind, at=at, subject=subject, about=about, body=canonical(body), sha256=digest(body))


def seal(at: datetime, *, whole: bool = False) -> int:
    """Seal every committed record that is not sealed yet, in batches; return how many there were.

    It may run as often as one likes, also twice at once, and holds up nobody who writes records. On PostgreSQL a
    record with a lower id may be committed after one with a higher: `whole` looks for them along the whole ledger,
    and not only at its end.
    """
    last = SealMember.objects.aggregate(Max("record_id"))["record_id__max"] or 0
    sealed, after = 0, 0 if whole else last - REACH
    while rows := _seal_batch(at, after):
        sealed, after = sealed + len(rows), rows[-1][0]
    return sealed


Rows = list[tuple[int, str]]
"""Records by id and hash."""


def _seal_batch(at: datetime, after: int) -> Rows:
    seen = _waiting(after)  # a look takes no lock, and most often there is nothing
    if not seen:
        return []
    with transaction.atomic():
        _wait_for_turn()
        before = Seal.objects.head()
        rows = _waiting(seen[0][0] - 1)
        if not rows:
            return []
        previous = before.sha256 if before else BEGINNING
        # The unique number has the last word: a second seal of this number can not be stored.
        made = Seal.objects.create(
            number=before.number + 1 if before else 1,
            previous=previous,
            sha256=seal_hash(previous, (sha256 for _pk, sha256 in rows)),
            at=at,
        )
        members = (
            SealMember(seal=made, record_id=pk, position=position, sha256=sha256)
            for position, (pk, sha256) in enumerate(rows)
        )
        SealMember.objects.bulk_create(members, batch_size=2000)
    return rows


def _waiting(after: int) -> Rows:
    """The next records to seal, from the one after this id."""
    return list(Record.objects.unsealed(after).values_list("pk", "sha256")[:BATCH])


def _wait_for_turn() -> None:
    """On SQLite the transaction itself is the turn: it is IMMEDIATE, and there is one at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def mail_head(at: datetime) -> bool:
    """Mail the head to EVIDENCE_HEAD_TO, once a day and only a new one; return whether it went out.

    Raises what the mail server raises: then it is tried again.
    """
    head, last = Seal.objects.head(), HeadMail.objects.order_by("-day").first()
    if not settings.EVIDENCE_HEAD_TO or head is None:
        return False
    if last and (last.seal_id == head.pk or last.day >= at.date()):
        return False
    command = f"manage.py verify_evidence --expect-head {head.sha256}"
    words = render_to_string(
        "emails/ledger_head.txt", {"head": head, "site": settings.WAGTAILADMIN_BASE_URL, "command": command}
    )
    send_mail(_("The head of the ledger"), words, None, settings.EVIDENCE_HEAD_TO)
    HeadMail.objects.get_or_create(day=at.date(), defaults={"seal": head, "at": at})
    return True
