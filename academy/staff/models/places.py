"""Where people stand in the organisation: team, job role, location."""

import zoneinfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node


def time_zones() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(zoneinfo.available_timezones()) if "/" in name or name == "UTC"]


class JobRole(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("job role")
        verbose_name_plural = _("job roles")

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """Where a person works. (A "site" is Wagtail's.)"""

    name = models.CharField(_("name"), max_length=120, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", choices=time_zones)
    calendar = models.ForeignKey(
        "staff.WorkCalendar",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="locations",
        verbose_name=_("work calendar"),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def __str__(self) -> str:
        return self.name


class Team(MP_Node):
    name = models.CharField(_("name"), max_length=200)
    leads = models.ManyToManyField(
        "staff.User",
        blank=True,
        related_name="leads_teams",
        verbose_name=_("leads"),
        help_text=_("They see this team and the teams below it, beside the people whose manager they are."),
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return self.name
