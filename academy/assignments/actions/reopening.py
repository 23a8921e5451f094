"""Asking again for what people did, because it has changed since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from academy.assignments import statements
from academy.assignments.actions.dating import Dating, Person
from academy.assignments.actions.recording import about, record
from academy.assignments.models import Assignment, AssignmentEvent, AssignmentRule, Work
from academy.assignments.signals import work_reopened
from academy.inbox import actions as inbox
from academy.inbox.models import Notice


@transaction.atomic
def reopen_changed(
    work: Work, people: Sequence[Person], days: int, at: datetime, titles: Mapping[str, str], number: int
) -> int:
    """Ask `people` (in the order of their ids) again for what they did of `work`, within so many days from `at`.

    What they did counts for no longer than it did. `number`: of this change, from 1; of each they hear once. Returns
    how many were asked.
    """
    dates = Dating(AssignmentRule(work=work, due_days=days), at).dates(people) if people else {}
    opened = statements.reopen(work.pk, dates) if dates else []
    if opened:
        record(opened, AssignmentEvent.Kind.REOPENED, at)
        work_reopened.send(Assignment, assignments=opened, at=at)
    asked: dict[str, dict[int, datetime | None]] = defaultdict(dict)
    for row in opened:
        asked[about(row)][row.learner_id] = row.due_at
    for thing, recipients in asked.items():
        inbox.tell(
            kind=Notice.Kind.COURSE_CHANGED,
            about=thing,
            recipients=recipients,
            titles=titles,
            path=f"/learn/work/{work.pk}/",
            at=at,
            number=number,
        )
    return len(opened)
