"""What learners did: attempts, their responses, marks and grades."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from academy.frozen import FrozenModel
from academy.models import ContentStamp
from quizzes.domain.attempts import Dealt
from quizzes.models.frozen import QuestionText, QuestionVersion, QuizRevision


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, learner: models.Model) -> "AttemptQuerySet":
        """A learner's own attempts: nobody else may answer in them."""
        return self.filter(learner=learner)

    def visible_to(self, user: models.Model) -> "AttemptQuerySet":
        return self.filter(learner__in=type(user).objects.visible_to(user))

    def open(self) -> "AttemptQuerySet":
        return self.filter(state=Attempt.State.OPEN)

    def for_request(self) -> "AttemptQuerySet":
        """All that every step of an attempt needs, with the content stamp (see `academy.content`)."""
        number = ContentStamp.objects.values("number")[:1]
        return self.select_related("revision", "work").annotate(content_stamp=models.Subquery(number))

    def handed_in(self) -> "AttemptQuerySet":
        return self.filter(state=Attempt.State.HANDED_IN)

    def passed(self, quiz: models.Model) -> "AttemptQuerySet":
        return self.filter(work=quiz, grades__passed=True)

    def with_grade(self) -> "AttemptQuerySet":
        """Adds `percent` and `passed` of the grade that stands: the latest one."""
        standing = Grade.objects.filter(attempt=models.OuterRef("pk")).order_by("-number")
        return self.annotate(
            percent=models.Subquery(standing.values("percent")[:1]),
            passed=Coalesce(models.Subquery(standing.values("passed")[:1]), False),
        )


class Attempt(models.Model):
    """One try of one learner at a quiz, bound to the revision that was in force when it began."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        HANDED_IN = "handed_in", _("handed in")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    work = models.ForeignKey("assignments.Work", models.PROTECT, related_name="attempts")
    revision = models.ForeignKey(QuizRevision, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    layout = models.JSONField(help_text="What was dealt: see quizzes.domain.attempts.Dealt.")
    sequence = models.PositiveIntegerField(default=0, help_text="Counts the saves: the next response takes it.")
    started_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)

    is_record = True
    content_stamp: int | None = None  # set by `for_request`
    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "work", "number"], name="attempt_number"),
            models.UniqueConstraint(
                fields=["learner", "work"], condition=models.Q(state="open"), name="attempt_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.learner_id}/{self.number}"

    @property
    def dealt(self) -> list[Dealt]:
        return [Dealt.from_json(data) for data in self.layout]


class Response(FrozenModel):
    """One save of one answer. The answer that counts is the one with the highest sequence."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    position = models.PositiveSmallIntegerField(help_text="Index into the layout of the attempt, from 0.")
    sequence = models.PositiveIntegerField()
    answer = models.JSONField()
    text = models.ForeignKey(QuestionText, models.PROTECT, related_name="+", help_text="The wording that was shown.")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["attempt", "sequence"], name="response_sequence")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.position}/{self.sequence}"


class Grade(FrozenModel):
    """The outcome of an attempt. A correction is a further row with a higher number."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="grades")
    number = models.PositiveSmallIntegerField(default=1)
    percent = models.DecimalField(max_digits=9, decimal_places=6)
    passed = models.BooleanField()
    graded_at: models.DateTimeField[datetime] = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "number"], name="grade_number")]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.percent}"


class Mark(FrozenModel):
    """The share of the full mark (0–1) that one response earned in one grading."""

    grade = models.ForeignKey(Grade, models.PROTECT, related_name="marks")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    share = models.DecimalField(max_digits=7, decimal_places=6)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["grade", "position"], name="mark_position")]

    def __str__(self) -> str:
        return f"{self.grade_id} {self.position}: {self.share}"
