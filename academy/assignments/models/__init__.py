"""What each person has to do, and by when: one table, one list, whatever it comes from."""

from academy.assignments.models.assignments import (
    Assignment,
    AssignmentEvent,
    AssignmentEventQuerySet,
    AssignmentQuerySet,
    AssignmentSource,
)
from academy.assignments.models.dates import Exemption, Extension, Reminder
from academy.assignments.models.renewals import OtherEvidence, Renewal
from academy.assignments.models.rules import AssignmentRule, Reach
from academy.assignments.models.works import Work, WorkQuerySet

__all__ = [
    "Assignment",
    "AssignmentEvent",
    "AssignmentEventQuerySet",
    "AssignmentQuerySet",
    "AssignmentRule",
    "AssignmentSource",
    "Exemption",
    "Extension",
    "OtherEvidence",
    "Reach",
    "Reminder",
    "Renewal",
    "Work",
    "WorkQuerySet",
]
