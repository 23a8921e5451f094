"""The people of the organisation: who they are, where they stand, who leads whom."""

import uuid
import zoneinfo
from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import connection, models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node
from wagtail.search import index

from academy.settings.languages import LANGUAGES


def time_zones() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(zoneinfo.available_timezones()) if "/" in name or name == "UTC"]


# For every page of everybody: composing this from QuerySets takes longer than all the other queries of a lesson.
BADGE = """
SELECT
    (SELECT COUNT(*) FROM inbox_notice
     WHERE recipient_id = %(person)s AND read_at IS NULL AND withdrawn_at IS NULL),
    EXISTS (SELECT 1 FROM staff_leadership WHERE leader_id = %(person)s)
    OR EXISTS (SELECT 1 FROM staff_team_leads WHERE user_id = %(person)s),
    EXISTS (
        SELECT 1 FROM auth_permission
        JOIN django_content_type ON django_content_type.id = auth_permission.content_type_id
        WHERE app_label = 'wagtailadmin' AND codename = 'access_admin' AND (
            auth_permission.id IN (
                SELECT permission_id FROM staff_user_user_permissions WHERE user_id = %(person)s
            ) OR auth_permission.id IN (
                SELECT auth_group_permissions.permission_id FROM auth_group_permissions
                JOIN staff_user_groups ON staff_user_groups.group_id = auth_group_permissions.group_id
                WHERE staff_user_groups.user_id = %(person)s
            )
        )
    )
"""


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


class StaffQuerySet(models.QuerySet["User"]):
    def active(self) -> "StaffQuerySet":
        """People who are with us and may sign in."""
        return self.filter(is_active=True)

    def led_by(self, user: "User") -> "StaffQuerySet":
        """Everybody below `user`: by the chain of managers, or in a team that they lead, at any depth."""
        teams = Team.objects.filter(leads=user).values_list("path", flat=True)
        below = models.Q(led__leader=user)
        for path in teams:
            below |= models.Q(team__path__startswith=path)
        return self.filter(below).exclude(pk=user.pk).distinct()

    def visible_to(self, user: "User") -> "StaffQuerySet":
        """Whose records `user` may see: their own, and those of the people that they lead."""
        if user.has_perm("staff.view_all_records"):
            return self.all()
        return self.filter(models.Q(pk=user.pk) | models.Q(pk__in=self.model.objects.led_by(user).values("pk")))


class StaffManager(UserManager.from_queryset(StaffQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str) -> "User":
        return self.get(username__iexact=username)


class User(index.Indexed, AbstractUser):
    """A staff member. Agents, managers, editors and administrators differ by their groups."""

    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, choices=time_zones, default="UTC")
    external_id = models.CharField(
        _("external id"), max_length=80, blank=True, help_text=_("The number of the person in the HR system.")
    )
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("team")
    )
    job_role = models.ForeignKey(JobRole, models.SET_NULL, null=True, blank=True, verbose_name=_("job role"))
    location = models.ForeignKey(Location, models.SET_NULL, null=True, blank=True, verbose_name=_("location"))
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("manager")
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    leaves_on = models.DateField(_("leaves on"), null=True, blank=True)
    opaque_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = StaffManager()

    search_fields = [
        index.SearchField("username"),
        index.SearchField("first_name"),
        index.SearchField("last_name"),
        index.SearchField("email"),
        index.FilterField("is_active"),
    ]

    class Meta(AbstractUser.Meta):
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")
        permissions = [("view_all_records", _("Can see the records of everybody"))]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_any_case"),
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="user_email_any_case"),
            models.UniqueConstraint("external_id", condition=~models.Q(external_id=""), name="user_external_id"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def badge(self) -> dict[str, Any]:
        """What the frame of a page shows of a person, in one query.

        `unread` notices, whether they `lead` anybody, whether they may `edit` content.
        """
        with connection.cursor() as cursor:
            cursor.execute(BADGE, {"person": self.pk})
            unread, lead, edit = cursor.fetchone()
        return {"unread": unread, "lead": bool(lead), "edit": self.is_active and (self.is_superuser or bool(edit))}

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in (self.first_name, self.last_name) if part) or self.username[:2]


class Leadership(models.Model):
    """The chain of managers, closed: a row for each leader and each person anywhere below them.

    Derived from `User.manager`; rebuilt as a whole by `actions.rebuild_leadership`.
    """

    leader = models.ForeignKey(User, models.CASCADE, related_name="leads")
    person = models.ForeignKey(User, models.CASCADE, related_name="led")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["leader", "person"], name="leadership_once")]

    def __str__(self) -> str:
        return f"{self.leader_id} leads {self.person_id}"


class Audience(models.Model):
    """A rule that says whom something concerns. Evaluated anew each time it is asked."""

    name = models.CharField(
        _("name"), max_length=160, unique=True, help_text=_("How managers find it: “Everybody”, “Billing”.")
    )
    everyone = models.BooleanField(_("everyone"), default=False)
    teams = models.ManyToManyField(
        Team, blank=True, verbose_name=_("teams"), help_text=_("With all the teams below them.")
    )
    job_roles = models.ManyToManyField(JobRole, blank=True, verbose_name=_("job roles"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")

    def __str__(self) -> str:
        return self.name

    def people(self) -> StaffQuerySet:
        """The active people whom the rule names."""
        people = User.objects.active()
        if self.everyone:
            return people
        named = models.Q(job_role__in=self.job_roles.all())
        for path in self.teams.values_list("path", flat=True):
            named |= models.Q(team__path__startswith=path)
        return people.filter(named)
