"""News from the left: a unit was opened, a quiz was graded."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import get_language

from academy.assignments.actions import complete_for
from academy.assignments.models import Work
from academy.assignments.signals import work_assigned
from academy.content import stamp
from academy.models import UnitPage
from academy.signals import unit_opened
from academy.staff.models import User
from courses import actions
from courses.models import Enrolment
from courses.progress import place_in_course
from quizzes.models import Attempt, Grade, QuizPage
from quizzes.signals import attempt_graded


@receiver(unit_opened)
def on_unit_opened(page: UnitPage, request: HttpRequest, at: datetime, **kwargs: Any) -> None:
    place = place_in_course(request.user, page.translation_key, get_language(), request.content_stamp)
    step = place.step(page.translation_key) if place else None
    if place and step and actions.open_unit(request.user, place, step, at):
        place = place_in_course(request.user, page.translation_key, get_language(), request.content_stamp)
    request.course_standing = place


@receiver(work_assigned)
def on_work_assigned(work: Work, learners: list[int], at: datetime, **kwargs: Any) -> None:
    """Who completed a course before it was asked for has done it."""
    if work.kind == Work.Kind.COURSE:
        complete_for(User.objects.filter(pk__in=learners, enrolments__in=Enrolment.objects.completed(work)), work, at)


@receiver(attempt_graded)
def on_attempt_graded(attempt: Attempt, grade: Grade, at: datetime, **kwargs: Any) -> None:
    enough = attempt.revision.settings["done_when"] == QuizPage.DoneWhen.HANDED_IN
    if grade.passed or enough:
        actions.record_quiz(attempt.learner, attempt.work, at, attempt.content_stamp or stamp())
