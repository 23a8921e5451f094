"""Corrections against the database: which attempts one concerns, and what it makes of them. Nothing is written here."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet

from quizzes.domain import regrading
from quizzes.domain.grading import Grade as Outcome
from quizzes.domain.grading import Marked, Void, exact, grade_marked
from quizzes.domain.questions import Answer, Question
from quizzes.domain.questions.base import NO_WORDS
from quizzes.domain.regrading import Change, Correction, Graded, Kind, Obstacle, Summary, change_of, summary_of
from quizzes.domain.settings import GradingMethod
from quizzes.models import (
    Attempt,
    Grade,
    Mark,
    QuestionIdentity,
    QuestionText,
    QuestionVersion,
    QuizRevision,
    Regrade,
    Response,
)

CHUNK = 1000
Given = Mapping[int, tuple[Answer, int]]
"""What was answered to the question, by place: the answer and the language in which it was given (id of the locale)."""


@dataclass(frozen=True)
class Plan:
    """A correction as an editor asks for it. `works`: the ids of the quizzes. `version`: whose rule marks, for KEY."""

    question: QuestionIdentity
    works: Sequence[int]
    kind: Kind
    version: QuestionVersion | None = None
    only_if_better: bool = False

    @classmethod
    def of(cls, regrade: Regrade) -> "Plan":
        works = list(regrade.works.values_list("pk", flat=True))
        return cls(regrade.question, works, Kind(regrade.kind), regrade.version, regrade.only_if_better)

    @cached_property
    def obstacles(self) -> dict[int, Obstacle]:
        """Versions of the question whose answers the corrected one can not mark, by id."""
        if self.rule is None:
            return {}
        found = {pk: regrading.obstacle(spec, self.rule) for pk, spec in self._earlier.items()}
        return {pk: obstacle for pk, obstacle in found.items() if obstacle}

    @cached_property
    def correction(self) -> Correction:
        versions = frozenset(self._earlier) - frozenset(self.obstacles)
        return Correction(self.kind, versions, self.version.pk if self.version else None, self.only_if_better)

    @cached_property
    def rule(self) -> Question | None:
        return self.version.spec() if self.version else None

    @cached_property
    def _earlier(self) -> dict[int, Question]:
        """The versions that it concerns: all; or, by a corrected one, those before it.

        Where spellings count, the corrected one itself too: its wording may have gained some since.
        """
        versions = self.question.versions.all()
        if self.version and self.rule:
            last = self.version.number - (not self.rule.reads_words)
            versions = versions.filter(number__lte=last)
        return QuestionVersion.objects.specs(versions.values_list("pk", flat=True))

    @cached_property
    def _words(self) -> dict[int, Mapping[str, Any]]:
        """The wording of the corrected version by locale, where it marks by spellings."""
        if self.version is None or self.rule is None or not self.rule.reads_words:
            return {}
        return dict(
            QuestionText.objects.filter(version=self.version).order_by("pk").values_list("locale_id", "payload")
        )

    def concerned(self) -> QuerySet[Attempt]:
        """The graded attempts that were asked one of the versions, the first begun first."""
        asked = Mark.objects.filter(version__in=list(self.correction.versions))
        # Not EXISTS: SQLite would go through all marks of the versions anew for each attempt.
        return Attempt.objects.filter(pk__in=asked.values("grade__attempt"), work__in=self.works).order_by("pk")

    def again(self, marks: Sequence[Marked], given: Given) -> dict[int, Any]:
        """What the answers earn by the corrected rule, by place; a place that it can not mark is left out."""
        if self.rule is None:
            return {}
        earned = {}
        for place, mark in enumerate(marks):
            if mark.version not in self.correction.versions:
                continue
            answer, locale = given.get(place, ({}, 0))
            if answer and self.rule.reads_words and locale not in self._words:
                continue
            share = regrading.mark_again(answer, self.rule, self._words.get(locale, NO_WORDS))
            if share is not None:
                earned[place] = share
        return earned

    def change(self, attempt: Attempt, marks: tuple[Marked, ...], passed: bool, given: Given) -> Change | None:
        """What it makes of one attempt that has these marks."""
        pass_mark = attempt.revision.terms.pass_mark
        stands = Outcome(grade_marked(marks, pass_mark).percent, passed)
        return change_of(Graded(marks, stands, pass_mark, self.again(marks, given)), self.correction)

    def changes(self, attempts: Sequence[Attempt]) -> Iterator[tuple[Attempt, Grade, Change | None]]:
        """Each of these attempts with the grade that stands, and what becomes of it. Four queries for all."""
        revisions = QuizRevision.objects.in_bulk({attempt.revision_id for attempt in attempts})
        grades = {grade.attempt_id: grade for grade in Grade.objects.standing().filter(attempt__in=attempts)}
        marks = _marks_of(grades.values())
        given = self.given(attempts)
        for attempt in attempts:
            attempt.revision = revisions[attempt.revision_id]  # one for all, whose settings are read once
            grade = grades[attempt.pk]
            points = [item["points"] for item in attempt.layout]
            stand = tuple(_marked(row, points) for row in marks[grade.pk])
            yield attempt, grade, self.change(attempt, stand, grade.passed, given[attempt.pk])

    def given(self, attempts: Sequence[Attempt]) -> dict[int, dict[int, tuple[Answer, int]]]:
        """What these attempts answered to the question, where it is marked again."""
        answers: dict[int, dict[int, tuple[Answer, int]]] = defaultdict(dict)
        if self.rule is None:
            return answers
        rows = Response.objects.filter(attempt__in=attempts, text__version__in=list(self.correction.versions))
        for attempt, place, answer, locale in rows.order_by("sequence").values_list(
            "attempt_id", "position", "answer", "text__locale_id"
        ):
            answers[attempt][place] = (answer, locale)
        return answers


def in_force(attempt: Attempt, marks: Sequence[Marked]) -> tuple[Marked, ...]:
    """The marks of an attempt that is graded only now, with what was corrected before in its quiz.

    `attempt.corrected` (see `AttemptManager.hand_in`) spares the query where nothing was, as almost always.
    """
    marks = tuple(marks)
    if attempt.corrected is False:
        return marks
    for regrade in Regrade.objects.in_force().filter(works=attempt.work_id).select_related("question", "version"):
        plan = Plan.of(regrade)
        passed = grade_marked(marks, attempt.revision.terms.pass_mark).passed
        change = plan.change(attempt, marks, passed, plan.given([attempt])[attempt.pk])
        marks = change.marks if change else marks
    return marks


Row = tuple[int, int, Decimal, int | None, str]
"""Of a mark: place, version, share, version whose rule it is, how it was voided."""


def _marks_of(grades: Iterable[Grade]) -> dict[int, list[Row]]:
    marks: dict[int, list[Row]] = defaultdict(list)
    rows = Mark.objects.filter(grade__in=list(grades)).order_by("position")
    for grade, *row in rows.values_list("grade_id", "position", "version_id", "share", "rule_version_id", "void"):
        marks[grade].append(tuple(row))
    return marks


def _marked(row: Row, points: Sequence[int]) -> Marked:
    place, version, share, rule, void = row
    return Marked(version, points[place], exact(share), rule, Void(void) if void else None)


@dataclass(frozen=True)
class Turn:
    """An attempt that a correction would make pass, or fail."""

    attempt: Attempt
    change: Change


@dataclass(frozen=True)
class Preview:
    """`needs_yes`: somebody might lose a pass. `skipped`: attempts whose version the corrected one can not mark, as
    (number of the version, why, how many)."""

    summary: Summary
    needs_yes: bool
    turns: list[Turn]
    skipped: list[tuple[int, Obstacle, int]]


def preview_of(plan: Plan) -> Preview:
    """What a correction would change now, in memory for all attempts and in detail for those that turn."""
    changes: list[Change | None] = []
    turns: list[Turn] = []
    needs_yes = False
    for batch in in_batches(plan.concerned()):
        for attempt, _grade, change in plan.changes(batch):
            changes.append(change)
            needs_yes = needs_yes or bool(change and may_take_pass(attempt, change))
            if change and (change.to_pass or change.to_fail):
                turns.append(Turn(attempt, change))
    turns.sort(key=lambda turn: not turn.change.to_fail)
    return Preview(summary_of(changes), needs_yes, turns, _skipped(plan))


def may_take_pass(attempt: Attempt, change: Change) -> bool:
    """Whether somebody might lose a pass by it: where the mean of all tries counts, by any grade that falls."""
    return change.to_fail or (by_mean(attempt) and change.difference < 0)


def by_mean(attempt: Attempt) -> bool:
    return attempt.revision.terms.grading_method is GradingMethod.AVERAGE


def _skipped(plan: Plan) -> list[tuple[int, Obstacle, int]]:
    if not plan.obstacles:
        return []
    marks = Mark.objects.filter(version__in=plan.obstacles, grade__attempt__work__in=plan.works)
    rows = marks.values_list("version_id", "version__number").annotate(Count("grade__attempt", distinct=True))
    return sorted((number, plan.obstacles[pk], count) for pk, number, count in rows.order_by("version__number"))


def in_batches(attempts: QuerySet[Attempt]) -> Iterator[list[Attempt]]:
    """By primary key, so that what is added or done meanwhile does not shift the rest."""
    last = 0
    while batch := list(attempts.filter(pk__gt=last)[:CHUNK]):
        yield batch
        last = batch[-1].pk


def asked_in(question: QuestionIdentity) -> Counter[int]:
    """In how many graded attempts a question was asked, by quiz (the id of its work)."""
    marks = Mark.objects.filter(version__question=question)
    return Counter(dict(marks.values_list("grade__attempt__work").annotate(Count("grade__attempt", distinct=True))))
