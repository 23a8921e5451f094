"""What editors publish is frozen."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.timezone import now
from wagtail.signals import page_published, published, unpublished

from academy.assignments.actions import complete_for
from academy.assignments.models import Work
from academy.assignments.signals import work_assigned
from academy.staff.models import User
from quizzes import actions
from quizzes.models import Attempt, Question, QuizPage


@receiver(work_assigned)
def on_work_assigned(work: Work, learners: list[int], at: datetime, **kwargs: Any) -> None:
    """Who passed a quiz before it was asked for has done it."""
    if work.kind == Work.Kind.QUIZ:
        complete_for(User.objects.filter(pk__in=learners, attempts__in=Attempt.objects.passed(work)), work, at)


@receiver(unpublished, sender=Question)
def on_question_unpublished(instance: Question, **kwargs: Any) -> None:
    actions.withdraw_question(instance, now())


@receiver(published, sender=Question)
def on_question_published(instance: Question, **kwargs: Any) -> None:
    actions.publish_question(instance, now())


@receiver(page_published, sender=QuizPage)
def on_quiz_published(instance: QuizPage, **kwargs: Any) -> None:
    actions.publish_quiz(instance, now())
