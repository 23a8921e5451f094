"""One person's list of work: what is next, what is due when, and where they were."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from academy.access import Place, places_of
from academy.assignments.domain.due import Bucket, bucket
from academy.assignments.models import Assignment, Work
from academy.assignments.why import Reason, reasons_of
from academy.policies.comparing import minutes_of
from courses.models import Enrolment
from courses.paths import OnPath, paths_of
from courses.progress import CourseStanding, standings_of
from home.domain.greeting import daytime

LATELY = timedelta(days=30)
MOST_LATELY = 5
NEAR = (Bucket.OVERDUE, Bucket.TODAY, Bucket.WEEK)


@dataclass(frozen=True)
class Row:
    """One thing to do. `course`, `path` where it is one; `minutes` None where nobody knows."""

    kind: str
    place: Place
    due_at: datetime | None
    bucket: Bucket | None
    minutes: int | None
    course: CourseStanding | None = None
    reason: Reason | None = None
    path: OnPath | None = None

    @property
    def following(self) -> CourseStanding | None:
        """The course to go on in: it itself, or the next one of the path."""
        line = self.path.next_line if self.path else None
        return line.course if line else self.course

    @property
    def begun(self) -> bool:
        return bool(self.course and self.course.enrolment) or bool(self.path and self.path.begun)

    @property
    def url(self) -> str:
        step = self.following.next_step if self.following else None
        return step.unit.url if step else self.place.url


@dataclass(frozen=True)
class Done:
    """Something that was done lately."""

    kind: str
    place: Place
    done_at: datetime
    valid_until: date | None


def my_work(person: Any, language: str, at: datetime, stamp: int | None = None) -> dict[str, Any]:
    """Everything that "My work" shows. A constant number of queries; one less when the content stamp is known."""
    theirs = list(Assignment.objects.filter(learner=person).for_my_work(at - LATELY))
    assignments = [row for row in theirs if row.state == Assignment.State.OPEN]
    lately = sorted((row for row in theirs if row.done_at), key=lambda row: row.done_at, reverse=True)[:MOST_LATELY]
    reasons = reasons_of(assignments)
    enrolments = list(Enrolment.objects.filter(learner=person).select_related("course").order_by("-last_opened_at"))
    under_way = [row for row in enrolments if row.completed_at is None and row.renewed_at is None]
    works = {a.work.translation_key: a.work for a in assignments} | {
        e.course.translation_key: e.course for e in under_way
    }
    places = places_of(works | {row.work.translation_key: row.work for row in lately}, language)
    course_keys = [key for key, work in works.items() if work.kind == Work.Kind.COURSE]
    courses = standings_of(person, course_keys, language, stamp)
    path_keys = [a.work.translation_key for a in assignments if a.work.kind == Work.Kind.PATH]
    paths = paths_of(person, path_keys, language, stamp) if path_keys else {}
    policies = [a.work_id for a in assignments if a.work.kind == Work.Kind.POLICY]
    minutes = minutes_of(person, policies, language)
    rows = [
        _assigned(assignment, places, {**courses, **paths}, minutes, person, at, reasons.get(assignment.pk))
        for assignment in assignments
        if assignment.work.translation_key in places
    ]
    assigned = {assignment.work.translation_key for assignment in assignments}
    assigned |= {step.key for path in paths.values() for step in path.outline.steps}
    going_on = [
        _going_on(places[key], courses[key])
        for enrolment in under_way
        if (key := enrolment.course.translation_key) in places and key not in assigned
    ]
    following = _next(rows, going_on)
    return {
        "daytime": daytime(at.astimezone(person.zone).time()),
        "next": following,
        "buckets": [(part, [row for row in rows if row.bucket is part and row is not following]) for part in Bucket],
        "going_on": [row for row in going_on if row is not following],
        "near_count": sum(row.bucket in NEAR for row in rows),
        "near_minutes": sum(row.minutes or 0 for row in rows if row.bucket in NEAR),
        "completed_count": len({row.course_id for row in enrolments if row.completed_at}),
        "anything": bool(rows or going_on),
        "lately": [
            Done(row.work.kind, places[row.work.translation_key], row.done_at, row.valid_until)
            for row in lately
            if row.work.translation_key in places
        ],
    }


def _assigned(
    assignment: Assignment,
    places: dict[UUID, Place],
    standings: dict[UUID, CourseStanding | OnPath],
    policy_minutes: dict[int, int],
    person: Any,
    at: datetime,
    reason: Reason | None,
) -> Row:
    key = assignment.work.translation_key
    standing = standings.get(key)
    course = standing if isinstance(standing, CourseStanding) else None
    path = standing if isinstance(standing, OnPath) else None
    left = path.minutes_left if path else course.standing.minutes_left if course else None
    return Row(
        kind=assignment.work.kind,
        place=places[key],
        due_at=assignment.due_at,
        bucket=bucket(assignment.due_at, at, person.zone),
        minutes=policy_minutes.get(assignment.work_id) if left is None else left,
        course=course,
        reason=reason,
        path=path,
    )


def _going_on(place: Place, course: CourseStanding) -> Row:
    return Row(Work.Kind.COURSE, place, None, None, course.standing.minutes_left, course)


def _next(rows: list[Row], going_on: list[Row]) -> Row | None:
    """What to do first: what is late or due today; then the course one was in; then what is due next."""
    urgent = [row for row in rows if row.bucket in (Bucket.OVERDUE, Bucket.TODAY)]
    begun = [row for row in rows if row.begun]
    return next(iter([*urgent, *begun, *going_on, *rows]), None)
