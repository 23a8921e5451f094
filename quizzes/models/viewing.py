"""Who looked at other people's answers."""

from django.conf import settings
from django.db import models

from academy.frozen import FrozenModel
from quizzes.models.attempts import Attempt


class AnswerView(FrozenModel):
    """Somebody saw what another person answered in an attempt."""

    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="views")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.viewer_id} saw {self.attempt_id}"
