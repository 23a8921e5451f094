from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from academy.access import SOURCE_LANGUAGE
from academy.assignments.actions import complete_work
from academy.assignments.models import Work
from courses.models import Enrolment, LessonPage, UnitProgress
from courses.outline import Outline, Unit, course_of, outline_of
from courses.progress import CourseStanding, Step


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
    _record(learner, standing.outline, unit, at, done=done)


def _record(learner: Any, outline: Outline, unit: Unit, at: datetime, *, done: bool) -> None:
    try:
        with transaction.atomic():
            _write(learner, outline, unit, at, done=done)
    except IntegrityError:  # two tabs opened the course at the same moment: the second finds the rows
        with transaction.atomic():
            _write(learner, outline, unit, at, done=done)


def _write(learner: Any, outline: Outline, unit: Unit, at: datetime, *, done: bool) -> None:
    # The update locks the enrolment: whoever does another unit of the course at this moment waits, and so one of
    # the two sees that both are done.
    mine = Enrolment.objects.filter(learner=learner, course=outline.work_id)
    if not mine.update(last_unit_id=unit.work_id, last_opened_at=at):
        mine.create(
            learner=learner, course_id=outline.work_id, started_at=at, last_opened_at=at, last_unit_id=unit.work_id
        )
    rows = list(UnitProgress.objects.filter(enrolment__in=mine).select_related("enrolment__course"))
    enrolment = rows[0].enrolment if rows else mine.select_related("course").get()
    units = {row.unit_id: row for row in rows}
    progress = units.get(unit.work_id)
    done_at = at if done else None
    if progress is None:
        UnitProgress.objects.create(enrolment=enrolment, unit_id=unit.work_id, opened_at=at, done_at=done_at)
    elif done and progress.done_at is None:
        UnitProgress.objects.filter(pk=progress.pk, done_at=None).update(done_at=at)
    else:
        return
    others = {other.work_id for other in outline.units} - {unit.work_id}
    if done and all(pk in units and units[pk].done_at for pk in others):
        _complete(learner, enrolment, at)


def _complete(learner: Any, enrolment: Enrolment, at: datetime) -> None:
    if Enrolment.objects.filter(pk=enrolment.pk, completed_at=None).update(completed_at=at):
        complete_work(learner, enrolment.course, at)


def record_quiz(learner: Any, quiz: Work, at: datetime, stamp: int) -> None:
    """Carry a quiz that is done into the course that it is a unit of; a quiz outside every course has none."""
    course_key = course_of(quiz.translation_key, stamp)
    if course_key is None:
        return
    # Any language serves for counting: the units are the same in all of them.
    outline = outline_of(course_key, SOURCE_LANGUAGE, stamp)
    unit = next((unit for unit in outline.units if unit.key == quiz.translation_key), None)
    if unit:
        _record(learner, outline, unit, at, done=True)
