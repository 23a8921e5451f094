"""The way in for people who have no password yet: a link by e-mail, or a code on paper."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.staff.models.people import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def due(self, at: datetime) -> "InvitationQuerySet":
        """To be sent now."""
        return self.filter(send_after__lte=at)

    def open(self) -> "InvitationQuerySet":
        """Neither used nor replaced by a later one; some may be too old."""
        return self.filter(used_at=None, ended_at=None)

    def live(self, at: datetime) -> "InvitationQuerySet":
        """With these somebody can come in."""
        return self.open().filter(expires_at__gt=at)

    def to(self, people: "models.QuerySet[User] | list[int]") -> "InvitationQuerySet":
        return self.filter(person__in=people)

    def for_list(self, user: User) -> "InvitationQuerySet":
        """All that the list in the CMS shows, the latest first."""
        seen = User.objects.answerable_to(user)
        return self.filter(person__in=seen.values("pk")).select_related("person", "made_by").order_by("-pk")


class Invitation(models.Model):
    """Of its secret only a hash is kept. A link gets its secret when it is sent, and another at each try."""

    class Kind(models.TextChoices):
        LINK = "link", _("link by e-mail")
        CODE = "code", _("code on paper")

    person = models.ForeignKey(User, models.CASCADE, related_name="invitations", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices, default=Kind.LINK)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    send_after = models.DateTimeField(
        null=True, help_text="Moved on by whoever sends it; null when there is nothing more to send."
    )
    tries = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(_("answer"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    secret_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True)
    used_at = models.DateTimeField(_("used"), null=True)
    ended_at = models.DateTimeField(null=True, help_text="When a later one took its place.")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = []
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint("secret_hash", condition=~models.Q(secret_hash=""), name="invitation_secret")
        ]
        indexes = [models.Index(fields=["send_after"], name="invitation_due")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} {self.made_at:%Y-%m-%d}"

    def state(self, at: datetime) -> str:
        """One of "used", "replaced", "waiting", "failed", "expired", "open"."""
        if self.used_at:
            return "used"
        if self.ended_at:
            return "replaced"
        if self.expires_at is None:
            return "waiting" if self.send_after else "failed"
        return "open" if self.expires_at > at else "expired"
