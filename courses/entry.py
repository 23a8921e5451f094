"""Whether a learner may begin a course: what comes before it, and whether it is open to them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from academy.access import SOURCE_LANGUAGE, Place
from academy.assignments.models import Assignment
from courses.models import CourseRequest
from courses.outline import Outline, course_of, outline_of
from courses.paths import paths_with
from courses.progress import CourseStanding, ever_completed, standing_of


@dataclass(frozen=True)
class Closed:
    """Why a course can not be begun: these come `first`; or it is taken on request, and the latest `request` is there
    for the learner to see."""

    work_id: int
    first: tuple[Place, ...]
    on_request: bool
    request: CourseRequest | None = None


def closed_to(learner: Any, standing: CourseStanding) -> Closed | None:
    """None where the learner may begin the course, or has begun it. No query for a course that is open to everybody."""
    outline = standing.outline
    if standing.begun or not (outline.needs or outline.on_request):
        return None
    first = standing.first(ever_completed(learner, [need.work_id for need in outline.needs]))
    asks = outline.on_request and not _is_asked(learner, outline)
    if not first and not asks:
        return None
    request = CourseRequest.objects.filter(learner=learner, course=outline.work_id).first() if asks else None
    return Closed(outline.work_id, first, asks, request)


def _is_asked(learner: Any, outline: Outline) -> bool:
    """Somebody asked the learner to take it, or a path on which it stands."""
    paths = paths_with([outline.work_id])
    asked = Assignment.objects.filter(learner=learner, work__in=[outline.work_id, *paths])
    return asked.exclude(state=Assignment.State.CLOSED).exists()


def unit_is_closed(learner: Any, unit_key: UUID, stamp: int) -> bool:
    """The same for whatever may be a unit of a course. No query where its course is open to everybody."""
    course = course_of(unit_key, stamp)
    outline = outline_of(course, SOURCE_LANGUAGE, stamp) if course else None
    if outline is None or not (outline.needs or outline.on_request):
        return False
    return closed_to(learner, standing_of(learner, course, SOURCE_LANGUAGE, stamp)) is not None
