"""What people mark: written answers, and what each marker gave for them."""

from datetime import datetime, timedelta
from fractions import Fraction

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.frozen import FrozenModel
from quizzes.domain import marking
from quizzes.domain.grading import exact
from quizzes.models.attempts import Attempt, Response

CLAIM_LASTS = timedelta(minutes=30)


class WrittenAnswerQuerySet(models.QuerySet["WrittenAnswer"]):
    def visible_to(self, user: models.Model) -> "WrittenAnswerQuerySet":
        """Answers of the people whose records `user` may see; nobody marks their own."""
        return self.filter(attempt__in=Attempt.objects.visible_to(user)).exclude(attempt__learner=user)

    def unsettled(self) -> "WrittenAnswerQuerySet":
        return self.exclude(state=WrittenAnswer.State.SETTLED)

    def for_marker(self, user: models.Model) -> "WrittenAnswerQuerySet":
        """What `user` may mark now: each marker once, and what markers disagree on by who may settle it."""
        waiting = models.Q(state=WrittenAnswer.State.WAITING) & ~models.Q(
            models.Exists(Assessment.objects.filter(written=models.OuterRef("pk"), marker=user))
        )
        settling = user.has_perm("quizzes.settle_marks")
        mine = waiting | models.Q(state=WrittenAnswer.State.DISPUTED) if settling else waiting
        return self.visible_to(user).filter(mine)

    def free_for(self, user: models.Model, at: datetime) -> "WrittenAnswerQuerySet":
        """Those that nobody else has before them at this moment."""
        nobody = models.Q(claimed_by=None) | models.Q(claimed_by=user) | models.Q(claimed_at__lt=at - CLAIM_LASTS)
        return self.filter(nobody)

    def oldest_first(self) -> "WrittenAnswerQuerySet":
        return self.order_by("attempt__handed_in_at", "pk")

    def for_list(self) -> "WrittenAnswerQuerySet":
        return self.select_related(
            "attempt__learner", "attempt__work", "attempt__revision", "response__text__locale", "claimed_by"
        )


class WrittenAnswer(models.Model):
    """An answer in a learner's own words, from the hand-in until its mark is settled."""

    class State(models.TextChoices):
        WAITING = marking.Marked.WAITING.value, _("waiting for a marker")
        DISPUTED = marking.Marked.DISPUTED.value, _("the markers disagree")
        SETTLED = marking.Marked.SETTLED.value, _("marked")

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="written")
    response = models.OneToOneField(Response, models.PROTECT, related_name="written")
    needed = models.PositiveSmallIntegerField(default=1, help_text="How many people have to mark it.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True, help_text="What it earns, once settled.")
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)

    is_record = True
    objects = WrittenAnswerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state"], name="written_state")]
        permissions = [
            ("mark_responses", _("Can mark the written answers of the people whose records they see")),
            ("settle_marks", _("Can settle what markers disagree on, and correct marks")),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.response.position}"

    @property
    def earned(self) -> Fraction | None:
        return None if self.share is None else exact(self.share)

    def is_claimed_by(self, user: models.Model, at: datetime) -> bool:
        return self.claimed_by_id == user.pk and self.claimed_at is not None and self.claimed_at >= at - CLAIM_LASTS

    def is_with_another(self, user: models.Model, at: datetime) -> bool:
        """Whether somebody else has it before them."""
        return self.claimed_by_id not in (None, user.pk) and self.claimed_at >= at - CLAIM_LASTS


class Assessment(FrozenModel):
    """What one marker gave for a written answer. A correction is a further row."""

    written = models.ForeignKey(WrittenAnswer, models.PROTECT, related_name="assessments")
    number = models.PositiveSmallIntegerField()
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    points = models.JSONField(help_text="By the key of the criterion.")
    share = models.DecimalField(max_digits=7, decimal_places=6)
    comment = models.TextField(blank=True, help_text="For the learner.")
    decides = models.BooleanField(default=False, help_text="It stands against all other marks.")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["written", "number"], name="assessment_number")]

    def __str__(self) -> str:
        return f"{self.written_id}/{self.number}: {self.share}"

    def as_assessed(self) -> marking.Assessed:
        return marking.Assessed(self.marker_id, exact(self.share), self.decides)
