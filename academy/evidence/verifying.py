"""Walking the ledger from its beginning to its end, without writing."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from academy.evidence.domain import chain
from academy.evidence.domain.chain import Broken, Member, Reason, Sealed, Stored
from academy.evidence.models import Record, Seal, SealMember
from academy.frozen import moment_text

PAGE = 100  # seals
ROWS = 900
COLUMNS = ("body", "sha256", "kind", "at", "subject", "about")


@dataclass(frozen=True)
class Verdict:
    """What a walk has found. `head`: the hash of the last seal, None while there is none."""

    records: int
    sealed: int
    unsealed: int
    seals: int
    head: str | None
    first_broken: Broken | None

    def as_json(self) -> dict[str, Any]:
        broken = self.first_broken
        found = broken and {**asdict(broken), "reason": broken.reason.value}
        return {"ok": broken is None, **asdict(self), "first_broken": found}


def verify(expected_head: str | None = None) -> Verdict:
    """Walk the whole ledger. Takes a constant amount of memory, and a few queries for each hundred seals.

    `expected_head`: a head that was kept elsewhere. It has to be one of the seals: what was cut off at the end, or
    made anew, shows by nothing else.
    """
    head = Seal.objects.head()
    seen = expected_head is None
    broken = None
    for step in chain.walk(_chain(head.number if head else 0)):
        if isinstance(step, Broken):
            broken = step
        else:
            seen = seen or step.sha256 == expected_head
    broken = broken or _orphan() or _unsealed_fault()
    if not broken and not seen:
        broken = Broken(head.number + 1 if head else 1, None, Reason.HEAD)
    return _verdict(head, broken)


def _verdict(head: Seal | None, broken: Broken | None) -> Verdict:
    unsealed = Record.objects.unsealed().count()
    sealed = SealMember.objects.count()
    return Verdict(
        records=Record.objects.count(),
        sealed=sealed,
        unsealed=unsealed,
        seals=Seal.objects.count(),
        head=head.sha256 if head else None,
        first_broken=broken,
    )


def _chain(last: int) -> Iterator[tuple[Sealed, Iterable[Member]]]:
    """Each seal up to the last one, with its members."""
    after = -1
    while page := list(Seal.objects.filter(number__gt=after, number__lte=last).order_by("number")[:PAGE]):
        groups = groupby(_members(page), key=lambda row: row[0])
        ahead = next(groups, None)
        for seal in page:
            found = ahead is not None and ahead[0] == seal.number
            yield (
                Sealed(seal.number, seal.previous, seal.sha256),
                (member for _number, member in ahead[1]) if ahead and found else (),
            )
            if found:
                ahead = next(groups, None)
        after = page[-1].number


def _members(seals: list[Seal]) -> Iterator[tuple[int, Member]]:
    """The members of these seals with the numbers of their seals; also those whose record is gone."""
    members = SealMember.objects.filter(seal__in=seals).order_by("seal__number", "position")
    rows = members.values_list("seal__number", "record_id", "position", "sha256").iterator(ROWS)
    while some := list(islice(rows, ROWS)):
        # A join would leave out those members.
        wanted = Record.objects.filter(pk__in=[row[1] for row in some])
        kept = {row[0]: _stored(*row) for row in wanted.values_list("pk", *COLUMNS)}
        for number, record, position, sha256 in some:
            yield number, Member(record, position, sha256, kept.get(record))


def _stored(pk: int, body: str, sha256: str, kind: str, at: Any, subject: UUID | None, about: UUID | None) -> Stored:
    return Stored(pk, body, sha256, kind, moment_text(at), subject and str(subject), about and str(about))


def _orphan() -> Broken | None:
    """A member whose seal is gone, which the walk by seals does not meet."""
    seal = Seal.objects.filter(pk=OuterRef("seal_id"))
    lost = SealMember.objects.filter(~Exists(seal)).order_by("pk").values_list("record_id", flat=True).first()
    return None if lost is None else Broken(None, lost, Reason.ORPHAN)


def _unsealed_fault() -> Broken | None:
    """The first record that waits for its seal and is not in order."""
    for row in Record.objects.unsealed().values_list("pk", *COLUMNS).iterator(ROWS):
        if reason := chain.fault_of(_stored(*row)):
            return Broken(None, row[0], reason)
    return None
