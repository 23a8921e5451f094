"""Writes of the quiz engine: freezing what editors publish, and trying."""

import random
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Subquery

from academy.assignments.actions import complete_work
from academy.assignments.models import Work
from academy.content import is_source
from academy.frozen import digest
from quizzes.domain import attempts as rules
from quizzes.domain import grading
from quizzes.domain.spec import Answer
from quizzes.models import (
    Attempt,
    Grade,
    Mark,
    Question,
    QuestionIdentity,
    QuestionText,
    QuestionVersion,
    QuizPage,
    QuizRevision,
    QuizRevisionQuestion,
    Response,
)
from quizzes.signals import attempt_graded


class Refused(Exception):
    """A rule said no. `reason` is a `quizzes.domain.attempts.Refusal`; its words stand beside the view."""

    def __init__(self, reason: rules.Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


# Freezing


@transaction.atomic
def publish_question(question: Question, at: datetime) -> None:
    """Freeze a question that was published, and every live quiz that asks it."""
    if freeze_question(question, at) is None:
        return
    _freeze_quizzes_with(question, at)


def withdraw_question(question: Question, at: datetime) -> None:
    """A question that was unpublished is dealt to nobody any more; attempts that have it keep it."""
    _freeze_quizzes_with(question, at)


def _freeze_quizzes_with(question: Question, at: datetime) -> None:
    for page in QuizPage.objects.live().filter(quiz_questions__question=question).distinct():
        freeze_quiz(page, at)


@transaction.atomic
def publish_quiz(page: QuizPage, at: datetime) -> None:
    """Freeze a quiz that was published. Its questions that were never published go live with it."""
    if is_source(page):
        for question in Question.objects.filter(uses__page=page, live=False).distinct():
            question.get_latest_revision().publish()
        freeze_quiz(page, at)


@transaction.atomic
def freeze_question(question: Question, at: datetime) -> QuestionText | None:
    """Keep a published question as it is now.

    The source language makes a new version when anything that a learner reads or chooses has changed. A
    translation adds its wording to the latest version, if it covers every option of it; one that does not is
    out of date, and learners read the source instead (None).
    """
    wording = question.wording()
    if is_source(question):
        return _freeze_source(question, wording, at)
    version = QuestionVersion.objects.filter(question__translation_key=question.translation_key).last()
    if version is None or _keys(version.texts.first().payload) != _keys(wording):
        return None
    return _add_text(version, question, wording, at)


def _freeze_source(question: Question, wording: dict[str, Any], at: datetime) -> QuestionText:
    identity, _created = QuestionIdentity.objects.update_or_create(
        translation_key=question.translation_key, defaults={"title": str(question)[:255]}
    )
    payload = question.spec().payload()
    sha256 = digest([payload, wording])
    latest = identity.versions.order_by("number").last()
    if latest is None or latest.sha256 != sha256:
        number = latest.number + 1 if latest else 1
        latest = QuestionVersion.objects.create(
            question=identity, number=number, payload=payload, sha256=sha256, created_at=at
        )
    return _add_text(latest, question, wording, at)


def _add_text(version: QuestionVersion, question: Question, wording: dict[str, Any], at: datetime) -> QuestionText:
    text, _created = QuestionText.objects.get_or_create(
        version=version,
        locale_id=question.locale_id,
        sha256=digest(wording),
        defaults={"payload": wording, "created_at": at},
    )
    return text


def _keys(wording: dict[str, Any]) -> dict[str, list[str]]:
    return {name: sorted(part) for name, part in wording.items() if isinstance(part, dict)}


@transaction.atomic
def freeze_quiz(page: QuizPage, at: datetime) -> QuizRevision | None:
    """Keep a published quiz as it is now; a revision equal to the latest one is not made again.

    Translations add nothing: what is asked comes from the source language alone.
    """
    if not is_source(page):
        return None
    work = Work.objects.of(page)
    asked = _asked_by(page)
    settings = page.settings()
    sha256 = digest([settings, asked])
    latest = QuizRevision.objects.latest_of(work)
    if latest and latest.sha256 == sha256:
        return latest
    number = latest.number + 1 if latest else 1
    revision = QuizRevision.objects.create(work=work, number=number, settings=settings, sha256=sha256, created_at=at)
    QuizRevisionQuestion.objects.bulk_create(
        QuizRevisionQuestion(revision=revision, position=position, version_id=version, points=points)
        for position, (version, points) in enumerate(asked)
    )
    return revision


def _asked_by(page: QuizPage) -> list[tuple[int, int]]:
    """(latest version id, points) of each question of the quiz that is published, in order."""
    items = [item for item in page.quiz_questions.select_related("question") if item.question.live]
    keys = [item.question.translation_key for item in items]
    latest = dict(
        QuestionVersion.objects.filter(question__translation_key__in=keys)
        .values_list("question__translation_key")
        .annotate(Max("pk"))
    )
    return [
        (latest[item.question.translation_key], item.points)
        for item in items
        if item.question.translation_key in latest
    ]


# Trying


def start_attempt(learner: Any, work: Work, at: datetime) -> Attempt:
    """The learner's open attempt at a quiz, or a new one. Raises Refused when none may be started."""
    try:
        with transaction.atomic():
            return _start(learner, work, at)
    except IntegrityError:  # a second click was faster: theirs is the attempt
        return Attempt.objects.of(learner).open().get(work=work)


def _start(learner: Any, work: Work, at: datetime) -> Attempt:
    tried = list(Attempt.objects.of(learner).filter(work=work).order_by("number"))
    open_attempt = next((attempt for attempt in tried if attempt.state == Attempt.State.OPEN), None)
    if open_attempt:
        return open_attempt
    revision = QuizRevision.objects.latest_of(work)
    if revision is None:
        raise Refused(rules.Refusal.NOT_PUBLISHED)
    if refusal := rules.may_start(revision.settings["tries"], len(tried)):
        raise Refused(refusal)
    return Attempt.objects.create(
        learner=learner,
        work=work,
        revision=revision,
        number=len(tried) + 1,
        layout=[dealt.as_json() for dealt in _deal(revision)],
        started_at=at,
    )


def _deal(revision: QuizRevision) -> list[rules.Dealt]:
    chance = random.SystemRandom()

    def shuffle(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(chance.sample(keys, len(keys)))

    asked = [
        (item.version_id, item.points, item.version.spec()) for item in revision.questions.select_related("version")
    ]
    return rules.deal(
        asked,
        shuffle_questions=revision.settings["shuffle_questions"],
        shuffle_options=revision.settings["shuffle_options"],
        shuffle=shuffle,
    )


@transaction.atomic
def save_response(attempt: Attempt, position: int, answer: Answer, text: QuestionText, at: datetime) -> None:
    """Store an answer of an open attempt; an answer equal to the stored one is not stored again.

    Raises Refused when the attempt has been handed in meanwhile, by whichever tab or device.
    """
    # The update locks the attempt's row: a hand-in at the same moment is either before it or after it.
    if not Attempt.objects.open().filter(pk=attempt.pk).update(sequence=F("sequence") + 1):
        raise Refused(rules.Refusal.ALREADY_HANDED_IN)
    before = Response.objects.filter(attempt=attempt, position=position).order_by("-sequence").values("answer")[:1]
    sequence, stored = Attempt.objects.values_list("sequence", Subquery(before)).get(pk=attempt.pk)
    if (stored or {}) == answer:
        return
    Response.objects.create(
        attempt=attempt, position=position, sequence=sequence, answer=answer, text=text, saved_at=at
    )


def answers_of(attempt: Attempt) -> dict[int, Answer]:
    """The answer that counts for each position that has one."""
    rows = Response.objects.filter(attempt=attempt).order_by("sequence").values_list("position", "answer")
    return dict(rows)


@transaction.atomic
def submit_attempt(attempt: Attempt, at: datetime) -> Grade:
    """Hand in an attempt and grade it. A second hand-in returns the grade of the first."""
    handed_in = Attempt.objects.open().filter(pk=attempt.pk).update(state=Attempt.State.HANDED_IN, handed_in_at=at)
    if not handed_in:
        return Grade.objects.filter(attempt=attempt).latest("number")
    grade, marks = _grade(attempt, at)
    Mark.objects.bulk_create(marks)
    if grade.passed:
        complete_work(attempt.learner, attempt.work, at)
    attempt_graded.send(Attempt, attempt=attempt, grade=grade, at=at)
    return grade


def _grade(attempt: Attempt, at: datetime) -> tuple[Grade, list[Mark]]:
    answers = answers_of(attempt)
    dealt = attempt.dealt
    specs = QuestionVersion.objects.specs(item.version for item in dealt)
    shares = [specs[item.version].mark(answers.get(position, {})) for position, item in enumerate(dealt)]
    outcome = grading.grade(
        [(share, item.points) for share, item in zip(shares, dealt, strict=True)],
        attempt.revision.settings["pass_mark"],
    )
    grade = Grade.objects.create(
        attempt=attempt, percent=_decimal(outcome.percent), passed=outcome.passed, graded_at=at
    )
    marks = [
        Mark(grade=grade, position=position, version_id=item.version, share=_decimal(share))
        for position, (share, item) in enumerate(zip(shares, dealt, strict=True))
    ]
    return grade, marks


def _decimal(value: Fraction) -> str:
    return f"{float(value):.6f}"
