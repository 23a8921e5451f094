"""Dates of a person's own, exceptions, and reminders."""

from django.conf import settings
from django.db import models

from academy.assignments.models.assignments import Assignment
from academy.frozen import FrozenModel, FrozenQuerySet


class ExtensionQuerySet(FrozenQuerySet):
    def of(self, assignments: list[Assignment]) -> "ExtensionQuerySet":
        """With who gave them; the one that counts comes last."""
        return self.filter(assignment__in=assignments).select_related("created_by").order_by("pk")


class Extension(FrozenModel):
    """A date of a person's own, with the reason. The latest counts."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="extensions")
    due_at = models.DateTimeField()
    reason = models.TextField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ExtensionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.assignment_id} → {self.due_at:%Y-%m-%d}"


class Exemption(FrozenModel):
    """A person need not do it, with the reason."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="exemptions")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.assignment_id} excused"


class Reminder(FrozenModel):
    """A person was reminded of an assignment, at most once on each of their days; or their managers were told."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reminders", db_index=False)  # see below
    day = models.DateField(help_text="In the time zone of the person.")
    step = models.SmallIntegerField(
        null=True, help_text="Days after the date when it fell due, negative before; none: somebody asked for it."
    )
    escalated = models.BooleanField(default=False, help_text="The managers were told.")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "day", "escalated"], name="reminder_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.day}"
