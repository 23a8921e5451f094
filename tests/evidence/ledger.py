"""A ledger to look at: some records, sealed in two seals, and one that waits."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from academy.evidence.actions import record, record_all, seal
from academy.evidence.models import Record

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
PERSON, WORK = UUID(int=1), UUID(int=2)


def fill(*sizes: int) -> None:
    """So many records in each seal, for the first, the second …"""
    for minute, size in enumerate(sizes):
        at = AT + timedelta(minutes=minute)
        record_all(Record.Kind.ACKNOWLEDGED, at, ((PERSON, WORK, {"version": number}) for number in range(size)))
        seal(at)


def add_one() -> None:
    record(Record.Kind.DECLINED, AT, subject=PERSON, about=WORK, version=1)
