"""Where one learner stands: an outline joined with what they did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from academy.content import stamp as read_stamp
from courses.domain.progress import Standing, standing
from courses.models import CoursePage, UnitProgress
from courses.outline import Outline, Unit, course_of, outline_of


@dataclass(frozen=True)
class Step:
    """A unit with its state for one learner."""

    unit: Unit
    number: int
    done: bool
    opened: bool


@dataclass(frozen=True)
class Enrolled:
    """That a learner has begun a course: the unit that was open last, and when all were done."""

    last_unit_id: int | None
    completed_at: datetime | None


@dataclass(frozen=True)
class CourseStanding:
    """One learner in one course. `enrolment` None: not begun."""

    outline: Outline
    enrolment: Enrolled | None
    steps: tuple[Step, ...]
    standing: Standing

    @property
    def done_units(self) -> tuple[int, ...]:
        """Which units are done, by number: all that an outline shows of its reader."""
        return tuple(step.number for step in self.steps if step.done)

    @property
    def next_step(self) -> Step | None:
        return next((step for step in self.steps if step.unit.work_id == self.standing.next_unit), None)

    def step(self, unit_key: UUID) -> Step | None:
        return next((step for step in self.steps if step.unit.key == unit_key), None)

    def before(self, step: Step) -> Step | None:
        return self.steps[step.number - 2] if step.number > 1 else None

    def after(self, step: Step) -> Step | None:
        return self.steps[step.number] if step.number < len(self.steps) else None


def join(outline: Outline, rows: Sequence[Any]) -> CourseStanding:
    """`rows`: those of `UnitProgress.objects.for_standing` that belong to one learner and this course."""
    done = {row.unit_id for row in rows if row.done_at}
    opened = {row.unit_id for row in rows}
    enrolled = Enrolled(rows[0].enrolment__last_unit_id, rows[0].enrolment__completed_at) if rows else None
    steps = tuple(
        Step(unit, number, done=unit.work_id in done, opened=unit.work_id in opened)
        for number, unit in enumerate(outline.units, start=1)
    )
    units = [(unit.work_id, unit.minutes) for unit in outline.units]
    return CourseStanding(outline, enrolled, steps, standing(units, done, enrolled.last_unit_id if enrolled else None))


def standing_of(learner: Any, course_key: UUID, language: str, stamp: int | None = None) -> CourseStanding:
    """Where `learner` stands in a course. Two queries beside the outline, one when `stamp` is known."""
    outline = outline_of(course_key, language, read_stamp() if stamp is None else stamp)
    return join(outline, list(UnitProgress.objects.for_standing(learner, [outline.work_id])))


def standings_of(
    learner: Any, course_keys: Iterable[UUID], language: str, stamp: int | None = None
) -> dict[UUID, CourseStanding]:
    """The same for several courses at once, in as many queries as for one."""
    stamp = read_stamp() if stamp is None else stamp
    outlines = {key: outline_of(key, language, stamp) for key in course_keys}
    rows: dict[int, list[Any]] = {}
    for row in UnitProgress.objects.for_standing(learner, [outline.work_id for outline in outlines.values()]):
        rows.setdefault(row.enrolment__course_id, []).append(row)
    return {key: join(outline, rows.get(outline.work_id, [])) for key, outline in outlines.items()}


def place_in_course(learner: object, unit_key: UUID, language: str, stamp: int) -> CourseStanding | None:
    """Where a unit's reader stands in its course; None for a unit outside every course."""
    course_key = course_of(unit_key, stamp)
    return standing_of(learner, course_key, language, stamp) if course_key else None


def catalogue(learner: object, language: str) -> list[tuple[CoursePage, CourseStanding]]:
    """Every course that is live, in the order of the tree, with where `learner` stands."""
    sources = CoursePage.objects.live().filter(locale__language_code="en").order_by("path")
    pages = {page.translation_key: page for page in sources.select_related("picture")}
    translated = CoursePage.objects.live().filter(locale__language_code=language).select_related("picture")
    pages |= {page.translation_key: page for page in translated if page.translation_key in pages}
    standings = standings_of(learner, pages, language)
    return [(page, standings[key]) for key, page in pages.items()]
