"""Telling people: one notice for one person about one thing, however it is delivered."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: models.Model) -> "NoticeQuerySet":
        return self.filter(recipient=user, withdrawn_at=None)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def to_mail(self) -> "NoticeQuerySet":
        """Not mailed yet, to people who have an address."""
        return self.filter(emailed_at=None, withdrawn_at=None).exclude(recipient__email="")

    def mark_read(self, at: datetime) -> int:
        return self.unread().update(read_at=at)


class Notice(models.Model):
    """The words are made when they are read, from `kind` and `facts`, in the language of the reader."""

    class Kind(models.TextChoices):
        POLICY_ASSIGNED = "policy_assigned", _("a policy to acknowledge")
        POLICY_CLARIFIED = "policy_clarified", _("a policy made clearer")
        COURSE_ASSIGNED = "course_assigned", _("a course to take")
        QUIZ_ASSIGNED = "quiz_assigned", _("a quiz to take")

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40, choices=Kind.choices)
    about = models.CharField(
        max_length=120,
        help_text="What it is about; a person hears of one thing once: unique with recipient and kind.",
    )
    titles = models.JSONField(default=dict, help_text="Title of the thing by language code.")
    path = models.CharField(max_length=200, help_text="Where it leads, without the language prefix.")
    due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    emailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "kind", "about"], name="notice_once")]
        indexes = [models.Index(fields=["recipient", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def icon(self) -> str:
        """The sign of what it is about: "policy", "course", "quiz"."""
        return self.kind.partition("_")[0]
