from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from academy.access import SOURCE_LANGUAGE
from academy.assignments.actions import complete_work
from academy.assignments.models import Work
from courses.models import Enrolment, LessonPage, UnitProgress
from courses.outline import Unit, course_of
from courses.progress import CourseStanding, Step, standing_of


def open_unit(learner: Any, standing: CourseStanding, step: Step, at: datetime) -> bool:
    """Remember that a learner has opened a unit, so that they go on there; return whether that was news.

    No news, no query: reading a lesson again writes nothing.
    """
    done = step.unit.done_when == LessonPage.DoneWhen.OPENED
    here = standing.enrolment is not None and standing.enrolment.last_unit_id == step.unit.work_id
    if here and step.opened and (step.done or not done):
        return False
    record_progress(learner, standing, step.unit, at, done=done)
    return True


def record_progress(learner: Any, standing: CourseStanding, unit: Unit, at: datetime, *, done: bool) -> None:
    """Write down that a unit was opened or done, and complete the course when that was its last one."""
    try:
        with transaction.atomic():
            _record(learner, standing, unit, at, done=done)
    except IntegrityError:  # two tabs opened the course at the same moment: the second finds the rows
        with transaction.atomic():
            _record(learner, standing, unit, at, done=done)


def _record(learner: Any, standing: CourseStanding, unit: Unit, at: datetime, *, done: bool) -> None:
    course_id = standing.outline.work_id
    enrolment, created = Enrolment.objects.get_or_create(
        learner=learner,
        course_id=course_id,
        defaults={"started_at": at, "last_opened_at": at, "last_unit_id": unit.work_id},
    )
    if not created:
        Enrolment.objects.filter(pk=enrolment.pk).update(last_unit_id=unit.work_id, last_opened_at=at)
    progress, _created = UnitProgress.objects.get_or_create(
        enrolment=enrolment, unit_id=unit.work_id, defaults={"opened_at": at}
    )
    if done and progress.done_at is None:
        UnitProgress.objects.filter(pk=progress.pk, done_at=None).update(done_at=at)
        _complete_if_done(learner, enrolment, standing, at)


def _complete_if_done(learner: Any, enrolment: Enrolment, standing: CourseStanding, at: datetime) -> None:
    units = {unit.work_id for unit in standing.outline.units}
    done = UnitProgress.objects.filter(enrolment=enrolment, unit__in=units).exclude(done_at=None).count()
    if done == len(units) and Enrolment.objects.filter(pk=enrolment.pk, completed_at=None).update(completed_at=at):
        complete_work(learner, Work.objects.get(pk=standing.outline.work_id), at)


def record_quiz(learner: Any, quiz: Work, at: datetime, stamp: int, *, handed_in_is_enough: bool, passed: bool) -> None:
    """Carry the outcome of a quiz into the course that it is a unit of; a quiz outside every course has none."""
    course_key = course_of(quiz.translation_key, stamp)
    if course_key is None or not (passed or handed_in_is_enough):
        return
    # Any language serves for counting: the units are the same in all of them.
    standing = standing_of(learner, course_key, SOURCE_LANGUAGE, stamp)
    step = standing.step(quiz.translation_key)
    if step and not step.done:
        record_progress(learner, standing, step.unit, at, done=True)
