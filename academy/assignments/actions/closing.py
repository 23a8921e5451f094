"""What is done is closed, and opened again where it turns out not to be done."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from academy.assignments import statements
from academy.assignments.actions.recording import record, withdraw_notices
from academy.assignments.actions.validity import date_validity
from academy.assignments.models import Assignment, AssignmentEvent, Work
from academy.assignments.signals import work_done, work_reopened
from academy.staff.models import User

CHUNK = 2000


def complete_work(learner: User, work: Work, at: datetime, *, up_to_cycle: int | None = None) -> bool:
    """Close what `learner` has open for `work`; return whether anything was.

    With `up_to_cycle` later cycles stay open: whoever acknowledges version 3 still owes version 4.
    """
    return bool(complete_for([learner], [work.pk], at, up_to_cycle=up_to_cycle))


@transaction.atomic
def complete_for(
    learners: Collection[User],
    works: Collection[int],
    at: datetime,
    *,
    up_to_cycle: int | None = None,
    own: int | None = None,
) -> int:
    """The same for many people and many pieces of work (ids); return how many assignments were closed.

    `own`, one of `works`, is kept as done for those too whom nobody asked for it.
    """
    theirs = Assignment.objects.open().filter(learner__in=learners, work__in=works)
    if up_to_cycle is not None:
        theirs = theirs.filter(cycle__lte=up_to_cycle)
    closed = theirs.close(Assignment.State.DONE, at)
    asked = {row.learner_id for row in closed if row.work_id == own}
    chosen = [one.pk for one in learners if one.pk not in asked] if own else []
    done = closed + (statements.insert_own(chosen, own, at) if chosen and own else [])
    if done:
        record(done, AssignmentEvent.Kind.DONE, at)
        date_validity(done, learners, at)
        work_done.send(Assignment, assignments=done, at=at)
    if closed:
        withdraw_notices(closed, at)
    return len(closed)


@transaction.atomic
def reopen_for(learners: Collection[User], works: Collection[int], at: datetime) -> int:
    """Ask again for work (ids) that turned out not to be done; return how many assignments were opened."""
    opened = Assignment.objects.filter(learner__in=learners, work__in=works).reopen()
    if opened:
        record(opened, AssignmentEvent.Kind.REOPENED, at)
        work_reopened.send(Assignment, assignments=opened, at=at, lost=True)
    return len(opened)


def close_missed(at: datetime) -> int:
    """What can no longer be done is missed; return how much that was. In chunks, and as often as one likes."""
    missed = 0
    late = Assignment.objects.open().filter(closes_at__lt=at)
    while ids := list(late.values_list("pk", flat=True)[:CHUNK]):
        missed += _close(ids, at, Assignment.State.MISSED, AssignmentEvent.Kind.MISSED)
    return missed


def close_work(work: Work, at: datetime) -> int:
    """Ask nobody any more: close whatever is open for `work`; return how much that was.

    In chunks, so that a hundred thousand people cost a few statements for each of them.
    """
    closed = 0
    while ids := list(Assignment.objects.open().filter(work=work).values_list("pk", flat=True)[:CHUNK]):
        closed += _close(ids, at, Assignment.State.CLOSED, AssignmentEvent.Kind.CLOSED)
    return closed


@transaction.atomic
def _close(ids: Collection[int], at: datetime, state: Assignment.State, kind: AssignmentEvent.Kind) -> int:
    done_at = at if state is Assignment.State.CLOSED else None
    rows = Assignment.objects.open().filter(pk__in=ids).close(state, done_at)
    record(rows, kind, at)
    withdraw_notices(rows, at)
    return len(rows)
