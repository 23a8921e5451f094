"""A course says something else than it did: whoever completed it does what has changed, and no more."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Revision

from academy.access import SOURCE_LANGUAGE
from academy.assignments.actions import reopen_changed, titles_of
from academy.assignments.domain.due import DAY
from academy.assignments.models import Assignment, Work
from academy.content import stamp
from academy.models import TaughtPage
from courses.models import Enrolment, MaterialChange, Reopening, UnitProgress
from courses.outline import course_of, outline_of
from courses.tasks import reopen_units_later
from quizzes.actions import start_afresh

CHUNK = 1000


@transaction.atomic
def announce_change(work: Work, days: int, by: Any, at: datetime) -> MaterialChange:
    """Keep that a unit, or what a course consists of, has changed materially; the worker asks those concerned."""
    key = work.translation_key if work.kind == Work.Kind.COURSE else course_of(work.translation_key, stamp())
    course = Work.objects.filter(kind=Work.Kind.COURSE, translation_key=key).first() if key else None
    change = MaterialChange.objects.create(work=work, course=course, days=days, by=by, at=at)
    reopen_units_later(change)
    return change


def take_off_tick(page: TaughtPage, revision: Revision | None) -> None:
    """A material change is said once: neither the page nor the form that shows it next says so still."""
    page.changed_materially = False
    type(page).objects.filter(pk=page.pk).update(changed_materially=False)
    if revision:
        content = {**revision.content, "changed_materially": False}
        Revision.objects.filter(pk=revision.pk).update(content=content)


def reopen_units(change: MaterialChange, at: datetime) -> int:
    """Open what has changed again for whoever did it before; return how many people that concerned.

    In chunks, each in a transaction of its own. As often as one likes: whom it concerned has it to do, and who has done
    it since did what holds now. They have so many days from `at`.
    """
    concerned = _reopen_alone(change, at)
    units = _units(change)
    while units and (reopened := _reopen_next(change, units, at)):
        concerned += reopened
    return concerned


def _units(change: MaterialChange) -> list[int]:
    """Which units people may have to do: the one that has changed, or any of the course. None that is not there."""
    if change.course is None:
        return []
    outline = outline_of(change.course.translation_key, SOURCE_LANGUAGE, stamp())
    every = [unit.work_id for unit in outline.units]
    return every if change.of_course else [pk for pk in every if pk == change.work_id]


def _waiting(change: MaterialChange, units: Collection[int], at: datetime) -> QuerySet[Enrolment]:
    """Who completed the course as it was; and who is on the way and did the unit as it was.

    Not whoever completed it so long ago that it no longer counts: they do all of it anew, if anybody asks them.
    """
    over = Assignment.objects.filter(learner=OuterRef("learner"), work=change.course_id)
    completed = Q(completed_at__lt=change.at) & ~Q(Exists(over.running_out(at.date() - DAY)))
    current = Enrolment.objects.current().filter(course=change.course_id).counted(units)
    if change.of_course:
        return current.filter(completed, count__lt=len(units))
    done = UnitProgress.objects.filter(enrolment=OuterRef("pk"), unit__in=units, done_at__lt=change.at)
    return current.filter(completed & Q(count=0) | Q(Exists(done)) & (completed | Q(completed_at=None)))


@transaction.atomic
def _reopen_next(change: MaterialChange, units: Sequence[int], at: datetime) -> int:
    waiting = _waiting(change, units, at).select_related("learner__location").order_by("learner")
    enrolments = list(waiting.select_for_update(of=("self",))[:CHUNK])
    if not enrolments:
        return 0
    _take_back(change, units, enrolments, at)
    if change.work.kind == Work.Kind.QUIZ:
        start_afresh([one.learner_id for one in enrolments], [change.work_id], change.at)
    people = [
        (one.learner_id, one.learner.time_zone, one.learner.location and one.learner.location.calendar_id)
        for one in enrolments
        if one.completed_at
    ]
    reopen_changed(change.course, people, change.days, at, titles_of(change.course), change.number)
    return len(enrolments)


def _take_back(change: MaterialChange, units: Sequence[int], enrolments: Sequence[Enrolment], at: datetime) -> None:
    """What was done is open again, with a row that keeps when it was done."""
    done = {
        (row.enrolment_id, row.unit_id): row
        for row in UnitProgress.objects.filter(enrolment__in=enrolments, unit__in=units, done_at__isnull=False)
    }
    owed = [(one, unit) for one in enrolments for unit in units if not change.of_course or (one.pk, unit) not in done]
    rows = [done.get((one.pk, unit)) for one, unit in owed]
    Reopening.objects.bulk_create(
        (
            Reopening(
                enrolment=one,
                unit_id=unit,
                change=change,
                unit_done_at=row.done_at if row else None,
                course_completed_at=one.completed_at,
                at=at,
            )
            for (one, unit), row in zip(owed, rows, strict=True)
        ),
        batch_size=2000,
    )
    UnitProgress.objects.filter(pk__in=[row.pk for row in rows if row]).update(done_at=None)
    completed = [one.pk for one in enrolments if one.completed_at]
    Enrolment.objects.filter(pk__in=completed).update(completed_at=None)


def _reopen_alone(change: MaterialChange, at: datetime) -> int:
    """Who was asked for the quiz by itself, and has done it, is asked again."""
    if change.work.kind != Work.Kind.QUIZ:
        return 0
    rows = Assignment.objects.filter(work=change.work_id, done_at__lt=change.at).latest([Assignment.State.DONE])
    counting = rows.filter(Q(valid_until=None) | Q(valid_until__gte=at.date())).order_by("learner")
    people = list(counting.values_list("learner", "learner__time_zone", "learner__location__calendar_id"))
    for start in range(0, len(people), CHUNK):
        chunk = people[start : start + CHUNK]
        with transaction.atomic():
            start_afresh([person for person, _zone, _calendar in chunk], [change.work_id], change.at)
            reopen_changed(change.work, chunk, change.days, at, titles_of(change.work), change.number)
    return len(people)
