"""Scores from outside: of the quality of people's work, of customers' satisfaction, of surveys among teams."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.skills.models import Skill
from academy.staff.models import Team


class Criterion(models.Model):
    """What is scored, and the skills that a low score speaks of. Made by the import when a file first names it."""

    class Kind(models.TextChoices):
        QUALITY = "quality", _("quality score")
        SATISFACTION = "satisfaction", _("customer satisfaction")
        SURVEY = "survey", _("survey of teams")

    OF_PEOPLE = (Kind.QUALITY, Kind.SATISFACTION)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.QUALITY)
    name = models.CharField(
        _("name"), max_length=160, blank=True, help_text=_("As the files name it. Customer satisfaction has none.")
    )
    skills = models.ManyToManyField(
        Skill,
        blank=True,
        related_name="criteria",
        verbose_name=_("skills"),
        help_text=_("Whoever scores low in it is helped by what teaches these."),
    )

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="criterion_once")]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display()).capitalize()


class ScoreQuerySet(models.QuerySet["Score"]):
    def of_people(self, people: Any) -> "ScoreQuerySet":
        """Theirs: a QuerySet of people, or ids."""
        return self.filter(person__in=people)

    def between(self, first: date, last: date) -> "ScoreQuerySet":
        """From the one day to the other, both included."""
        return self.filter(happened_on__gte=first, happened_on__lte=last)


class Score(models.Model):
    """One criterion of one case, about a person or, from a survey, about a team. A later file corrects it."""

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores", db_index=False)  # see constraints
    case_id = models.CharField(max_length=80)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="scores")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="scores")
    score = models.DecimalField(max_digits=9, decimal_places=3)
    most = models.DecimalField(max_digits=9, decimal_places=3, help_text="What could be had at most.")
    share = models.FloatField(help_text="The score by the most: 0–1.")
    happened_on = models.DateField()
    imported_at = models.DateTimeField()

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["criterion", "case_id"], name="score_once"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, team=None) | models.Q(person=None, team__isnull=False),
                name="score_of_one",
            ),
        ]
        indexes = [models.Index(fields=["person", "happened_on"], name="score_of_person")]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.case_id}: {self.share}"
