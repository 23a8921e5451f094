"""What somebody is granted beyond the settings of a quiz, also while an attempt runs."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from academy.assignments.actions import titles_of
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.staff.models import Team, User
from quizzes import proof
from quizzes.domain.timing import deadline
from quizzes.models import Attempt, QuizException
from quizzes.standing import allowance_of


@transaction.atomic
def grant_exception(exception: QuizException, by: Any, at: datetime) -> QuizException:
    """Grant what an unsaved exception says, and tell whom it concerns. Open attempts have the new time at once."""
    exception.created_by = by
    exception.created_at = at
    exception.save(force_insert=True)
    proof.granted(exception)
    move_deadlines(_open_attempts(exception))
    inbox.tell(
        kind=Notice.Kind.QUIZ_GRANTED,
        about=_about(exception),
        recipients=dict.fromkeys(_concerned(exception)),
        titles=titles_of(exception.work),
        path=f"/learn/work/{exception.work_id}/",
        at=at,
    )
    return exception


@transaction.atomic
def end_exception(exception: QuizException, by: Any, at: datetime) -> bool:
    """Take a grant back; return whether it was in force. An attempt that is open loses its minutes again."""
    ended = QuizException.objects.in_force().filter(pk=exception.pk).update(ended_at=at, ended_by=by)
    if ended:
        move_deadlines(_open_attempts(exception))
        told = Notice.objects.filter(kind=Notice.Kind.QUIZ_GRANTED, about=_about(exception))
        inbox.withdraw([_about(exception)], told.values_list("recipient", flat=True), at)
    return bool(ended)


@transaction.atomic
def set_extra_time(person: Any, percent: int, by: Any, at: datetime) -> None:
    """How much more time than others a person has in everything that has a clock."""
    type(person).objects.filter(pk=person.pk).update(extra_time=percent)
    person.extra_time = percent
    proof.given_extra_time(person, percent, by, at)
    move_deadlines(Attempt.objects.of(person).open())


def move_deadlines(attempts: QuerySet[Attempt]) -> int:
    """Work out anew until when open attempts last; return how many deadlines moved."""
    moved = 0
    for attempt in attempts.select_related("revision", "learner", "work"):
        learner = attempt.learner
        allowance = allowance_of(learner, attempt.work)
        due = deadline(attempt.started_at, attempt.revision.terms, learner.extra_time, allowance)
        if due != attempt.deadline_at:
            moved += Attempt.objects.open().filter(pk=attempt.pk).update(deadline_at=due)
    return moved


def _about(exception: QuizException) -> str:
    return f"exception:{exception.pk}"


def _concerned(exception: QuizException) -> list[int]:
    """The ids of the people whom it concerns now."""
    if exception.person_id:
        return [exception.person_id]
    team: Team = exception.team
    return list(User.objects.active().filter(team__path__startswith=team.path).values_list("pk", flat=True))


def _open_attempts(exception: QuizException) -> QuerySet[Attempt]:
    attempts = Attempt.objects.open().filter(work=exception.work_id)
    if exception.person_id:
        return attempts.filter(learner=exception.person_id)
    team: Team = exception.team
    return attempts.filter(learner__team__path__startswith=team.path)
