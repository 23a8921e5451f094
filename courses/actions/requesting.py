"""Asking to take a course, and saying yes or no."""

from datetime import datetime
from typing import Any

from django.db import transaction

from academy.assignments.actions import titles_of
from academy.assignments.models import Work
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.staff.models import Leadership, User
from courses.models import CourseRequest, Enrolment


@transaction.atomic
def request_course(learner: Any, course: Work, text: str, at: datetime) -> CourseRequest:
    """Ask whoever leads the learner; who waits for an answer already waits on."""
    request, new = CourseRequest.objects.get_or_create(
        learner=learner, course=course, decided_at=None, defaults={"text": text, "at": at}
    )
    if new:
        inbox.tell(
            kind=Notice.Kind.COURSE_REQUESTED,
            about=about(request),
            recipients=dict.fromkeys(_leaders(learner)),
            titles=titles_of(course),
            facts={"person": str(learner)},
            path=f"/team/requests/{request.pk}/",
            at=at,
        )
    return request


def _leaders(learner: Any) -> list[int]:
    """Those next above; where nobody is, who keeps the people."""
    nearest = Leadership.objects.filter(person=learner, leader__is_active=True).order_by("depth").first()
    if nearest:
        return [nearest.leader_id]
    return list(User.objects.active().filter(is_superuser=True).exclude(pk=learner.pk).values_list("pk", flat=True))


@transaction.atomic
def decide_request(request: CourseRequest, by: Any, at: datetime, *, granted: bool, answer: str) -> bool:
    """Say yes, and the course is open to the learner; or no. False: somebody else was faster, and theirs holds."""
    waiting = CourseRequest.objects.waiting().filter(pk=request.pk)
    if not waiting.update(granted=granted, answer=answer, decided_at=at, decided_by=by):
        return False
    if granted:
        Enrolment.objects.bulk_create(
            [Enrolment(learner_id=request.learner_id, course_id=request.course_id, started_at=at, last_opened_at=at)],
            ignore_conflicts=True,
        )
    inbox.withdraw([about(request)], _leaders(request.learner), at)
    inbox.tell(
        kind=Notice.Kind.COURSE_GRANTED if granted else Notice.Kind.COURSE_REFUSED,
        about=about(request),
        recipients={request.learner_id: None},
        titles=titles_of(request.course),
        path=f"/learn/work/{request.course_id}/",
        at=at,
    )
    return True


def about(request: CourseRequest) -> str:
    return f"course-request:{request.pk}"
