"""A date of a person's own: by a manager, with a reason; or because they are on leave."""

from datetime import date, datetime

from django.db import transaction

from academy.assignments.actions.dating import calendars
from academy.assignments.actions.recording import about, record
from academy.assignments.domain.due import MONDAY_TO_FRIDAY, after_leave, end_of_day
from academy.assignments.models import Assignment, AssignmentEvent, Extension
from academy.evidence import actions as evidence
from academy.evidence.models import Record
from academy.inbox import actions as inbox
from academy.staff.models import User


@transaction.atomic
def move_due(assignment: Assignment, due_on: date, reason: str, by: User, at: datetime) -> Extension | None:
    """Give the person until the end of `due_on`, where they are. A repeat returns the extension that stands.

    None where there is nothing to move: the work was done or closed meanwhile. What was missed is open again, and
    what closes some days after its date closes as many days after the new one.
    """
    due_at = end_of_day(due_on, assignment.learner.zone)
    closes_at = assignment.closes_at
    if closes_at and assignment.due_at:
        closes_at = due_at + (closes_at - assignment.due_at)
    # It takes the row before the look: of two that do the same, one finds the extension of the other.
    moved = {"due_at": due_at, "closes_at": closes_at, "state": Assignment.State.OPEN}
    if not Assignment.objects.waiting().filter(pk=assignment.pk).update(**moved):
        return None
    latest = assignment.extensions.order_by("pk").last()
    if latest and (latest.due_at, latest.reason, latest.created_by_id) == (due_at, reason, by.pk):
        return latest
    extension = Extension.objects.create(
        assignment=assignment, due_at=due_at, reason=reason, created_at=at, created_by=by
    )
    record([assignment], AssignmentEvent.Kind.MOVED, at)
    evidence.record(
        Record.Kind.DATE_MOVED,
        at,
        subject=assignment.learner.opaque_id,
        about=assignment.work.translation_key,
        cycle=assignment.cycle,
        due_at=due_at,
        by=by.opaque_id,
    )
    inbox.redate(about(assignment), [assignment.learner_id], due_at)
    return extension


@transaction.atomic
def skip_leave(person: User, at: datetime) -> int:
    """Move what falls due while `person` is on leave to the first working day after; return how many dates moved.

    For leave that is entered after the work was asked for. A date that a manager gave stands, and no date moves back
    when leave is taken back.
    """
    away = list(person.absences.filter(ends_on__gte=at.date()).values_list("starts_on", "ends_on"))
    place = person.location.calendar_id if person.location else None
    calendar = calendars().get(place or 0, MONDAY_TO_FRIDAY)
    moved = []
    for row in Assignment.objects.open().filter(learner=person, due_at__gte=at, extensions=None):
        due_on = row.due_at.astimezone(person.zone).date()
        later = after_leave(due_on, calendar, away)
        if later != due_on:
            row.due_at = end_of_day(later, person.zone)
            moved.append(row)
    Assignment.objects.bulk_update(moved, ["due_at"])
    record(moved, AssignmentEvent.Kind.MOVED, at)
    for row in moved:
        inbox.redate(about(row), [person.pk], row.due_at)
    return len(moved)
