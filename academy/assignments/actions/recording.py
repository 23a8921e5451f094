"""What follows whenever assignments change: an event for each, and notices that no longer ask."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from academy.assignments import statements
from academy.assignments.models import Assignment, AssignmentEvent, AssignmentRule
from academy.inbox import actions as inbox


def record(changed: Iterable[Assignment], kind: AssignmentEvent.Kind, at: datetime) -> None:
    """Keep what happened, with the dates as they are now and everybody's team and role: one statement."""
    statements.insert_events([assignment.pk for assignment in changed], kind, at)


def withdraw_notices(closed: Iterable[Assignment], at: datetime) -> None:
    """What is no longer asked leaves the inboxes: one statement for all that was asked of the same people."""
    people: dict[str, set[int]] = defaultdict(set)
    for assignment in closed:
        people[about(assignment)].add(assignment.learner_id)
    for group in {frozenset(theirs) for theirs in people.values()}:
        inbox.withdraw([about for about, theirs in people.items() if theirs == group], group, at)


def about(assigned: Assignment | AssignmentRule) -> str:
    """What a notice is about, as `inbox` knows it."""
    return f"work:{assigned.work_id}:{assigned.cycle}"
