"""Files of questions that somebody has sent to the CMS and has not decided about yet."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

KEPT = timedelta(days=1)


class QuestionUploadQuerySet(models.QuerySet["QuestionUpload"]):
    def of(self, person: models.Model) -> "QuestionUploadQuerySet":
        """Nobody decides about a file that somebody else has sent."""
        return self.filter(by=person)

    def forgotten(self, at: datetime) -> "QuestionUploadQuerySet":
        return self.filter(sent_at__lt=at - KEPT)


class QuestionUpload(models.Model):
    """Kept between the report on a file and the decision to import it, in the database: any process may be asked."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=20)
    content = models.BinaryField()
    sent_at: models.DateTimeField[datetime] = models.DateTimeField()

    objects = QuestionUploadQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
