"""Asking to take a course that is not open to everybody."""

from django.conf import settings
from django.db import models

from academy.staff.models import User


class CourseRequestQuerySet(models.QuerySet["CourseRequest"]):
    def waiting(self) -> "CourseRequestQuerySet":
        return self.filter(decided_at=None)

    def answerable_to(self, user: User) -> "CourseRequestQuerySet":
        """Of those for whom `user` may act."""
        return self.filter(learner__in=User.objects.answerable_to(user).active())


class CourseRequest(models.Model):
    """Somebody asks to take a course; whoever leads them says yes or no, once."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="course_requests")
    course = models.ForeignKey("assignments.Work", models.PROTECT, related_name="requests")
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    granted = models.BooleanField(default=False)
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    is_record = True
    objects = CourseRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"], condition=models.Q(decided_at=None), name="course_request_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} asks for {self.course_id}"
