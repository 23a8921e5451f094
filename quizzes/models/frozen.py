"""What was asked, kept as it was. Rows are added and never changed."""

from collections.abc import Iterable
from functools import cached_property

from django.db import models
from wagtail.models import Locale

from academy.content import frozen_cache
from academy.frozen import FrozenModel, FrozenQuerySet
from quizzes.domain import questions
from quizzes.domain.settings import QuizSettings


class QuestionIdentity(models.Model):
    """The same row for a question in every language and version."""

    translation_key = models.UUIDField(unique=True)
    title = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.title


class QuestionVersionQuerySet(FrozenQuerySet):
    def specs(self, ids: Iterable[int]) -> dict[int, questions.Question]:
        """What versions ask, by id. Kept in the process: a version never changes."""
        wanted = {f"question-version:{pk}": pk for pk in ids}
        known = frozen_cache.get_many(wanted)
        if missing := [pk for key, pk in wanted.items() if key not in known]:
            read = {f"question-version:{pk}": version.spec() for pk, version in self.in_bulk(missing).items()}
            frozen_cache.set_many(read)
            known |= read
        return {pk: known[key] for key, pk in wanted.items()}


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

    def spec(self) -> questions.Question:
        return self._spec

    @cached_property
    def _spec(self) -> questions.Question:
        return questions.from_payload(self.payload)


class QuestionTextQuerySet(FrozenQuerySet):
    def words(self, ids: Iterable[int]) -> dict[int, questions.Words]:
        """The wording of texts, by id; no query for none."""
        wanted = set(ids)
        return dict(self.filter(pk__in=wanted).values_list("pk", "payload")) if wanted else {}

    def latest_for(self, versions: Iterable[int], language: str, stamp: int | None = None) -> dict[int, "QuestionText"]:
        """For each version the latest wording in `language`; where there is none, that of the source.

        One query; with the content `stamp` none for those that somebody has read since it moved.
        """
        wanted = {f"text-of:{version}:{language}:{stamp}": version for version in versions}
        known = {} if stamp is None else frozen_cache.get_many(wanted)
        if missing := {version: key for key, version in wanted.items() if key not in known}:
            read = {missing[version]: text for version, text in self._latest_for(missing, language).items()}
            if stamp is not None:
                frozen_cache.set_many(read)
            known |= read
        return {version: known[key] for key, version in wanted.items() if key in known}

    def _latest_for(self, versions: Iterable[int], language: str) -> dict[int, "QuestionText"]:
        rows = self.filter(version__in=list(versions)).select_related("version", "locale").order_by("pk")
        texts: dict[int, QuestionText] = {}
        for text in rows:  # the first text of a version is that of its source
            if text.version_id not in texts or text.locale.language_code == language:
                texts[text.version_id] = text
        return texts


class QuestionText(FrozenModel):
    """The wording of a version in one language. A later row for the same language replaces it for new readers."""

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="texts")
    locale = models.ForeignKey(Locale, models.PROTECT, related_name="+")
    payload = models.JSONField()
    picture = models.ForeignKey(
        "wagtailimages.Image",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="The one that the payload names: as long as an attempt may show it, nobody can delete it.",
    )
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    objects = QuestionTextQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "locale", "sha256"], name="question_text_once")]

    def __str__(self) -> str:
        return f"{self.version} {self.locale_id}"


class QuizRevisionQuerySet(FrozenQuerySet):
    def latest_of(self, work: models.Model) -> "QuizRevision | None":
        """The revision that new attempts are dealt."""
        return self.filter(work=work).order_by("-number").first()

    def in_force(self, work: models.Model, stamp: int) -> "QuizRevision | None":
        """The same, kept in the process until something is published."""
        return frozen_cache.keep(f"revision-of:{work.pk}:{stamp}", lambda: self.latest_of(work))

    def kept(self, pk: int) -> "QuizRevision":
        """The revision with this id, kept in the process: it never changes."""
        return frozen_cache.keep(f"quiz-revision:{pk}", lambda: self.get(pk=pk))


class QuizRevision(FrozenModel):
    """A quiz as it was published: its settings and its questions."""

    work = models.ForeignKey("assignments.Work", models.PROTECT, related_name="quiz_revisions")
    number = models.PositiveIntegerField()
    settings = models.JSONField()
    draws = models.JSONField(
        default=list, help_text="What is drawn by chance: [{count, points, versions}], each with the pool to draw from."
    )
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    objects = QuizRevisionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "number"], name="quiz_revision_number")]

    def __str__(self) -> str:
        return f"{self.work} r{self.number}"

    @cached_property
    def terms(self) -> QuizSettings:
        """The settings, read."""
        return QuizSettings.from_json(self.settings)

    @cached_property
    def asked(self) -> list[tuple[int, int]]:
        """What everybody gets, in order: (id of the version, points)."""
        return list(self.questions.values_list("version_id", "points"))

    @property
    def length(self) -> int:
        """How many questions an attempt has."""
        return len(self.asked) + sum(draw["count"] for draw in self.draws)


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
