"""Learning paths are done when their courses are: written down wherever a course is completed, or a path asked for."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from academy.access import SOURCE_LANGUAGE
from academy.assignments.actions import complete_for, reopen_for
from academy.assignments.models import Assignment, Work
from academy.content import stamp as read_stamp
from academy.staff.models import User
from courses.paths import PathOutline, accepted, done_by, path_outline_of, paths_after

CHUNK = 1000


def complete_paths(learners: Collection[int], done: Collection[int], at: datetime, stamp: int | None = None) -> None:
    """After `learners` did what is `done` (ids of work): close the paths that this completes, asked for or not."""
    stamp = read_stamp() if stamp is None else stamp
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
    done = done_by(learners, [*outline.steps, *outline.needs])
    needed = {need.work_id for need in outline.needs}
    return {one for one in learners if needed <= done[one] and outline.standing(done[one]).completed}


def reopen_paths(learners: Collection[int], done: Collection[int], at: datetime) -> None:
    """A course turned out not to be passed: neither are the paths that need it, but where evidence from elsewhere was
    accepted for the whole path."""
    stamp = read_stamp()
    for work_id, key in paths_after(done, stamp).items():
        elsewhere = {learner for learner, _path in accepted(learners, [work_id])}
        left = set(learners) - through(path_outline_of(key, SOURCE_LANGUAGE, stamp), learners) - elsewhere
        reopen_for(User.objects.filter(pk__in=left), [work_id], at)


def complete_waiting(path: Work, at: datetime) -> int:
    """After a path has changed: close it for those who have done what it asks for now; return how many it waits for."""
    waiting = Assignment.objects.open().filter(work=path).order_by("learner")
    people = list(waiting.values_list("learner", flat=True))
    for start in range(0, len(people), CHUNK):
        complete_path(path, people[start : start + CHUNK], at)
    return len(people)
