"""News from the left: a unit was opened, a quiz was graded."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import get_language
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished

from academy.assignments.actions import complete_for
from academy.assignments.models import Work
from academy.assignments.signals import work_assigned, work_renewed
from academy.content import is_source, stamp
from academy.models import TaughtPage, UnitPage
from academy.signals import unit_opened
from academy.skills.actions import cite
from academy.skills.citing import resolve
from academy.staff.models import User
from courses import actions
from courses.citing import KIND, references_in
from courses.models import Enrolment, LessonPage
from courses.progress import place_in_course
from quizzes.domain.settings import DoneWhen
from quizzes.models import Attempt
from quizzes.signals import attempt_graded, attempt_waits, attempts_regraded


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
        completed = Enrolment.objects.current().completed(work)
        complete_for(User.objects.filter(pk__in=learners, enrolments__in=completed), [work.pk], at)


@receiver(work_renewed)
def on_work_renewed(work: Work, learners: list[int], at: datetime, **kwargs: Any) -> None:
    if work.kind == Work.Kind.COURSE:
        actions.begin_anew(work, learners, at)


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


@receiver(page_published, sender=LessonPage)
def on_lesson_published(instance: LessonPage, **kwargs: Any) -> None:
    """What a lesson rests on comes from its source language."""
    if instance.live and is_source(instance):
        cite(KIND, instance.translation_key, instance.title, resolve(references_in(instance)))


@receiver(page_unpublished, sender=LessonPage)
def on_lesson_unpublished(instance: LessonPage, **kwargs: Any) -> None:
    if is_source(instance):
        cite(KIND, instance.translation_key, instance.title, [])
