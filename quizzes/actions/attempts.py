"""Handing in, by the learner or because the time is up."""

from datetime import datetime
from typing import Any

from django.db import transaction

from academy.assignments.actions import complete_for
from quizzes.actions.grading import grade_attempt
from quizzes.models import Attempt, Grade, Response
from quizzes.signals import attempt_graded, attempt_waits
from quizzes.standing import overall_with

BATCH = 200


@transaction.atomic
def submit_attempt(learner: Any, pk: int, at: datetime) -> Grade | None:
    """Hand in an attempt and grade it. A second hand-in returns the grade of the first.

    None while people have something to mark in it: see `actions.marking`.
    After its deadline an attempt counts as handed in at the deadline. Raises Attempt.DoesNotExist for an attempt
    that is not the learner's.
    """
    # First of all: from here on no answer is stored any more, so what is read next is what counts.
    if attempt := Attempt.objects.hand_in(learner, pk, at):
        return _grade(attempt, at)
    return Grade.objects.latest_of(Attempt.objects.of(learner).get(pk=pk))


def close_overdue(at: datetime) -> int:
    """Hand in every attempt whose time is up; return how many. It may run as often as one likes, also twice at once.

    One that can not be handed in keeps back no other; its error is raised at the end.
    """
    closed, last, errors = 0, 0, []
    overdue = Attempt.objects.overdue(at).select_related("learner").order_by("pk")
    while batch := list(overdue.filter(pk__gt=last)[:BATCH]):
        for attempt in batch:
            try:
                closed += close_if_overdue(attempt.learner, attempt.pk, at)
            except Exception as error:
                errors.append(error)
        last = batch[-1].pk
    if errors:
        raise errors[0]
    return closed


@transaction.atomic
def close_if_overdue(learner: Any, pk: int, at: datetime) -> bool:
    """Hand in an attempt if its time is up; return whether this call did it. A deadline that has moved is kept."""
    attempt = Attempt.objects.hand_in(learner, pk, at, overdue=True)
    if attempt:
        _grade(attempt, at)
    return attempt is not None


def _grade(attempt: Attempt, at: datetime) -> Grade | None:
    grade = grade_attempt(attempt, Response.objects.answered(attempt), at)
    passed = grade is not None and overall_with(attempt, grade).passed
    news = attempt_graded if grade else attempt_waits
    answers = news.send(Attempt, attempt=attempt, grade=grade, passed=passed, at=at)
    also = [work for _receiver, work in answers if work]
    if done := [*([attempt.work_id] if passed else []), *also]:
        complete_for([attempt.learner], done, at, own=next(iter(also), None))
    return grade
