"""Who the people are, and who leads whom."""

import uuid
import zoneinfo
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import MaxValueValidator
from django.db import connection, models
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from academy.settings.languages import LANGUAGES
from academy.staff.domain.presence import days_around
from academy.staff.models.places import JobRole, Location, Team, time_zones
from academy.staff.models.request import FOR_REQUEST, holds


@cache
def every_zone() -> tuple[str, ...]:
    return tuple(name for name, _label in time_zones())


class StaffQuerySet(models.QuerySet["User"]):
    def active(self) -> "StaffQuerySet":
        """People who are with us and may sign in."""
        return self.filter(is_active=True)

    def kept(self) -> "StaffQuerySet":
        """Whose names are not erased."""
        return self.filter(erased_at=None)

    def left_before(self, day: date) -> "StaffQuerySet":
        """People who have left, and whose last day was before `day`."""
        return self.kept().filter(is_active=False, leaves_on__lt=day)

    def named(self, who: str) -> "User | None":
        """Whoever has this external id, or else this user name."""
        if not who:
            return None
        return self.filter(external_id=who).first() or self.filter(username__iexact=who).first()

    def not_in_yet(self) -> "StaffQuerySet":
        """Active people who have no password yet, with their invitations, the latest first."""
        waiting = self.active().filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return waiting.prefetch_related("invitations").order_by("first_name", "last_name", "pk")

    def present(self, at: datetime) -> "StaffQuerySet":
        """Active people from their first to their last day, by the day that it is where they are."""
        now = days_around(at, every_zone())
        joined = models.Q(starts_on=None) | models.Q(starts_on__lte=now.before)
        joined |= models.Q(starts_on=now.day) & ~models.Q(time_zone__in=now.behind)
        joined |= models.Q(starts_on=now.after, time_zone__in=now.ahead)
        stays = models.Q(leaves_on=None) | models.Q(leaves_on__gte=now.after)
        stays |= models.Q(leaves_on=now.day) & ~models.Q(time_zone__in=now.ahead)
        stays |= models.Q(leaves_on=now.before, time_zone__in=now.behind)
        return self.active().filter(joined, stays)

    def left(self, at: datetime) -> "StaffQuerySet":
        """Active people whose last day is over where they are."""
        now = days_around(at, every_zone())
        over = models.Q(leaves_on__lt=now.before)
        over |= models.Q(leaves_on=now.before) & ~models.Q(time_zone__in=now.behind)
        over |= models.Q(leaves_on=now.day, time_zone__in=now.ahead)
        return self.active().filter(over)

    def led_by(self, user: "User") -> "StaffQuerySet":
        """Everybody below `user`: by the chain of managers, or in a team that they lead, at any depth.

        Each once, without a join: of thousands the database would have to compare every column to tell doubles.
        """
        below = models.Q(pk__in=Leadership.objects.filter(leader=user).values("person"))
        for path in Team.objects.filter(leads=user).values_list("path", flat=True):
            below |= models.Q(team__path__startswith=path)
        return self.filter(below).exclude(pk=user.pk)

    def answerable_to(self, user: "User") -> "StaffQuerySet":
        """For whom `user` may act: the people that they lead; whoever keeps the people, for anybody but themselves."""
        if user.has_perm("staff.change_user"):
            return self.exclude(pk=user.pk)
        return self.filter(pk__in=self.model.objects.led_by(user).values("pk"))

    def visible_to(self, user: "User") -> "StaffQuerySet":
        """Whose records `user` may see: their own, and those of the people that they lead."""
        if user.has_perm("staff.view_all_records"):
            return self.all()
        return self.filter(models.Q(pk=user.pk) | models.Q(pk__in=self.model.objects.led_by(user).values("pk")))


class StaffManager(UserManager.from_queryset(StaffQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str) -> "User":
        return self.get(username__iexact=username)

    def for_request(self, pk: int) -> "User | None":
        """A person with the content stamp and what their `badge` shows, by one query."""
        tomorrow = connection.ops.adapt_datetimefield_value(now() + timedelta(days=1))
        return next(iter(self.raw(FOR_REQUEST, [tomorrow, tomorrow, pk])), None)

    def holds(self, pk: int, app: str, codename: str) -> bool:
        """Whether somebody who is active has a right, by one query: `has_perm` composes two that read all rights."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {holds(app, codename)} FROM staff_user WHERE id = %s AND is_active", [pk])
            row = cursor.fetchone()
        return bool(row and row[0])


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
    extra_time = models.PositiveSmallIntegerField(
        _("extra time"),
        default=0,
        validators=[MaxValueValidator(300)],
        help_text=_("Percent more time than others in everything that has a clock: 25 makes 50 minutes of 40."),
    )
    erased_at = models.DateTimeField(null=True, editable=False, help_text="When all that names the person was erased.")
    opaque_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    # Set by `StaffManager.for_request`.
    content_stamp: int | None
    unread: int
    leads_anybody: bool
    may_edit: bool
    may_mark: bool
    pressing: int
    pressing_work: int | None

    objects = StaffManager()

    search_fields = [
        index.SearchField("username"),
        index.SearchField("first_name"),
        index.SearchField("last_name"),
        index.SearchField("email"),
        index.AutocompleteField("username"),
        index.AutocompleteField("first_name"),
        index.AutocompleteField("last_name"),
        index.FilterField("is_active"),
    ]

    class Meta(AbstractUser.Meta):
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")
        permissions = [("view_all_records", _("Can see the records of everybody"))]
        indexes = [models.Index(fields=["first_name", "last_name", "id"], name="user_by_name")]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_any_case"),
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="user_email_any_case"),
            models.UniqueConstraint("external_id", condition=~models.Q(external_id=""), name="user_external_id"),
        ]

    def __str__(self) -> str:
        if self.erased_at:
            return gettext("Former staff member")
        return self.get_full_name() or self.username

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def badge(self) -> dict[str, Any]:
        """What the frame of a page shows of the person who reads it.

        `unread` notices, whether they `lead` anybody, may `edit` content, may `mark` written answers,
        has so many policies `pressing`.
        """
        return {
            "unread": self.unread,
            "lead": bool(self.leads_anybody),
            "edit": bool(self.may_edit),
            "mark": bool(self.may_mark),
            "pressing": self.pressing,
        }

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
