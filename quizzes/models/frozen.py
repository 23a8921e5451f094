"""What was asked, kept as it was. Rows are added and never changed."""

from collections.abc import Iterable

from django.db import models
from wagtail.models import Locale

from academy.content import content_cache
from academy.frozen import FrozenModel, FrozenQuerySet
from quizzes.domain import spec


class QuestionIdentity(models.Model):
    """The same row for a question in every language and version."""

    translation_key = models.UUIDField(unique=True)
    title = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.title


class QuestionVersionQuerySet(FrozenQuerySet):
    def specs(self, ids: Iterable[int]) -> dict[int, spec.Question]:
        """What versions ask, by id. Kept in the process: a version never changes."""
        wanted = {f"question-version:{pk}": pk for pk in ids}
        payloads = content_cache.get_many(wanted)
        if missing := [pk for key, pk in wanted.items() if key not in payloads]:
            read = {f"question-version:{pk}": version.payload for pk, version in self.in_bulk(missing).items()}
            content_cache.set_many(read, 3600)
            payloads |= read
        return {pk: spec.from_payload(payloads[key]) for key, pk in wanted.items()}


class QuestionVersion(FrozenModel):
    """What a question asked and which answers were right. The wording is in its texts."""

    question = models.ForeignKey(QuestionIdentity, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text="Of the payload and of the wording that it was published with.")
    created_at = models.DateTimeField()

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="question_version_number")]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"

    def spec(self) -> spec.Question:
        return spec.from_payload(self.payload)


class QuestionText(FrozenModel):
    """The wording of a version in one language. A later row for the same language replaces it for new readers."""

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="texts")
    locale = models.ForeignKey(Locale, models.PROTECT, related_name="+")
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "locale", "sha256"], name="question_text_once")]

    def __str__(self) -> str:
        return f"{self.version} {self.locale_id}"


class QuizRevisionQuerySet(FrozenQuerySet):
    def latest_of(self, work: models.Model) -> "QuizRevision | None":
        """The revision that new attempts are dealt, with `question_count`."""
        counted = self.filter(work=work).annotate(question_count=models.Count("questions"))
        return counted.order_by("-number").first()


class QuizRevision(FrozenModel):
    """A quiz as it was published: its settings and its questions."""

    work = models.ForeignKey("assignments.Work", models.PROTECT, related_name="quiz_revisions")
    number = models.PositiveIntegerField()
    settings = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    objects = QuizRevisionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="quiz_revision_number")]

    def __str__(self) -> str:
        return f"{self.work} r{self.number}"


class QuizRevisionQuestion(FrozenModel):
    revision = models.ForeignKey(QuizRevision, models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["revision", "position"], name="quiz_revision_position")]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.position}"
