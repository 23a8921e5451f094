"""Views of reports that somebody keeps, and their mails; notes from managers to their people."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from academy.frozen import FrozenModel, FrozenQuerySet


class SavedView(models.Model):
    """A page of a report with its filters, under a name of its own; on some days of the week it comes by mail."""

    class Report(models.TextChoices):
        WORK = "work_matrix", _("People and work")
        READINESS = "readiness_matrix", _("Who may do what")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    report = models.CharField(max_length=20, choices=Report.choices)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=500, blank=True, help_text="The filters, as the address has them.")
    weekdays = models.JSONField(_("by mail on"), default=list, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "report", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return reverse(self.report) + (f"?{self.query}" if self.query else "")


class SentView(models.Model):
    """On this day, where its owner is, a view went out by mail."""

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="sent")
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "day"], name="sent_view_once_a_day")]

    def __str__(self) -> str:
        return f"{self.view_id} on {self.day}"


class NoteQuerySet(FrozenQuerySet):
    def to(self, person: models.Model) -> "NoteQuerySet":
        """The latest first, with who wrote them."""
        return self.filter(person=person).select_related("author").order_by("-at", "-pk")


class Note(FrozenModel):
    """What a manager wrote to one of their people. Whoever leads the person reads it too."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notes_written")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notes", db_index=False)
    text = models.TextField()
    at = models.DateTimeField()
    key = models.UUIDField(default=uuid.uuid4, unique=True, help_text="Of the form: sent twice, it is kept once.")

    objects = NoteQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="note_of_person")]

    def __str__(self) -> str:
        return f"{self.author_id} to {self.person_id}, {self.at:%Y-%m-%d}"
