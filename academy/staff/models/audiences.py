"""Whom something concerns."""

from datetime import datetime

from django.db import models
from django.db.models.functions import Left, Length
from django.utils.translation import gettext_lazy as _

from academy.staff.models.people import StaffQuerySet, User
from academy.staff.models.places import JobRole, Team


class Audience(models.Model):
    """A rule that says whom something concerns. Evaluated anew each time it is asked."""

    name = models.CharField(_("name"), max_length=160, help_text=_("How managers find it: “Everybody”, “Billing”."))
    listed = models.BooleanField(
        default=True, editable=False, help_text="Not those made for a few people at one assignment."
    )
    everyone = models.BooleanField(_("everyone"), default=False)
    teams = models.ManyToManyField(
        Team, blank=True, verbose_name=_("teams"), help_text=_("With all the teams below them.")
    )
    job_roles = models.ManyToManyField(JobRole, blank=True, verbose_name=_("job roles"))
    languages = models.JSONField(
        _("languages"), default=list, blank=True, help_text=_("Whoever reads the academy in one of them.")
    )
    named = models.ManyToManyField(User, blank=True, related_name="+", verbose_name=_("people by name"))
    excepted = models.ManyToManyField(
        User, blank=True, related_name="+", verbose_name=_("except"), help_text=_("Never asked, whatever else holds.")
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=models.Q(listed=True), name="audience_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    def people(self, at: datetime) -> StaffQuerySet:
        """Whom the rule names of the people who are present at `at`. One statement, which others may take in."""
        return User.objects.present(at).filter(self._named()).exclude(pk__in=self._members("excepted"))

    def _named(self) -> models.Q:
        if self.everyone:
            return models.Q()
        above = Team.objects.filter(audience=self, path=Left(models.OuterRef("team__path"), Length("path")))
        return (
            models.Exists(above)
            | models.Q(job_role__in=self.job_roles.through.objects.filter(audience=self).values("jobrole"))
            | models.Q(language__in=self.languages)
            | models.Q(pk__in=self._members("named"))
        )

    def _members(self, name: str) -> models.QuerySet:
        return getattr(self, name).through.objects.filter(audience=self).values("user")
