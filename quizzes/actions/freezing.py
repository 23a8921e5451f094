"""Keeping what editors publish."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from academy.assignments.models import Work
from academy.content import is_source, move_stamp
from academy.frozen import digest
from academy.skills.actions import cite
from academy.skills.citing import resolve
from quizzes.citing import KIND
from quizzes.models import (
    FrozenPicture,
    Question,
    QuestionIdentity,
    QuestionText,
    QuestionVersion,
    QuizPage,
    QuizRevision,
    QuizRevisionQuestion,
)
from quizzes.models.pictures import file_in


@transaction.atomic
def publish_question(question: Question, at: datetime) -> None:
    """Freeze a question that was published, and every live quiz that asks it; keep on which clauses it rests."""
    _cite(question)
    if freeze_question(question, at) is None:
        return
    _freeze_quizzes_with(question, at)


def withdraw_question(question: Question, at: datetime) -> None:
    """A question that was unpublished is dealt to nobody any more; attempts that have it keep it."""
    if is_source(question):
        cite(KIND, question.translation_key, str(question), [])
    _freeze_quizzes_with(question, at)


def _cite(question: Question) -> None:
    """What it rests on comes from the source language, as all that is no wording."""
    if is_source(question):
        cite(KIND, question.translation_key, str(question), resolve(question.rests_on))


@transaction.atomic
def freeze_drawing_quizzes(at: datetime) -> None:
    """Questions have come to rest, or may be drawn again: the pools of every quiz that draws are made anew."""
    for page in QuizPage.objects.live().filter(draws__isnull=False).distinct():
        freeze_quiz(page, at)


def _freeze_quizzes_with(question: Question, at: datetime) -> None:
    """Its quizzes, and every quiz that draws: which skills the question had before is not known."""
    asked = Q(quiz_questions__question=question) | Q(draws__isnull=False)
    for page in QuizPage.objects.live().filter(asked).distinct():
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
    if version is None or not _covers(wording, version.texts.first().payload):
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
    text, created = QuestionText.objects.get_or_create(
        version=version,
        locale_id=question.locale_id,
        sha256=digest(wording),
        defaults={"payload": wording, "picture_id": wording.get("picture", {}).get("image"), "created_at": at},
    )
    if created and question.picture:
        FrozenPicture.objects.keep(question.picture, at)
    if created:
        move_stamp()  # which wording of a version is the latest is kept until it moves
    return text


def _covers(wording: dict[str, Any], source: dict[str, Any]) -> bool:
    """Whether a translation words every part of its source, and words them for the same picture."""
    return file_in(wording) == file_in(source) and _keys(wording) == _keys(source)


def _keys(wording: dict[str, Any]) -> dict[str, Any]:
    """Which parts are worded, and which parts of these."""
    return {name: _keys(part) for name, part in wording.items() if isinstance(part, dict)}


@transaction.atomic
def freeze_quiz(page: QuizPage, at: datetime) -> QuizRevision | None:
    """Keep a published quiz as it is now; a revision equal to the latest one is not made again.

    Translations add nothing: what is asked comes from the source language alone.
    """
    if not is_source(page):
        return None
    work = Work.objects.of(page)
    asked = _asked_by(page)
    draws = _drawn_by(page)
    settings = page.settings().to_json()
    sha256 = digest([settings, asked, draws])
    latest = QuizRevision.objects.latest_of(work)
    if latest and latest.sha256 == sha256:
        return latest
    number = latest.number + 1 if latest else 1
    revision = QuizRevision.objects.create(
        work=work, number=number, settings=settings, draws=draws, sha256=sha256, created_at=at
    )
    QuizRevisionQuestion.objects.bulk_create(
        QuizRevisionQuestion(revision=revision, position=position, version_id=version, points=points)
        for position, (version, points) in enumerate(asked)
    )
    move_stamp()
    return revision


def _asked_by(page: QuizPage) -> list[tuple[int, int]]:
    """(latest version id, points) of each question of the quiz that is published, in order."""
    items = [item for item in page.quiz_questions.select_related("question") if item.question.live]
    latest = _latest_versions(item.question for item in items)
    return [
        (latest[item.question.translation_key], item.points)
        for item in items
        if item.question.translation_key in latest
    ]


def _drawn_by(page: QuizPage) -> list[dict[str, Any]]:
    """The pool of each draw, as it is now."""
    draws = []
    for draw in page.draws.select_related("skill"):
        latest = _latest_versions(Question.objects.to_draw(draw.skill))
        draws.append({"count": draw.count, "points": draw.points, "versions": sorted(latest.values())})
    return draws


def _latest_versions(questions: Iterable[Question]) -> dict[UUID, int]:
    keys = [question.translation_key for question in questions]
    versions = QuestionVersion.objects.filter(question__translation_key__in=keys)
    return dict(versions.values_list("question__translation_key").annotate(Max("pk")))
