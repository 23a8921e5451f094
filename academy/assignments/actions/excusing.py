"""Exceptions: a person need not do what others have to, for a reason that they read."""

from datetime import datetime

from django.db import transaction

from academy.assignments.actions.recording import record, withdraw_notices
from academy.assignments.models import Assignment, AssignmentEvent, Exemption
from academy.evidence import actions as evidence
from academy.evidence.models import Record
from academy.staff.models import User


@transaction.atomic
def excuse(assignment: Assignment, reason: str, by: User, at: datetime) -> Exemption | None:
    """The person need not do it, and no rule asks for it again. None where there is nothing to excuse any more."""
    excused = Assignment.objects.waiting().filter(pk=assignment.pk).close(Assignment.State.EXCUSED, None)
    if not excused:
        return None
    exemption = Exemption.objects.create(assignment=assignment, reason=reason, at=at, by=by)
    record(excused, AssignmentEvent.Kind.EXCUSED, at)
    withdraw_notices(excused, at)
    evidence.record(
        Record.Kind.EXCUSED,
        at,
        subject=assignment.learner.opaque_id,
        about=assignment.work.translation_key,
        cycle=assignment.cycle,
        by=by.opaque_id,
    )
    return exemption


@transaction.atomic
def ask_again(assignment: Assignment, at: datetime) -> bool:
    """Take an exception back: the work is open as it was. False where somebody did so before."""
    excused = Assignment.objects.filter(pk=assignment.pk, state=Assignment.State.EXCUSED)
    if not excused.update(state=Assignment.State.OPEN):
        return False
    record([assignment], AssignmentEvent.Kind.REOPENED, at)
    return True
