"""What learners did: attempts, their responses, marks and grades."""

import json
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from academy.assignments.models import Work
from academy.frozen import FrozenModel, FrozenQuerySet
from academy.staff.models import User
from quizzes.domain.attempts import Dealt
from quizzes.domain.grading import Void
from quizzes.domain.pages import Pages
from quizzes.domain.settings import Navigation
from quizzes.domain.timing import GRACE
from quizzes.models import statements
from quizzes.models.frozen import QuestionText, QuestionVersion, QuizRevision
from quizzes.models.regrading import Regrade
from quizzes.models.renewing import FreshStart


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, learner: models.Model) -> "AttemptQuerySet":
        """A learner's own attempts: nobody else may answer in them."""
        return self.filter(learner=learner)

    def visible_to(self, user: models.Model) -> "AttemptQuerySet":
        return self.filter(learner__in=User.objects.visible_to(user))

    def open(self) -> "AttemptQuerySet":
        return self.filter(state=Attempt.State.OPEN)

    def in_time(self, at: datetime) -> "AttemptQuerySet":
        """Those that take answers at `at`: saves that were on their way at the deadline are still taken."""
        return self.filter(models.Q(deadline_at=None) | models.Q(deadline_at__gte=at - GRACE))

    def overdue(self, at: datetime) -> "AttemptQuerySet":
        """Those that are open and take no answers any more."""
        return self.open().filter(deadline_at__lt=at - GRACE)

    def handed_in(self) -> "AttemptQuerySet":
        return self.filter(state=Attempt.State.HANDED_IN)

    def counting(self) -> "AttemptQuerySet":
        """Those that count as a pass and as a try: not what was handed in before the learner took the quiz anew."""
        anew = FreshStart.objects.filter(
            learner=models.OuterRef("learner"), work=models.OuterRef("work"), at__gt=models.OuterRef("handed_in_at")
        )
        return self.filter(~models.Exists(anew))

    def with_grade(self) -> "AttemptQuerySet":
        """Adds `percent` and `passed` of the grade that stands: the latest one."""
        standing = Grade.objects.filter(attempt=models.OuterRef("pk")).order_by("-number")
        return self.annotate(
            percent=models.Subquery(standing.values("percent")[:1]),
            passed=Coalesce(models.Subquery(standing.values("passed")[:1]), False),
        )


class AttemptManager(models.Manager.from_queryset(AttemptQuerySet)):  # type: ignore[misc]
    """What every attempt asks, each by one query that is not composed: see `statements`."""

    def for_step(self, learner: models.Model, pk: int) -> "Attempt | None":
        """A learner's own attempt with all that its steps need."""
        return self._at_hand(statements.STEP, learner, pk=pk)

    def hand_in(self, learner: models.Model, pk: int, at: datetime, *, overdue: bool = False) -> "Attempt | None":
        """Close an open attempt of the learner, as `for_step` gives it, with `corrected`; None where there is none.

        `overdue`: only if its time is up. Otherwise it is closed in any case, as of its deadline if that has passed.
        """
        statement = statements.HAND_IN_OVERDUE if overdue else statements.HAND_IN
        moments = {"at": stored_moment(at), "in_time": stored_moment(at - GRACE)}
        attempt = self._at_hand(statement, learner, pk=pk, **moments)
        if attempt:
            attempt.corrected = bool(attempt.corrected)
        return attempt

    def take_turn(self, pk: int, saves: int, at: datetime, forward: tuple[int, int] | None) -> int | None:
        """Lock an open attempt that takes answers at `at`, and count `saves`; return its sequence, None for no such.

        `forward`: the page on which it has to be, and to which it goes, where nobody goes back.
        """
        values = {"pk": pk, "saves": saves, "in_time": stored_moment(at - GRACE)}
        statement = statements.TAKE_TURN
        if forward:
            statement = statements.TAKE_TURN_FORWARD
            values |= {"page": forward[0], "then": forward[1]}
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            row = cursor.fetchone()
        return row[0] if row else None

    def _at_hand(self, statement: str, learner: models.Model, pk: int, **values: Any) -> "Attempt | None":
        if pk > models.BigIntegerField.MAX_BIGINT:  # an address may hold any number
            return None
        attempt = next(iter(self.raw(statement, {"pk": pk, "learner": learner.pk, **values})), None)
        if attempt:
            attempt.learner = learner
            attempt.content_stamp = attempt.content_stamp or 0
            attempt.revision = QuizRevision.objects.kept(attempt.revision_id)
            attempt.work = Work.objects.kept(attempt.work_id, attempt.content_stamp)
        return attempt

    def tried(self, learner: models.Model, work: models.Model) -> "list[Attempt]":
        """All tries of a learner at a quiz in their order, as `with_grade` gives them; their layout comes if asked.

        `counts` says which of them `counting` would give.
        """
        tries = list(self.raw(statements.TRIED, {"learner": learner.pk, "work": work.pk}))
        for one in tries:
            one.passed = bool(one.graded_passed)
            one.counts = bool(one.still_counts)
            one.percent = None if one.graded_percent is None else Decimal(f"{one.graded_percent:.6f}")
            one.revision = QuizRevision.objects.kept(one.revision_id)
        return tries


def stored_moment(at: datetime) -> Any:
    """A moment as the database takes it where Django does not compose the statement."""
    return connection.ops.adapt_datetimefield_value(at)


class Attempt(models.Model):
    """One try of one learner at a quiz, bound to the revision that was in force when it began."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        HANDED_IN = "handed_in", _("handed in")

    class Source(models.TextChoices):
        HERE = "here", _("taken here")
        IMPORTED = "imported", _("imported")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    work = models.ForeignKey("assignments.Work", models.PROTECT, related_name="attempts")
    revision = models.ForeignKey(QuizRevision, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.HERE)
    layout = models.JSONField(help_text="What was dealt: see quizzes.domain.attempts.Dealt.")
    sequence = models.PositiveIntegerField(default=0, help_text="Counts the saves: the next response takes it.")
    page = models.PositiveSmallIntegerField(default=1, help_text="Where nobody goes back: the page that is open.")
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(
        null=True, db_index=True, help_text="Until when it takes answers. Moves with what is granted to the learner."
    )
    handed_in_at = models.DateTimeField(null=True, help_text="Where the time ran out: the deadline.")

    is_record = True
    content_stamp: int | None = None  # set by `for_step` and `hand_in`
    corrected: bool | None = None  # whether a question of its quiz was corrected; set by `hand_in`; None: not known
    percent: Decimal | None  # set by `with_grade` and `tried`, as is `passed`
    passed: bool
    objects = AttemptManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "work", "number"], name="attempt_number"),
            models.UniqueConstraint(
                fields=["learner", "work"], condition=models.Q(state="open"), name="attempt_one_open"
            ),
        ]
        indexes = [models.Index(fields=["handed_in_at"], name="attempt_handed_in")]

    def __str__(self) -> str:
        return f"{self.work} {self.learner_id}/{self.number}"

    @property
    def is_waiting(self) -> bool:
        """Whether it was handed in and people still have to mark something. Only after `with_grade`."""
        return self.state == Attempt.State.HANDED_IN and self.percent is None

    @cached_property
    def dealt(self) -> list[Dealt]:
        return [Dealt.from_json(data) for data in self.layout]

    @property
    def pages(self) -> Pages:
        return Pages(len(self.layout), self.revision.terms.per_page)

    def is_overdue(self, at: datetime) -> bool:
        is_open = self.state == Attempt.State.OPEN
        return is_open and self.deadline_at is not None and self.deadline_at < at - GRACE

    @property
    def ran_out(self) -> bool:
        """Whether the time was up before the learner had handed in."""
        return self.handed_in_at is not None and self.handed_in_at == self.deadline_at

    @property
    def goes_only_forward(self) -> bool:
        return self.revision.terms.navigation is Navigation.FORWARD_ONLY


class ResponseQuerySet(FrozenQuerySet):
    def answered(self, attempt: Attempt) -> "list[Response]":
        """What was saved in an attempt, in that order: what grading needs of it."""
        return list(self.raw(statements.ANSWERED, [attempt.pk]))

    def saved(
        self, attempt: Attempt, positions: Collection[int] | None = None
    ) -> list[tuple[int, Any, int, int, str, bool]]:
        """What was saved in an attempt, in that order: position, answer, text, sequence, confidence, checked.

        Only for `positions`, if they are given.
        """
        if positions is not None and not positions:
            return []
        chosen = positions or ()
        among = f" AND position IN ({', '.join(['%s'] * len(chosen))})" if chosen else ""
        with connection.cursor() as cursor:
            cursor.execute(f"{statements.SAVED}{among} ORDER BY sequence", [attempt.pk, *chosen])
            rows = cursor.fetchall()
        return [(*row[:1], json.loads(row[1]), *row[2:5], bool(row[5])) for row in rows]


class Response(FrozenModel):
    """One save of one answer. The answer that counts is the one with the highest sequence."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    position = models.PositiveSmallIntegerField(help_text="Index into the layout of the attempt, from 0.")
    sequence = models.PositiveIntegerField()
    answer = models.JSONField()
    text = models.ForeignKey(QuestionText, models.PROTECT, related_name="+", help_text="The wording that was shown.")
    original = models.TextField(blank=True, help_text="What another system wrote, where the attempt was imported.")
    confidence = models.CharField(
        max_length=8, blank=True, help_text="How sure the learner was: see quizzes.domain.confidence."
    )
    checked = models.BooleanField(
        default=False, help_text="The learner had it checked during the attempt: nothing is saved to it after this."
    )
    saved_at = models.DateTimeField()

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["attempt", "sequence"], name="response_sequence")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.position}/{self.sequence}"


class GradeQuerySet(FrozenQuerySet):
    def standing(self) -> "GradeQuerySet":
        """Of each attempt the grade that stands: the latest one."""
        later = Grade.objects.filter(attempt=models.OuterRef("attempt"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(later))

    def latest_of(self, attempt: Attempt) -> "Grade | None":
        """The grade of one attempt that stands."""
        return next(iter(self.raw(statements.GRADED, [attempt.pk])), None)


class Grade(FrozenModel):
    """The outcome of an attempt. A correction is a further row with a higher number: the highest one stands.

    Written by `actions.grading.store_grade`.
    """

    class Reason(models.TextChoices):
        HANDED_IN = "handed_in", _("handed in")
        TIME_RAN_OUT = "time_ran_out", _("time ran out")
        MARKED = "marked", _("marked by a person")
        REGRADED = "regraded", _("regraded")
        IMPORTED = "imported", _("imported")

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="grades")
    number = models.PositiveSmallIntegerField(default=1)
    percent = models.DecimalField(max_digits=9, decimal_places=6)
    passed = models.BooleanField()
    reason = models.CharField(max_length=12, choices=Reason.choices, default=Reason.HANDED_IN)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who marked or corrected it. None: the academy, by its rules.",
    )
    note = models.TextField(blank=True, help_text="Why, in words that the learner reads.")
    regrade = models.ForeignKey(Regrade, models.PROTECT, null=True, related_name="grades")
    graded_at: models.DateTimeField[datetime] = models.DateTimeField()

    objects = GradeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="grade_number"),
            models.UniqueConstraint(fields=["attempt", "regrade"], name="grade_regrade_once"),
        ]
        indexes = [models.Index(fields=["graded_at"], name="grade_moment")]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.percent}"


class MarkQuerySet(FrozenQuerySet):
    def of(self, grade: Grade) -> "list[Mark]":
        return list(self.raw(statements.MARKED, [grade.pk]))


class Mark(FrozenModel):
    """The share of the full mark (up to 1) that one response earned in one grading."""

    class Voided(models.TextChoices):
        LEFT_OUT = Void.LEFT_OUT.value, _("counts for nobody")
        FULL_MARK = Void.FULL_MARK.value, _("full mark for everybody")

    grade = models.ForeignKey(Grade, models.PROTECT, related_name="marks")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+", help_text="What was asked.")
    rule_version = models.ForeignKey(
        QuestionVersion,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="By whose rule it was marked. None: that of the version that was asked.",
    )
    void = models.CharField(
        max_length=12, choices=Voided.choices, blank=True, help_text="How the question was voided, if it was."
    )
    share = models.DecimalField(max_digits=7, decimal_places=6)

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["grade", "position"], name="mark_position")]

    def __str__(self) -> str:
        return f"{self.grade_id} {self.position}: {self.share}"
