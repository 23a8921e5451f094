"""News from the left: a unit was opened, a quiz was graded."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import get_language
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished

from academy.access import SOURCE_LANGUAGE
from academy.assignments.actions import complete_for
from academy.assignments.models import Assignment, Work
from academy.assignments.signals import work_assigned, work_done, work_renewed, work_reopened
from academy.content import is_source, stamp
from academy.models import TaughtPage, UnitPage
from academy.signals import unit_opened
from academy.skills.actions import cite
from academy.skills.citing import resolve
from academy.staff.models import User
from courses import actions
from courses.citing import KIND, references_in
from courses.entry import closed_to, unit_is_closed
from courses.models import CoursePage, Enrolment, LearningPathPage, LessonPage
from courses.paths import path_outline_of, paths_after
from courses.progress import place_in_course
from courses.tasks import complete_waiting_later
from quizzes.domain.attempts import Refusal
from quizzes.domain.settings import DoneWhen
from quizzes.models import Attempt
from quizzes.signals import attempt_begins, attempt_graded, attempt_waits, attempts_regraded


@receiver(unit_opened)
def on_unit_opened(page: UnitPage, request: HttpRequest, at: datetime, **kwargs: Any) -> HttpResponse | None:
    """A course that the reader can not begin yet says why; its units stay shut until then."""
    place = place_in_course(request.user, page.translation_key, get_language(), request.content_stamp)
    step = place.step(page.translation_key) if place else None
    if place and step and place.outline.place and closed_to(request.user, place):
        return redirect(place.outline.place.url)
    if place and step and actions.open_unit(request.user, place, step, at):
        place = place_in_course(request.user, page.translation_key, get_language(), request.content_stamp)
    request.course_standing = place
    return None


@receiver(attempt_begins)
def on_attempt_begins(learner: User, work: Work, stamp: int, **kwargs: Any) -> Refusal | None:
    return Refusal.COURSE_CLOSED if unit_is_closed(learner, work.translation_key, stamp) else None


@receiver(work_assigned)
def on_work_assigned(work: Work, learners: list[int], at: datetime, **kwargs: Any) -> None:
    """Who completed a course or a path before it was asked for has done it."""
    if work.kind == Work.Kind.COURSE:
        completed = Enrolment.objects.current().completed(work)
        complete_for(User.objects.filter(pk__in=learners, enrolments__in=completed), [work.pk], at)
    elif work.kind == Work.Kind.PATH:
        actions.complete_path(work, learners, at)


@receiver(work_done)
def on_work_done(assignments: list[Assignment], at: datetime, **kwargs: Any) -> None:
    courses = {row.work_id for row in assignments}
    actions.complete_paths([row.learner_id for row in assignments], courses, at, assignments[0].stamp)


@receiver(work_reopened)
def on_work_reopened(assignments: list[Assignment], at: datetime, lost: bool = False, **kwargs: Any) -> None:
    """Where only the content of a course has changed, the path on which it stands stays done."""
    if lost:
        actions.reopen_paths([row.learner_id for row in assignments], {row.work_id for row in assignments}, at)


@receiver(work_renewed)
def on_work_renewed(work: Work, learners: list[int], at: datetime, **kwargs: Any) -> None:
    """A path is renewed by taking all its courses anew."""
    if work.kind == Work.Kind.COURSE:
        actions.begin_anew(work, learners, at)
    elif work.kind == Work.Kind.PATH:
        for course in path_outline_of(work.translation_key, SOURCE_LANGUAGE, stamp()).steps:
            actions.begin_anew(Work.objects.get(pk=course.work_id), learners, at)


@receiver(attempt_graded)
def on_attempt_graded(attempt: Attempt, passed: bool, at: datetime, **kwargs: Any) -> int | None:
    enough = attempt.revision.terms.done_when is DoneWhen.HANDED_IN
    if passed or enough:
        return actions.record_quiz(attempt.learner, attempt.work, at, attempt.content_stamp or stamp())
    return None


@receiver(attempts_regraded)
def on_attempts_regraded(work: Work, gained: list[Attempt], lost: list[Attempt], at: datetime, **kwargs: Any) -> None:
    actions.record_quiz_for({attempt.learner for attempt in gained}, work, at, stamp())
    # Where handing in is enough, a lost pass takes nothing back.
    needed = [one for one in lost if one.revision.terms.done_when is DoneWhen.PASSED]
    actions.take_back_quiz({attempt.learner for attempt in needed}, work, at, stamp())


@receiver(attempt_waits)
def on_attempt_waits(attempt: Attempt, at: datetime, **kwargs: Any) -> int | None:
    """Where handing in is enough, nobody has to wait for the markers."""
    if attempt.revision.terms.done_when is DoneWhen.HANDED_IN:
        return actions.record_quiz(attempt.learner, attempt.work, at, attempt.content_stamp or stamp())
    return None


@receiver(page_published)
def on_changed_materially(instance: Page, revision: Revision | None = None, **kwargs: Any) -> None:
    """Wagtail says this of a page as well that was only scheduled."""
    if isinstance(instance, TaughtPage) and instance.live and instance.changed_materially:
        if is_source(instance):
            by = revision.user if revision else None
            actions.announce_change(Work.objects.of(instance), instance.redo_days, by, now())
        actions.take_off_tick(instance, revision)


@receiver(page_published, sender=LearningPathPage)
def on_path_published(instance: LearningPathPage, **kwargs: Any) -> None:
    """Whoever has done what it asks for now has done it."""
    if instance.live and is_source(instance):
        complete_waiting_later(Work.objects.of(instance).pk)


@receiver(page_unpublished, sender=CoursePage)
@receiver(page_unpublished, sender=LearningPathPage)
def on_part_unpublished(instance: CoursePage | LearningPathPage, **kwargs: Any) -> None:
    """Nobody is asked for it any more: whoever has done all else of a path has done the path."""
    if is_source(instance):
        for path in paths_after([Work.objects.of(instance).pk]):
            complete_waiting_later(path)


@receiver(page_published, sender=LessonPage)
def on_lesson_published(instance: LessonPage, **kwargs: Any) -> None:
    """What a lesson rests on comes from its source language."""
    if instance.live and is_source(instance):
        cite(KIND, instance.translation_key, instance.title, resolve(references_in(instance)))


@receiver(page_unpublished, sender=LessonPage)
def on_lesson_unpublished(instance: LessonPage, **kwargs: Any) -> None:
    if is_source(instance):
        cite(KIND, instance.translation_key, instance.title, [])
