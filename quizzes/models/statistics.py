"""Figures that were worked out, kept so that looking at them costs nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models import statements


class QuizStatisticsQuerySet(models.QuerySet["QuizStatistics"]):
    def head_of(self, work: models.Model, which: str) -> "QuizStatistics | None":
        """Those of a quiz without their payload: it is read when it is asked for."""
        return next(iter(self.raw(statements.STATISTICS, [work.pk, which])), None)


class QuizStatistics(models.Model):
    """The figures of one quiz, for one choice of the attempts that count. Can be worked out anew at any time."""

    class Which(models.TextChoices):
        HIGHEST = "highest", _("the highest attempt of each person")
        FIRST = "first", _("the first attempt of each person")
        LAST = "last", _("the last attempt of each person")
        ALL = "all", _("all attempts")

    work = models.ForeignKey("assignments.Work", models.CASCADE, related_name="quiz_statistics")
    which = models.CharField(max_length=8, choices=Which.choices)
    computed_at = models.DateTimeField()
    payload = models.JSONField(help_text="See quizzes.statistics.analysis.")

    objects = QuizStatisticsQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("view_statistics", _("Can see the statistics of quizzes"))]
        constraints = [models.UniqueConstraint(fields=["work", "which"], name="quiz_statistics_once")]

    def __str__(self) -> str:
        return f"{self.work_id} {self.which}"
