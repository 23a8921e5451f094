"""What editors publish is frozen."""

from typing import Any

from django.dispatch import receiver
from django.utils.timezone import now
from wagtail.signals import page_published, published

from quizzes import actions
from quizzes.models import Question, QuizPage


@receiver(published, sender=Question)
def on_question_published(instance: Question, **kwargs: Any) -> None:
    actions.publish_question(instance, now())


@receiver(page_published, sender=QuizPage)
def on_quiz_published(instance: QuizPage, **kwargs: Any) -> None:
    actions.publish_quiz(instance, now())
