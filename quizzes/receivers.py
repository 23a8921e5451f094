"""What editors publish is frozen."""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.timezone import now
from wagtail.signals import page_published, published, unpublished

from academy.assignments.actions import complete_for
from academy.assignments.models import Work
from academy.assignments.signals import work_assigned, work_renewed
from academy.skills.signals import citations_checked, clauses_changed
from academy.staff.models import User
from quizzes import actions
from quizzes.citing import KIND
from quizzes.models import Attempt, Question, QuizPage
from quizzes.signals import attempt_graded, attempt_waits, attempts_regraded
from quizzes.standing import who_passed
from quizzes.tasks import compute_statistics_later, compute_statistics_sparingly


@receiver(work_assigned)
def on_work_assigned(work: Work, learners: list[int], at: datetime, **kwargs: Any) -> None:
    """Who passed a quiz before it was asked for has done it."""
    if work.kind == Work.Kind.QUIZ and (passed := who_passed(learners, work)):
        complete_for(passed, [work.pk], at)


@receiver(work_renewed)
def on_work_renewed(work: Work, learners: list[int], at: datetime, **kwargs: Any) -> None:
    if work.kind == Work.Kind.QUIZ:
        actions.start_afresh(learners, [work.pk], at)


@receiver(post_save, sender=User)
def on_user_saved(instance: User, created: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Who is given more time has it in the attempt that runs. A sign-in saves the person too, and means nothing."""
    if not created and (update_fields is None or {"extra_time", "team"} & set(update_fields)):
        actions.move_deadlines(Attempt.objects.of(instance).open())


@receiver(attempt_graded)
def on_attempt_graded(attempt: Attempt, **kwargs: Any) -> None:
    compute_statistics_sparingly(attempt.work_id)


@receiver(attempt_waits)
def on_attempt_waits(attempt: Attempt, at: datetime, **kwargs: Any) -> None:
    actions.call_markers(attempt, at)


@receiver(attempts_regraded)
def on_attempts_regraded(work: Work, **kwargs: Any) -> None:
    compute_statistics_later(work.pk)


@receiver(unpublished, sender=Question)
def on_question_unpublished(instance: Question, **kwargs: Any) -> None:
    actions.withdraw_question(instance, now())


@receiver(published, sender=Question)
def on_question_published(instance: Question, **kwargs: Any) -> None:
    actions.publish_question(instance, now())


@receiver([clauses_changed, citations_checked])
def on_resting_questions(at: datetime, kind: str = KIND, **kwargs: Any) -> None:
    """Questions have come to rest, or have been confirmed."""
    if kind == KIND:
        actions.freeze_drawing_quizzes(at)


@receiver(page_published, sender=QuizPage)
def on_quiz_published(instance: QuizPage, **kwargs: Any) -> None:
    actions.publish_quiz(instance, now())
