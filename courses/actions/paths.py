"""Learning paths are done when their courses are: written down wherever a course is completed, or a path asked for."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from academy.access import SOURCE_LANGUAGE
from academy.assignments.actions import complete_for, reopen_for
from academy.assignments.models import Assignment, Work
from academy.content import stamp as read_stamp
from academy.staff.models import User
from courses.models import Enrolment
from courses.outline import Need
from courses.paths import PathOutline, accepted, path_outline_of, paths_after

CHUNK = 1000


def complete_paths(learners: Collection[int], done: Collection[int], at: datetime, stamp: int) -> None:
    """After `learners` did what is `done` (ids of work): close the paths that this completes, asked for or not."""
    for work_id, key in paths_after(done, stamp).items():
        _complete(work_id, key, learners, at, stamp)


def complete_path(path: Work, learners: Collection[int], at: datetime) -> None:
    """Who has done all of it before it was asked for has done it."""
    _complete(path.pk, path.translation_key, learners, at, read_stamp())


def _complete(work_id: int, key: UUID, learners: Collection[int], at: datetime, stamp: int) -> None:
    people = through(path_outline_of(key, SOURCE_LANGUAGE, stamp), learners)
    if people:
        complete_for(list(User.objects.filter(pk__in=people)), [work_id], at, own=work_id)


def through(outline: PathOutline, learners: Collection[int]) -> set[int]:
    """Those of `learners` who have done what the path asks for. Two queries, three where a path comes before it."""
    done = _done(learners, [*outline.steps, *outline.needs])
    needed = {need.work_id for need in outline.needs}
    return {one for one in learners if needed <= done[one] and outline.standing(done[one]).completed}


def _done(learners: Collection[int], named: Collection[Need]) -> dict[int, set[int]]:
    """What each of them has done of these courses and paths (ids of their work)."""
    found: dict[int, set[int]] = defaultdict(set)
    courses = [need.work_id for need in named if need.kind == Work.Kind.COURSE]
    theirs = Enrolment.objects.current().filter(learner__in=learners, course__in=courses)
    for learner, course in theirs.exclude(completed_at=None).values_list("learner", "course"):
        found[learner].add(course)
    for learner, course in accepted(learners, courses):
        found[learner].add(course)
    if paths := [need.work_id for need in named if need.kind == Work.Kind.PATH]:
        rows = Assignment.objects.filter(learner__in=learners, work__in=paths, state=Assignment.State.DONE)
        for learner, path in rows.values_list("learner", "work"):
            found[learner].add(path)
    return found


def reopen_paths(learners: Collection[int], done: Collection[int], at: datetime) -> None:
    """A course turned out not to be passed: neither are the paths that need it."""
    stamp = read_stamp()
    for work_id, key in paths_after(done, stamp).items():
        left = set(learners) - through(path_outline_of(key, SOURCE_LANGUAGE, stamp), learners)
        reopen_for(User.objects.filter(pk__in=left), [work_id], at)


def complete_waiting(path: Work, at: datetime) -> int:
    """After a path has changed: close it for those who have done what it asks for now; return how many it waits for."""
    waiting = Assignment.objects.open().filter(work=path).order_by("learner")
    people = list(waiting.values_list("learner", flat=True))
    for start in range(0, len(people), CHUNK):
        complete_path(path, people[start : start + CHUNK], at)
    return len(people)
