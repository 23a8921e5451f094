"""When work is done: days of the week, holidays, and who is away."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from academy.staff.models.people import User


def monday_to_friday() -> list[int]:
    """Days of the week as Python counts them: 0 is Monday."""
    return [0, 1, 2, 3, 4]


class WorkCalendar(ClusterableModel):
    """On which days work is done: days of the week, less the holidays."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    weekdays = models.JSONField(
        _("working days"), default=monday_to_friday, help_text=_("The days of the week on which work is done.")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("work calendar")
        verbose_name_plural = _("work calendars")

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day of a calendar on which nobody works."""

    calendar = ParentalKey(WorkCalendar, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, user: User) -> "AbsenceQuerySet":
        return self.filter(person__in=User.objects.visible_to(user))


class Absence(models.Model):
    """Days on which a person is away, the first and the last included."""

    class Kind(models.TextChoices):
        LEAVE = "leave", _("leave")
        SICK = "sick", _("sick")
        OTHER = "other", _("other")

    person = models.ForeignKey(User, models.CASCADE, related_name="absences", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.LEAVE)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        indexes = [models.Index(fields=["person", "ends_on"], name="absence_of_person")]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="absence_in_order"),
            models.UniqueConstraint(fields=["person", "starts_on", "ends_on"], name="absence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.starts_on} – {self.ends_on}"
