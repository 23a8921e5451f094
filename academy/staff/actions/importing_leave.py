"""Taking in leave: all of a file or nothing. What is there stays; taking leave back is done by hand."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from academy.staff.domain.leave_file import Known, Leave, People, read_leave
from academy.staff.domain.problems import Refusal
from academy.staff.domain.tables import FileError
from academy.staff.models import Absence, User
from academy.staff.signals import leave_entered

CHUNK = 1000


@dataclass
class LeavePlan:
    """What would become of the leave. `changed`: of another kind on the same days, with the rows that are there."""

    new: list[Leave] = field(default_factory=list)
    changed: list[tuple[int, Leave]] = field(default_factory=list)
    unchanged: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return len({refusal.line for refusal in self.refusals})

    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "refused": self.refused,
        }


class LeaveRefused(Exception):
    def __init__(self, plan: LeavePlan) -> None:
        super().__init__()
        self.plan = plan


def plan_leave(data: bytes, at: datetime, by: User | None = None) -> LeavePlan:
    """What the file would do. `by`: only leave of people whose records they may see; others do not exist."""
    try:
        file = read_leave(data, _people(by), at.date())
    except FileError as error:
        return LeavePlan(refusals=error.refusals)
    plan = LeavePlan(refusals=sorted(file.refusals, key=lambda refusal: refusal.line))
    there = {
        (person, first, last): (pk, kind)
        for pk, person, first, last, kind in Absence.objects.values_list(
            "pk", "person_id", "starts_on", "ends_on", "kind"
        ).iterator(chunk_size=5000)
    }
    # Of several entries for the same days the last counts: it is no fault to say a thing twice.
    latest = {(one.person, one.starts_on, one.ends_on): one for one in file.leave}
    for days, leave in latest.items():
        if days not in there:
            plan.new.append(leave)
        elif there[days][1] != leave.kind:
            plan.changed.append((there[days][0], leave))
        else:
            plan.unchanged += 1
    return plan


def _people(by: User | None) -> People:
    people = User.objects.active() if by is None else User.objects.active().visible_to(by)
    by_id, by_email = {}, {}
    for pk, external_id, email, zone in people.values_list("pk", "external_id", "email", "time_zone"):
        known = Known(pk, zone)
        if external_id:
            by_id[external_id] = known
        if email:
            by_email[email.lower()] = known
    return People(by_id, by_email)


@transaction.atomic
def import_leave(data: bytes, at: datetime, by: User | None = None) -> LeavePlan:
    """Take the file in, and return what was done. Raises LeaveRefused, and has changed nothing then."""
    plan = plan_leave(data, at, by)
    if plan.refusals:
        raise LeaveRefused(plan)
    rows = [
        Absence(person_id=one.person, kind=one.kind, starts_on=one.starts_on, ends_on=one.ends_on) for one in plan.new
    ]
    for start in range(0, len(rows), CHUNK):
        Absence.objects.bulk_create(rows[start : start + CHUNK], ignore_conflicts=True)
    for kind in Absence.Kind.values:
        pks = [pk for pk, leave in plan.changed if leave.kind == kind]
        for start in range(0, len(pks), CHUNK):
            Absence.objects.filter(pk__in=pks[start : start + CHUNK]).update(kind=kind)
    if ahead := sorted({one.person for one in plan.new if one.ends_on >= at.date()}):
        leave_entered.send(Absence, people=ahead)
    return plan
