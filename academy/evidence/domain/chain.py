"""The chain of seals: how a hash covers records, and how to find where it breaks.

The recipe, byte for byte, so that anybody can repeat it. All hashes are SHA-256, written as 64 lower-case hexadecimal
digits in ASCII. The hash of a record is that of its body in UTF-8. The hash of a seal is that of these bytes: the hash
of the seal before, a line feed (0x0A), then for each of its records, in order, the hash of the record and a line feed.
Before the first seal stand 64 zeros.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

BEGINNING = "0" * 64
"""What the first seal names as the seal before it."""


class Reason(Enum):
    """What is wrong, in words for the auditor."""

    BODY = "the body of the record does not have the hash that the record says"
    COLUMNS = "the record says one thing in its columns and another in its body"
    HASH = "the record does not have the hash that was sealed"
    RECORD_MISSING = "the record was sealed and is not there any more"
    MEMBER_MISSING = "a record is missing in the seal, or has changed its place"
    PREVIOUS = "the seal does not continue from the seal before it"
    SEAL = "the hash of the seal is not that of its records"
    SEAL_MISSING = "a seal is missing"
    ORPHAN = "the record stands in a seal that is not there any more"
    HEAD = "the expected head is not in the chain: its end was cut off or made anew"


@dataclass(frozen=True)
class Broken:
    """The first place at which the chain breaks: the number of a seal, the id of a record, or both."""

    seal: int | None
    record: int | None
    reason: Reason


@dataclass(frozen=True)
class Stored:
    """A record as it lies in the database. `kind` … `about`: what its columns say, `at` as in a body."""

    pk: int
    body: str
    sha256: str
    kind: str
    at: str
    subject: str | None
    about: str | None


@dataclass(frozen=True)
class Member:
    """A place in a seal. `record` is the id of the record, `stored` None where that is gone."""

    record: int
    position: int
    sha256: str
    stored: Stored | None


@dataclass(frozen=True)
class Sealed:
    """A seal as it lies in the database."""

    number: int
    previous: str
    sha256: str


def seal_hash(previous: str, members: Iterable[str]) -> str:
    """The hash of a seal: of the seal before and of the records' hashes in order. The recipe stands at the top."""
    state = hashlib.sha256(f"{previous}\n".encode("ascii"))
    for member in members:
        state.update(f"{member}\n".encode("ascii", "replace"))
    return state.hexdigest()


def fault_of(record: Stored) -> Reason | None:
    """What is wrong with a record by itself."""
    if hashlib.sha256(record.body.encode()).hexdigest() != record.sha256:
        return Reason.BODY
    said = _said(record.body)
    columns = {"kind": record.kind, "at": record.at, "subject": record.subject, "about": record.about}
    return None if {name: said.get(name) for name in columns} == columns else Reason.COLUMNS


def _said(body: str) -> dict[str, object]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def walk(chain: Iterable[tuple[Sealed, Iterable[Member]]]) -> Iterator[Broken | Sealed]:
    """Walk seals in the order of their numbers, members in that of their places; hold one member at a time.

    Gives each seal that is whole, and at the first that is not says why and ends.
    """
    previous, number = BEGINNING, 1
    for seal, members in chain:
        if seal.number != number:
            yield Broken(number, None, Reason.SEAL_MISSING)
            return
        broken = _fault_of_seal(seal, previous, members)
        if broken:
            yield broken
            return
        yield seal
        previous, number = seal.sha256, number + 1


def _fault_of_seal(seal: Sealed, previous: str, members: Iterable[Member]) -> Broken | None:
    if seal.previous != previous:
        return Broken(seal.number, None, Reason.PREVIOUS)
    looked_at = _LookedAt(seal.number)
    actual = seal_hash(seal.previous, looked_at.hashes(members))
    if looked_at.broken is None and actual != seal.sha256:
        return Broken(seal.number, None, Reason.SEAL)
    return looked_at.broken


class _LookedAt:
    """Hands on the hashes of the members until one is found wrong."""

    def __init__(self, seal: int) -> None:
        self.seal = seal
        self.broken: Broken | None = None

    def hashes(self, members: Iterable[Member]) -> Iterator[str]:
        for position, member in enumerate(members):
            reason = self._fault_of(member, position)
            if reason:
                self.broken = Broken(self.seal, member.record, reason)
                return
            yield member.sha256

    @staticmethod
    def _fault_of(member: Member, position: int) -> Reason | None:
        if member.position != position:
            return Reason.MEMBER_MISSING
        if member.stored is None:
            return Reason.RECORD_MISSING
        return fault_of(member.stored) or (Reason.HASH if member.stored.sha256 != member.sha256 else None)
