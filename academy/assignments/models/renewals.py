"""How long what was done counts, and evidence from elsewhere."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from academy.assignments.domain.validity import Validity
from academy.assignments.models.assignments import Assignment
from academy.assignments.models.works import Work
from academy.frozen import FrozenModel, FrozenQuerySet

SHORTEST_MONTH = 28
LONGEST = 1200  # months


class Renewal(models.Model):
    """A piece of work counts for so many months, and may be renewed from so many days before its end."""

    work = models.OneToOneField(
        Work,
        models.PROTECT,
        related_name="renewal",
        verbose_name=_("what"),
        limit_choices_to={"kind__in": Work.TAUGHT},
    )
    months = models.PositiveSmallIntegerField(
        _("valid for months"),
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
        help_text=_("Calendar months: 12 is a year. It holds for what is done from now on."),
    )
    window_days = models.PositiveSmallIntegerField(
        _("renew from days before"), default=30, help_text=_("From then on it is asked for anew.")
    )

    class Meta:
        ordering = ["work__title"]
        verbose_name = _("renewal")
        verbose_name_plural = _("renewals")

    def __str__(self) -> str:
        return f"{self.work}: {self.months}"

    @property
    def validity(self) -> Validity:
        return Validity(self.months, self.window_days)

    def clean(self) -> None:
        """Otherwise what was renewed just now would be asked for anew at once."""
        if self.months and self.window_days is not None and self.window_days >= self.months * SHORTEST_MONTH:
            words = say("That is longer than it is valid. Choose fewer days, or more months.")
            raise ValidationError({"window_days": words})


class OtherEvidenceQuerySet(FrozenQuerySet):
    def of(self, assignments: list[Assignment]) -> "OtherEvidenceQuerySet":
        """With who accepted it; the one that counts comes last."""
        return self.filter(assignment__in=assignments).select_related("by").order_by("pk")


class OtherEvidence(FrozenModel):
    """Done elsewhere: who accepted which evidence for an assignment, and why."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="other_evidence")
    done_on = models.DateField(help_text="The day from which it counts.")
    note = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = OtherEvidenceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.done_on}"
