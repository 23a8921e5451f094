"""Files of people or leave that somebody has sent to the CMS, between the report and the decision."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=1)


class StaffUploadQuerySet(models.QuerySet["StaffUpload"]):
    def of(self, person: models.Model) -> "StaffUploadQuerySet":
        """Nobody decides about a file that somebody else has sent."""
        return self.filter(by=person)

    def forgotten(self, at: datetime) -> "StaffUploadQuerySet":
        return self.filter(sent_at__lt=at - KEPT)


class StaffUpload(models.Model):
    """The file as it was sent, and what was found. It lies in the database: any process may be asked."""

    class Kind(models.TextChoices):
        PEOPLE = "people", _("people")
        LEAVE = "leave", _("leave")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be read")
        READ = "read", _("read")
        CONFIRMED = "confirmed", _("being imported")
        DONE = "done", _("imported")
        REFUSED = "refused", _("not imported")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(default=0, help_text="Lines of the file, as far as one sees at a glance.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    report = models.JSONField(default=dict, help_text="What would become of it: counts, samples, refusals.")
    sent_at: models.DateTimeField[datetime] = models.DateTimeField()
    changed_at: models.DateTimeField[datetime] = models.DateTimeField(help_text="When it came into its state.")

    objects = StaffUploadQuerySet.as_manager()

    class Meta:
        default_permissions = []

    def __str__(self) -> str:
        return self.name
