"""What has changed since people learned it, and what they therefore do again."""

from datetime import datetime

from django.conf import settings
from django.db import models

from academy.frozen import FrozenModel
from courses.models.progress import Enrolment


class MaterialChange(FrozenModel):
    """An editor published a unit that says something else than people learned, or a course with further units, and said
    that whoever completed the course is to do that: within so many days."""

    work = models.ForeignKey("assignments.Work", models.PROTECT, related_name="+", help_text="What has changed.")
    course = models.ForeignKey("assignments.Work", models.PROTECT, null=True, related_name="material_changes")
    days = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at: models.DateTimeField[datetime] = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.work} {self.at:%Y-%m-%d}"

    @property
    def of_course(self) -> bool:
        return self.course_id == self.work_id

    @property
    def number(self) -> int:
        """Its number among the changes of its course, or of quizzes outside every course. One query."""
        return MaterialChange.objects.filter(course=self.course_id, pk__lte=self.pk).count()


class Reopening(FrozenModel):
    """A unit that was done and is not any more, with the dates that were taken back.

    `change`: what has changed since; none: a lost pass. `unit_done_at` none: the unit came to the course later.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="reopenings")
    unit = models.ForeignKey("assignments.Work", models.PROTECT, related_name="+")
    change = models.ForeignKey(MaterialChange, models.PROTECT, null=True, related_name="reopenings")
    unit_done_at = models.DateTimeField(null=True)
    course_completed_at = models.DateTimeField(null=True)
    at: models.DateTimeField[datetime] = models.DateTimeField()

    is_record = True

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.unit_id} open again"
