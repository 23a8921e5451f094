"""Evidence from elsewhere: somebody did the work in another place, and a manager accepts that."""

from datetime import date, datetime

from django.db import transaction

from academy.assignments.actions.recording import record, withdraw_notices
from academy.assignments.actions.validity import date_validity
from academy.assignments.models import Assignment, AssignmentEvent, OtherEvidence, Work
from academy.assignments.signals import work_done
from academy.evidence import actions as evidence
from academy.evidence.models import Record
from academy.staff.models import User


@transaction.atomic
def accept_evidence(assignment: Assignment, done_on: date, note: str, by: User, at: datetime) -> OtherEvidence | None:
    """Close an open assignment as done elsewhere on `done_on`, from which day it counts. A repeat returns what stands.

    None where there is nothing to close: it was done or closed meanwhile. Raises ValueError for a policy, which is
    acknowledged.
    """
    if assignment.work.kind == Work.Kind.POLICY:
        raise ValueError("a policy is acknowledged")
    closed = Assignment.objects.open().filter(pk=assignment.pk).close(Assignment.State.DONE, at)
    if not closed:
        latest = assignment.other_evidence.order_by("pk").last()
        same = latest and (latest.done_on, latest.note, latest.by_id) == (done_on, note, by.pk)
        return latest if same else None
    record(closed, AssignmentEvent.Kind.DONE, at)
    date_validity(closed, [assignment.learner], at, done_on=done_on)
    accepted = OtherEvidence.objects.create(assignment=assignment, done_on=done_on, note=note, at=at, by=by)
    evidence.record(
        Record.Kind.EVIDENCE_ACCEPTED,
        at,
        subject=assignment.learner.opaque_id,
        about=assignment.work.translation_key,
        cycle=assignment.cycle,
        done_on=done_on,
        by=by.opaque_id,
    )
    work_done.send(Assignment, assignments=closed, at=at)
    withdraw_notices(closed, at)
    return accepted
