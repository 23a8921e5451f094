"""What readers did with a policy: agreed, declined, answered, asked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.assignments.models import Extension
from academy.frozen import FrozenModel, FrozenQuerySet
from academy.policies.models.frozen import PolicyText, PolicyVersion
from academy.staff.models import User


class AcknowledgementQuerySet(FrozenQuerySet):
    def visible_to(self, user: User) -> "AcknowledgementQuerySet":
        return self.filter(learner__in=User.objects.visible_to(user))


class Acknowledgement(FrozenModel):
    """One person has read and agreed to one version, in the language of `text`."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="acknowledgements")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="acknowledgements")
    text = models.ForeignKey(PolicyText, models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="On behalf of the learner."
    )
    note = models.TextField(blank=True)

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "version"], name="acknowledgement_once")]

    def __str__(self) -> str:
        return f"{self.learner_id} → {self.version_id}"


class Decline(FrozenModel):
    """A person said that they will not agree to a version, and why. They may agree later all the same."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="declines")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="declines")
    reason = models.TextField()
    at = models.DateTimeField()

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "version"], name="decline_once")]

    def __str__(self) -> str:
        return f"{self.learner_id} ✗ {self.version_id}"

    @classmethod
    def rests(cls) -> models.Exists:
        """Seen from an assignment: its learner declined, and the manager, who was told, has set no date since."""
        declined = cls.objects.filter(
            learner=models.OuterRef("learner"),
            version__work=models.OuterRef("work"),
            version__number=models.OuterRef("cycle"),
        )
        since = Extension.objects.filter(
            assignment=models.OuterRef(models.OuterRef("pk")), created_at__gt=models.OuterRef("at")
        )
        return models.Exists(declined.filter(~models.Exists(since)))


class ComprehensionAnswerQuerySet(FrozenQuerySet):
    def latest_of(self, learner: models.Model, version: PolicyVersion) -> "dict[int, ComprehensionAnswer]":
        """By question, what counts of the learner's answers. One query."""
        given = self.filter(learner=learner, version=version).order_by("pk")
        return {answer.question_id: answer for answer in given}


class ComprehensionAnswer(FrozenModel):
    """What somebody answered to a question about a clause. The latest counts."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="answers")
    question = models.ForeignKey("quizzes.QuestionVersion", models.PROTECT, related_name="+")
    text = models.ForeignKey("quizzes.QuestionText", models.PROTECT, related_name="+")
    response = models.JSONField()
    right = models.BooleanField()
    at = models.DateTimeField()

    objects = ComprehensionAnswerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["learner", "version"], name="comprehension_of_learner")]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.question_id}"


class ClauseQuestionQuerySet(models.QuerySet["ClauseQuestion"]):
    def unanswered(self) -> "ClauseQuestionQuerySet":
        return self.filter(answered_at=None)

    def asked_by(self, person: models.Model) -> "ClauseQuestionQuerySet":
        return self.filter(asker=person)

    def about(self, work: models.Model) -> "ClauseQuestionQuerySet":
        return self.filter(version__work=work)

    def at_clauses_of(self, keys: models.QuerySet) -> "ClauseQuestionQuerySet":
        """About the policies with these translation keys."""
        return self.filter(version__work__translation_key__in=keys)

    def for_list(self) -> "ClauseQuestionQuerySet":
        """All that a list shows: what waits first, the longest first; then what was answered, the latest first."""
        waits = models.Case(models.When(answered_at=None, then=models.F("at")))
        return self.select_related("version__work", "asker", "answered_by").order_by(
            waits.asc(nulls_last=True), models.F("answered_at").desc(), "pk"
        )

    def repeated(self, least: int = 2) -> models.QuerySet:
        """Clauses at which at least so many people asked or objected, the most first.

        Each is a dict with `version__work`, `clause_id`, `people` and `times`: what the next review should look at.
        """
        return (
            self.order_by()
            .values("version__work", "clause_id")
            .annotate(people=models.Count("asker", distinct=True), times=models.Count("pk"))
            .filter(people__gte=least)
            .order_by("-people", "-times", "clause_id")
        )


class ClauseQuestion(models.Model):
    """Somebody asks, or objects, at a clause; the owner of the policy answers."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("question")
        OBJECTION = "objection", _("objection")

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="clause_questions")
    clause_id = models.CharField(max_length=36)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ClauseQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["version", "clause_id"], name="clause_question_of_clause")]

    def __str__(self) -> str:
        return f"{self.kind} {self.clause_id}"
