"""How far people are: units that they open and do, and courses that these complete."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from academy.access import SOURCE_LANGUAGE
from academy.assignments.actions import complete_for, reopen_for
from academy.assignments.models import Work
from academy.staff.models import User
from courses.actions.paths import complete_paths, reopen_paths
from courses.models import Enrolment, LessonPage, Reopening, UnitProgress
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


@transaction.atomic
def record_progress(learner: Any, standing: CourseStanding, unit: Unit, at: datetime, *, done: bool) -> None:
    """Write down that a unit was opened or done, and complete the course when that was its last one."""
    if _record(learner, standing.outline, unit, at, done=done):
        complete_for([learner], [standing.outline.work_id], at, own=standing.outline.work_id)


def _record(learner: Any, outline: Outline, unit: Unit, at: datetime, stamp: int | None = None, *, done: bool) -> bool:
    """Return whether this completed the course.

    Then its paths are looked at here: `work_done` says nothing of who was excused from the course, or missed its date.
    """
    mine = Enrolment.objects.current().filter(learner=learner, course=outline.work_id)
    if not UnitProgress.objects.note(learner, outline.work_id, unit.work_id, at, done=done):
        # Two tabs may open a course at the same moment: the second finds the row of the first.
        Enrolment.objects.bulk_create(
            [Enrolment(learner=learner, course_id=outline.work_id, started_at=at, last_opened_at=at)],
            ignore_conflicts=True,
        )
        UnitProgress.objects.note(learner, outline.work_id, unit.work_id, at, done=done)
    here = {"last_unit_id": unit.work_id, "last_opened_at": at}
    if done and mine.all_done([unit.work_id for unit in outline.units]).update(completed_at=at, **here):
        complete_paths([learner.pk], [outline.work_id], at, stamp)
        return True
    mine.update(**here)
    return False


def record_quiz(learner: Any, quiz: Work, at: datetime, stamp: int) -> int | None:
    """Carry a quiz that is done into the course that it is a unit of; a quiz outside every course has none.

    Returns the course (the id of its work) if that completed it: whatever asks for it is done.
    """
    found = _place_of(quiz, stamp)
    return found[0].work_id if found and _record(learner, *found, at, stamp, done=True) else None


def _place_of(quiz: Work, stamp: int) -> tuple[Outline, Unit] | None:
    course_key = course_of(quiz.translation_key, stamp)
    if course_key is None:
        return None
    # Any language serves for counting: the units are the same in all of them.
    outline = outline_of(course_key, SOURCE_LANGUAGE, stamp)
    unit = next((unit for unit in outline.units if unit.key == quiz.translation_key), None)
    return (outline, unit) if unit else None


@transaction.atomic
def record_quiz_for(learners: Collection[User], quiz: Work, at: datetime, stamp: int) -> None:
    """The same for many, whose grades were corrected. Where they go on in the course stays as it is."""
    found = _place_of(quiz, stamp)
    if not found or not learners:
        return
    outline, unit = found
    Enrolment.objects.bulk_create(
        [Enrolment(learner=one, course_id=outline.work_id, started_at=at, last_opened_at=at) for one in learners],
        ignore_conflicts=True,
    )
    theirs = Enrolment.objects.current().filter(learner__in=learners, course=outline.work_id)
    # As in `UnitProgress.objects.note`: of two who do the last units of a course, one sees that all is done.
    enrolments = list(theirs.select_for_update().order_by("pk"))
    UnitProgress.objects.bulk_create(
        [UnitProgress(enrolment=one, unit_id=unit.work_id, opened_at=at, done_at=at) for one in enrolments],
        ignore_conflicts=True,
    )
    UnitProgress.objects.filter(enrolment__in=enrolments, unit=unit.work_id, done_at=None).update(done_at=at)
    completed = list(theirs.all_done([unit.work_id for unit in outline.units]).values_list("pk", "learner_id"))
    Enrolment.objects.filter(pk__in=[pk for pk, _learner in completed]).update(completed_at=at)
    finished = {learner for _pk, learner in completed}
    complete_for([one for one in learners if one.pk in finished], [outline.work_id], at, own=outline.work_id)
    complete_paths(finished, [outline.work_id], at, stamp)


@transaction.atomic
def take_back_quiz(learners: Collection[User], quiz: Work, at: datetime, stamp: int) -> None:
    """A quiz that they no longer pass is open again, and with it the course. What was taken back is written down."""
    found = _place_of(quiz, stamp)
    if not found or not learners:
        return
    outline, unit = found
    mine = Enrolment.objects.current().filter(course=outline.work_id, learner__in=learners)
    theirs = UnitProgress.objects.filter(enrolment__in=mine)
    rows = list(theirs.filter(unit=unit.work_id).exclude(done_at=None).select_related("enrolment"))
    Reopening.objects.bulk_create(
        Reopening(
            enrolment=row.enrolment,
            unit_id=unit.work_id,
            unit_done_at=row.done_at,
            course_completed_at=row.enrolment.completed_at,
            at=at,
        )
        for row in rows
    )
    UnitProgress.objects.filter(pk__in=[row.pk for row in rows]).update(done_at=None)
    completed = [row.enrolment for row in rows if row.enrolment.completed_at]
    Enrolment.objects.filter(pk__in=[enrolment.pk for enrolment in completed]).update(completed_at=None)
    unfinished = {enrolment.learner_id for enrolment in completed}
    reopen_for([one for one in learners if one.pk in unfinished], [outline.work_id], at)
    reopen_paths(unfinished, [outline.work_id], at)
