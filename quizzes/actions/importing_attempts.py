"""Taking in what learners did in another system, so that an organisation can move with its history.

Imported attempts are attempts: they are marked by our rules, count as records and as tries, and close what the
learner was asked to do. Nobody is told about them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from academy.assignments.actions import complete_for
from academy.assignments.models import Work
from academy.content import stamp
from academy.staff.models import User
from quizzes import proof
from quizzes.actions.grading import as_stored, mark_rows
from quizzes.domain.grading import Marked, grade_marked
from quizzes.domain.settings import DoneWhen
from quizzes.exchange.attempts import Problem, Quiz, Row, people_named, read_rows
from quizzes.models import Attempt, Grade, Mark, Response
from quizzes.signals import attempt_graded
from quizzes.standing import who_passed

BATCH = 2000


@dataclass
class Outcome:
    """What became of a file. Where there are problems nothing was changed."""

    problems: list[Problem] = field(default_factory=list)
    imported: int = 0
    skipped: int = 0
    learners: int = 0


class _DryRun(Exception):
    """Ends the transaction of a dry run."""


def import_attempts(
    quiz: Quiz, data: bytes, at: datetime, *, create_learners: bool = False, dry_run: bool = False
) -> Outcome:
    """Store the attempts of a table, all or none. An attempt that is stored already with equal responses is skipped.

    Raises `exchange.attempts.TableError` for a file that is no table of attempts at this quiz.
    """
    rows, problems = read_rows(quiz, data)
    outcome = Outcome(problems)
    people = people_named(row.username for row in rows)
    unknown = {row.username.casefold(): row for row in reversed(rows) if row.username.casefold() not in people}
    if unknown and not create_learners:
        problems += [Problem(row.line, row.username, "There is no such learner.") for row in unknown.values()]
    if problems:
        problems.sort(key=lambda problem: problem.line)
        return outcome
    try:
        with transaction.atomic():
            people |= _make_learners(unknown.values())
            _store(quiz, rows, people, at, outcome)
            outcome.learners = len(unknown)
            if dry_run or problems:
                raise _DryRun
    except _DryRun:
        if problems:
            outcome.imported = outcome.skipped = outcome.learners = 0
    return outcome


def _make_learners(rows: Any) -> dict[str, User]:
    """People who may not sign in and belong to no audience, until somebody makes more of them."""
    people = [
        User(username=row.username, is_active=False, password=make_password(None)) for row in reversed(list(rows))
    ]
    return {person.username.casefold(): person for person in User.objects.bulk_create(people, batch_size=BATCH)}


def _store(quiz: Quiz, rows: Sequence[Row], people: dict[str, User], at: datetime, outcome: Outcome) -> None:
    stored = _stored(quiz.revision.work, people)
    new = []
    for row in rows:
        learner = people[row.username.casefold()]
        known = stored.get((learner.pk, row.number))
        if known is None:
            new.append((learner, row))
        elif known == _answers(row):
            outcome.skipped += 1
        else:
            reason = f"Attempt {row.number} is stored with other responses."
            outcome.problems.append(Problem(row.line, row.username, reason))
    if outcome.problems:
        return
    graded = _write(quiz, new, at)
    _close(quiz, graded, at)
    outcome.imported = len(new)


def _stored(work: Work, people: dict[str, User]) -> dict[tuple[int, int], dict[int, Any]]:
    """The answers of every attempt of these people at the quiz, by question version; None where one is open."""
    ids = {person.pk for person in people.values()}
    attempts = {attempt.pk: attempt for attempt in Attempt.objects.filter(work=work) if attempt.learner_id in ids}
    answers: dict[int, dict[int, Any]] = {pk: {} for pk in attempts}
    responses = Response.objects.filter(attempt__work=work).order_by("sequence")
    for attempt, position, answer in responses.values_list("attempt_id", "position", "answer"):
        if attempt in answers:
            answers[attempt][position] = answer
    return {
        (attempt.learner_id, attempt.number): {place: given for place, given in answers[pk].items() if given}
        for pk, attempt in attempts.items()
    }


def _answers(row: Row) -> dict[int, Any]:
    return {place: given.answer for place, given in enumerate(row.given) if given.answer}


def _write(quiz: Quiz, new: Sequence[tuple[User, Row]], at: datetime) -> list[Grade]:
    layout = [place.dealt.as_json() for place in quiz.places]
    attempts = Attempt.objects.bulk_create(
        (
            Attempt(
                learner=learner,
                work=quiz.revision.work,
                revision=quiz.revision,
                number=row.number,
                state=Attempt.State.HANDED_IN,
                source=Attempt.Source.IMPORTED,
                layout=layout,
                sequence=len(row.given),
                started_at=row.started_at or row.ended_at or at,
                handed_in_at=row.ended_at or row.started_at or at,
            )
            for learner, row in new
        ),
        batch_size=BATCH,
    )
    Response.objects.bulk_create(
        (
            Response(
                attempt=attempt,
                position=position,
                sequence=position + 1,
                answer=given.answer,
                original=given.original,
                text=quiz.places[position].text,
                saved_at=attempt.handed_in_at,
            )
            for attempt, (_learner, row) in zip(attempts, new, strict=True)
            for position, given in enumerate(row.given)
            if given.answer
        ),
        batch_size=BATCH,
    )
    return _grade(quiz, attempts, [row for _learner, row in new], at)


def _grade(quiz: Quiz, attempts: Sequence[Attempt], rows: Sequence[Row], at: datetime) -> list[Grade]:
    marked = [
        [
            Marked(place.dealt.version, place.dealt.points, given.share)
            for place, given in zip(quiz.places, row.given, strict=True)
        ]
        for row in rows
    ]
    outcomes = [grade_marked(marks, quiz.revision.terms.pass_mark) for marks in marked]
    grades = Grade.objects.bulk_create(
        (
            Grade(
                attempt=attempt,
                percent=as_stored(outcome.percent),
                passed=outcome.passed,
                reason=Grade.Reason.IMPORTED,
                graded_at=at,
            )
            for attempt, outcome in zip(attempts, outcomes, strict=True)
        ),
        batch_size=BATCH,
    )
    rows_of_marks = (row for grade, marks in zip(grades, marked, strict=True) for row in mark_rows(grade, marks))
    Mark.objects.bulk_create(rows_of_marks, batch_size=BATCH)
    proof.graded(grades, at)
    return grades


def _close(quiz: Quiz, grades: Sequence[Grade], at: datetime) -> None:
    """What the attempts complete: one for each learner says it, for courses count a quiz once."""
    content_stamp = stamp()
    enough = quiz.revision.terms.done_when is DoneWhen.HANDED_IN
    passers = {learner.pk for learner in who_passed({grade.attempt.learner_id for grade in grades}, quiz.revision.work)}
    passed = {grade.attempt.learner_id: grade for grade in grades if grade.attempt.learner_id in passers}
    telling = {grade.attempt.learner_id: grade for grade in grades if enough} | passed
    for grade in telling.values() or grades[:1]:
        grade.attempt.content_stamp = content_stamp
        whole = grade.attempt.learner_id in passed
        sent = attempt_graded.send(Attempt, attempt=grade.attempt, grade=grade, passed=whole, at=at)
        if also := [work for _receiver, work in sent if work]:
            complete_for([grade.attempt.learner], also, at, own=also[0])
    if passed:
        complete_for([grade.attempt.learner for grade in passed.values()], [quiz.revision.work_id], at)
