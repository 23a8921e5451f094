"""From when on attempts count, where a quiz is taken anew."""

from django.conf import settings
from django.db import models

from academy.frozen import FrozenModel


class FreshStart(FrozenModel):
    """A learner takes a quiz anew: what they had handed in before `at` stays, and counts neither as a pass nor a try.

    The latest counts.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="fresh_starts", db_index=False)
    work = models.ForeignKey("assignments.Work", models.PROTECT, related_name="fresh_starts")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "work", "at"], name="fresh_start_once")]

    def __str__(self) -> str:
        return f"{self.work_id}: {self.learner_id} from {self.at:%Y-%m-%d}"
