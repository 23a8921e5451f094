"""What a manager does for one of their people."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.reports.models import Note
from academy.staff.models import User


@transaction.atomic
def write_note(author: User, person: User, text: str, key: UUID, at: datetime) -> Note:
    """Keep a note and tell the person that there is one. The same `key` again changes nothing."""
    note, new = Note.objects.get_or_create(
        key=key, defaults={"author": author, "person": person, "text": text, "at": at}
    )
    if new:
        inbox.tell(
            kind=Notice.Kind.NOTE_WRITTEN,
            about=f"note:{note.pk}",
            recipients={person.pk: None},
            titles={},
            facts={"person": str(author)},
            path=f"/team/people/{person.pk}/#notes",
            at=at,
        )
    return note
