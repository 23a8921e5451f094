"""Where one learner stands: an outline joined with what they did."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from academy.access import Place
from academy.assignments.models import Assignment, OtherEvidence
from academy.content import stamp as read_stamp
from courses.domain.progress import Standing, Validity, standing, validity
from courses.models import CoursePage, Enrolment, Progress, UnitProgress
from courses.outline import Outline, Unit, course_of, outline_of


@dataclass(frozen=True)
class Step:
    """A unit with its state for one learner."""

    unit: Unit
    number: int
    done: bool
    opened: bool
    changed: bool


@dataclass(frozen=True)
class Enrolled:
    """That a learner has begun a course: the unit that was open last, and when all were done."""

    last_unit_id: int | None
    completed_at: datetime | None


@dataclass(frozen=True)
class CourseStanding:
    """One learner in one course. `enrolment` None: not begun. `counted`: what tells until when it counts that they
    completed it, now or the time before; None where they did not."""

    outline: Outline
    enrolment: Enrolled | None
    steps: tuple[Step, ...]
    standing: Standing
    counted: Progress | None = None

    @property
    def finished(self) -> bool:
        """Also where the course has gained a unit since, that nobody has to do."""
        return self.standing.completed or (self.enrolment is not None and self.enrolment.completed_at is not None)

    @property
    def begun(self) -> bool:
        """Now, or the time before."""
        return self.enrolment is not None or self.counted is not None

    def first(self, completed: Collection[int]) -> tuple[Place, ...]:
        """What comes before the course, for who has `completed` these (ids). Nothing, once they have begun it."""
        needs = () if self.begun else self.outline.needs
        return tuple(need.place for need in needs if need.place and need.work_id not in completed)

    @property
    def changed(self) -> bool:
        """Whether something has to be done again because it has changed."""
        return any(step.changed for step in self.steps)

    def validity(self, today: date) -> Validity | None:
        """Until when it counts that the learner completed the course, as seen on `today`."""
        if self.counted is None:
            return None
        row = self.counted
        return validity(row.completed_at, row.valid_until, row.window_days, today, begun=row.renewed)

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


def join(outline: Outline, rows: Sequence[Progress]) -> CourseStanding:
    """`rows`: what one learner has opened of this course, and that they completed it before."""
    now = [row for row in rows if not row.renewed]
    done = {row.unit for row in now if row.done}
    opened = {row.unit for row in now}
    changed = {row.unit for row in now if row.changed}
    enrolled = Enrolled(now[0].last_unit, now[0].completed_at) if now else None
    steps = tuple(
        Step(unit, number, unit.work_id in done, unit.work_id in opened, unit.work_id in changed)
        for number, unit in enumerate(outline.units, start=1)
    )
    units = [(unit.work_id, unit.minutes) for unit in outline.units]
    reached = standing(units, done, enrolled.last_unit_id if enrolled else None)
    return CourseStanding(outline, enrolled, steps, reached, _counted(rows))


def _counted(rows: Sequence[Progress]) -> Progress | None:
    """The row of the enrolment that was completed last."""
    completed = [(row.completed_at, row) for row in rows if row.completed_at]
    return max(completed, key=lambda one: one[0])[1] if completed else None


def ever_completed(learner: Any, courses: Collection[int]) -> set[int]:
    """Which of these courses (ids) somebody has completed at any time, here or by evidence from elsewhere.

    One query, and none where no course is named.
    """
    if not courses:
        return set()
    here = Enrolment.objects.filter(learner=learner, course__in=courses).exclude(completed_at=None)
    elsewhere = OtherEvidence.objects.filter(
        assignment__learner=learner, assignment__work__in=courses, assignment__state=Assignment.State.DONE
    )
    found = here.order_by().values_list("course").union(elsewhere.order_by().values_list("assignment__work"))
    return {course for (course,) in found}


def standing_of(learner: Any, course_key: UUID, language: str, stamp: int | None = None) -> CourseStanding:
    """Where `learner` stands in a course. Two queries beside the outline, one when `stamp` is known."""
    outline = outline_of(course_key, language, read_stamp() if stamp is None else stamp)
    return join(outline, UnitProgress.objects.for_standing(learner, [outline.work_id]))


def standings_of(
    learner: Any, course_keys: Iterable[UUID], language: str, stamp: int | None = None
) -> dict[UUID, CourseStanding]:
    """The same for several courses at once, in as many queries as for one."""
    stamp = read_stamp() if stamp is None else stamp
    outlines = {key: outline_of(key, language, stamp) for key in course_keys}
    rows: dict[int, list[Progress]] = {}
    for row in UnitProgress.objects.for_standing(learner, [outline.work_id for outline in outlines.values()]):
        rows.setdefault(row.course, []).append(row)
    return {key: join(outline, rows.get(outline.work_id, [])) for key, outline in outlines.items()}


def place_in_course(learner: object, unit_key: UUID, language: str, stamp: int) -> CourseStanding | None:
    """Where a unit's reader stands in its course; None for a unit outside every course."""
    course_key = course_of(unit_key, stamp)
    return standing_of(learner, course_key, language, stamp) if course_key else None


def catalogue(learner: object, language: str, stamp: int | None = None) -> list[tuple[CoursePage, CourseStanding]]:
    """Every course that is live, in the order of the tree, with where `learner` stands."""
    sources = CoursePage.objects.live().filter(locale__language_code="en").order_by("path")
    pages = {page.translation_key: page for page in sources.select_related("picture")}
    translated = CoursePage.objects.live().filter(locale__language_code=language).select_related("picture")
    pages |= {page.translation_key: page for page in translated if page.translation_key in pages}
    standings = standings_of(learner, pages, language, stamp)
    return [(page, standings[key]) for key, page in pages.items()]
