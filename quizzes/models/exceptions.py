"""What somebody is granted beyond the settings of a quiz."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.staff.models import Team
from quizzes.domain.timing import Allowance, together
from quizzes.models import statements


class QuizExceptionQuerySet(models.QuerySet["QuizException"]):
    def in_force(self) -> "QuizExceptionQuerySet":
        return self.filter(ended_at=None)

    def concerning(self, person: Any) -> "QuizExceptionQuerySet":
        """Those of the person, of their team, and of the teams above it."""
        own_team = Team.objects.filter(pk=person.team_id, path__startswith=models.OuterRef("team__path"))
        return self.filter(models.Q(person=person) | models.Exists(own_team))

    def allowance_of(self, person: Any, work: Any) -> Allowance:
        """All that is granted to a person for a quiz, together. One query."""
        whom = {"person": person.pk, "team": person.team_id, "work": work.pk}
        return together(exception.allowance for exception in self.raw(statements.GRANTED, whom))


class QuizException(models.Model):
    """A grant to a person or a team, with the reason. It is never changed, only ended."""

    work = models.ForeignKey("assignments.Work", models.PROTECT, related_name="quiz_exceptions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="quiz_exceptions"
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="quiz_exceptions")
    extra_tries = models.PositiveSmallIntegerField(_("more tries"), default=0)
    extra_minutes = models.PositiveSmallIntegerField(_("more minutes for each try"), default=0)
    closes_at = models.DateTimeField(_("stays open until"), null=True, blank=True)
    no_cooling_down = models.BooleanField(_("may try again without waiting"), default=False)
    reason = models.TextField(_("reason"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at: models.DateTimeField[datetime] = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = QuizExceptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person=None, team__isnull=False) | models.Q(person__isnull=False, team=None),
                name="quiz_exception_person_or_team",
            )
        ]

    def __str__(self) -> str:
        return f"{self.work}: {self.person or self.team}"

    @property
    def allowance(self) -> Allowance:
        return Allowance(self.extra_tries, self.extra_minutes, self.closes_at, self.no_cooling_down)
