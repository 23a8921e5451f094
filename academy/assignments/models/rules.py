"""Who is asked to do what, and how far the asking has come."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.assignments.models.works import Work


class AssignmentRule(models.Model):
    """Who is asked to do a piece of work, and by when. The people are found anew whenever the rule is applied."""

    work = models.ForeignKey(
        Work,
        models.PROTECT,
        related_name="rules",
        verbose_name=_("what"),
        limit_choices_to={"kind__in": Work.TAUGHT},
    )
    cycle = models.PositiveIntegerField(default=1, editable=False)
    audience = models.ForeignKey("staff.Audience", models.PROTECT, verbose_name=_("for whom"))
    due_on = models.DateField(_("due on"), null=True, blank=True, help_text=_("A day for everybody."))
    due_days = models.PositiveSmallIntegerField(
        _("days"),
        null=True,
        blank=True,
        help_text=_("So many days after the person was asked; never before the day for everybody."),
    )
    working_days = models.BooleanField(
        _("count working days"),
        default=False,
        help_text=_("Days of rest, holidays and the person's leave are not counted."),
    )
    close_days = models.PositiveSmallIntegerField(
        _("closes"),
        null=True,
        blank=True,
        help_text=_("So many days after it was due it can no longer be done. Empty: it can always be done late."),
    )
    note = models.CharField(
        _("why"), max_length=200, blank=True, help_text=_("One sentence that the people read beside it.")
    )
    active = models.BooleanField(_("active"), default=True)
    sent_as = models.UUIDField(
        null=True, unique=True, editable=False, help_text="The number of the form: sent twice it makes one rule."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("assignment rule")
        verbose_name_plural = _("assignment rules")

    def __str__(self) -> str:
        return f"{self.work} → {self.audience}"

    @property
    def has_date(self) -> bool:
        return self.due_on is not None or self.due_days is not None


class Reach(models.Model):
    """How far a rule has come: it has asked so many of those whom it named when the worker began.

    A row beside the rule, so that whoever saves the rule in the meantime changes nothing of it.
    """

    rule = models.OneToOneField(AssignmentRule, models.CASCADE, primary_key=True, related_name="reach")
    asked = models.PositiveIntegerField(default=0, help_text="The number of its sources.")
    named = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.asked}/{self.named}"

    @property
    def complete(self) -> bool:
        return self.asked >= self.named
