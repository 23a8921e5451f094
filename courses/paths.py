"""Where one learner stands on a learning path: its outline joined with what they did."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from academy.access import SOURCE_LANGUAGE, Place, places_of
from academy.assignments.models import Assignment, OtherEvidence, Work
from academy.content import content_cache
from academy.content import stamp as read_stamp
from academy.readiness.standing import gates, required_by
from courses.domain.paths import PathStanding, Rule, State, Step, path_standing
from courses.models import Enrolment, LearningPathPage, PathNeed, PathStep
from courses.outline import Need, needs_of
from courses.progress import CourseStanding, ever_completed, standings_of


@dataclass(frozen=True)
class PathOutline:
    """`steps`: the live courses in order. `place` is None while the path is not live."""

    work_id: int
    place: Place | None
    summary: str
    rule: Rule
    least: int
    steps: tuple[Need, ...]
    optional: frozenset[int]
    needs: tuple[Need, ...]

    def standing(
        self,
        done: Collection[int],
        begun: Collection[int] = (),
        *,
        shut: Collection[int] = (),
        blocked: bool = False,
    ) -> PathStanding:
        steps = [Step(step.work_id, step.work_id in self.optional) for step in self.steps]
        return path_standing(self.rule, self.least, steps, done, begun, shut=shut, blocked=blocked)


@dataclass(frozen=True)
class PathLine:
    """A course of a path, for one learner. `after`: what has to be done before it opens; of that `first` comes before
    the course itself, whatever path it stands on."""

    course: CourseStanding
    number: int
    state: State
    optional: bool
    after: tuple[Place, ...] = ()
    first: tuple[Place, ...] = ()


@dataclass(frozen=True)
class OnPath:
    """One learner on one path. `missing`: what comes before the path and is not done."""

    outline: PathOutline
    standing: PathStanding
    lines: tuple[PathLine, ...]
    missing: tuple[Place, ...]

    @property
    def begun(self) -> bool:
        return any(line.course.enrolment or line.course.finished for line in self.lines)

    @property
    def next_line(self) -> PathLine | None:
        return None if self.standing.next_step is None else self.lines[self.standing.next_step]

    @property
    def first(self) -> tuple[Place, ...]:
        """What to do before anything of the path is open."""
        if self.missing or self.standing.completed or self.next_line:
            return self.missing
        return next((line.first for line in self.lines if line.first), ())

    @property
    def minutes_left(self) -> int:
        """Of the courses that are needed; of "at least n" the shortest."""
        if self.standing.completed:
            return 0
        left = sorted(
            line.course.standing.minutes_left
            for line in self.lines
            if line.state is not State.DONE and not (line.optional and self.outline.rule is not Rule.AT_LEAST)
        )
        return sum(left[: self.standing.count - self.standing.done])


def path_outline_of(key: UUID, language: str, stamp: int) -> PathOutline:
    """Cached; some seven queries when it is not."""
    return content_cache.get_or_set(f"path:{key}:{language}:{stamp}", lambda: _read(key, language), 3600)


def _read(key: UUID, language: str) -> PathOutline:
    """What it consists of comes from the source language alone, as the units of a course do."""
    work, _created = Work.objects.get_or_create(kind=Work.Kind.PATH, translation_key=key)
    pages = list(LearningPathPage.objects.filter(translation_key=key).select_related("locale").order_by("pk"))
    if not pages:
        return PathOutline(work.pk, None, "", Rule.ALL, 1, (), frozenset(), ())
    source, words = (
        pages[0],
        next((one for one in pages if one.live and one.locale.language_code == language), pages[0]),
    )
    lines = list(source.steps.select_related("course"))
    steps = needs_of([line.course for line in lines], language)
    left_out = {line.course.translation_key for line in lines if line.optional}
    return PathOutline(
        work.pk,
        places_of([key], language).get(key),
        words.summary,
        Rule(source.rule),
        source.at_least,
        steps,
        frozenset(step.work_id for step in steps if step.key in left_out),
        needs_of([line.needed.specific for line in source.needs.select_related("needed")], language),
    )


def paths_with(courses: Collection[int], stamp: int | None = None) -> dict[int, UUID]:
    """The live paths on which any of these courses (ids of their work) stands: translation keys by id of the work.

    Cached: no query where the stamp is known.
    """
    stamp = read_stamp() if stamp is None else stamp
    return _having(courses, content_cache.get_or_set(f"paths-with:{stamp}", lambda: _by_part(PathStep, "course"), 3600))


def paths_after(done: Collection[int], stamp: int | None = None) -> dict[int, UUID]:
    """The live paths that any of these courses and paths may complete: they stand on it, or come before it."""
    stamp = read_stamp() if stamp is None else stamp
    after = content_cache.get_or_set(f"paths-after:{stamp}", lambda: _by_part(PathNeed, "needed"), 3600)
    return paths_with(done, stamp) | _having(done, after)


ByPart = dict[int, dict[int, UUID]]
"""Path and translation key, by what it consists of or needs."""


def _having(parts: Collection[int], by_part: ByPart) -> dict[int, UUID]:
    return {path: key for part in parts for path, key in by_part.get(part, {}).items()}


def _by_part(model: type[PathStep | PathNeed], part: str) -> ByPart:
    lines = model.objects.filter(page__live=True, page__locale__language_code=SOURCE_LANGUAGE)
    keys = list(lines.values_list("page__translation_key", f"{part}__translation_key"))
    named = Work.objects.filter(translation_key__in={key for pair in keys for key in pair})
    works = {row.translation_key: row.pk for row in named.filter(kind__in=(Work.Kind.COURSE, Work.Kind.PATH))}
    found: ByPart = {}
    for path, needed in keys:
        if path in works and needed in works:
            found.setdefault(works[needed], {})[works[path]] = path
    return found


def accepted(learners: Collection[int], works: Collection[int]) -> set[tuple[int, int]]:
    """Who (id) has evidence from elsewhere that they have done which of these (ids)."""
    rows = OtherEvidence.objects.filter(
        assignment__learner__in=learners, assignment__work__in=works, assignment__state=Assignment.State.DONE
    )
    return set(rows.values_list("assignment__learner", "assignment__work"))


def done_by(learners: Collection[int], named: Collection[Need]) -> dict[int, set[int]]:
    """What each of them has done of these courses and paths (ids of their work). Two queries, three with paths."""
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


def path_standing_of(learner: Any, key: UUID, language: str, stamp: int | None = None) -> OnPath:
    return paths_of(learner, [key], language, stamp)[key]


def paths_of(learner: Any, keys: Iterable[UUID], language: str, stamp: int | None = None) -> dict[UUID, OnPath]:
    """Where `learner` stands on several paths. Two queries beside the outlines, and one each where a path comes before
    one of them, or something before one of their courses."""
    stamp = read_stamp() if stamp is None else stamp
    outlines = {key: path_outline_of(key, language, stamp) for key in keys}
    named = [need for outline in outlines.values() for need in (*outline.steps, *outline.needs)]
    courses = standings_of(learner, {need.key for need in named if need.kind == Work.Kind.COURSE}, language, stamp)
    before = {need.work_id for need in named if need.kind == Work.Kind.PATH}
    done_paths = Assignment.objects.filter(learner=learner, work__in=before, state=Assignment.State.DONE)
    done = set(done_paths.values_list("work", flat=True)) if before else set()
    done |= {course.outline.work_id for course in courses.values() if course.finished}
    done |= {work for _learner, work in accepted([learner.pk], [course.outline.work_id for course in courses.values()])}
    needed = {need.work_id for course in courses.values() for need in course.outline.needs}
    completed = ever_completed(learner, needed)
    return {key: _join(outline, courses, done, completed) for key, outline in outlines.items()}


def _join(
    outline: PathOutline, courses: dict[UUID, CourseStanding], done: Collection[int], completed: Collection[int]
) -> OnPath:
    """`done`: what counts for the path now; `completed`: what was completed at any time, which opens other courses."""
    missing = tuple(need.place for need in outline.needs if need.place and need.work_id not in done)
    theirs = [courses[step.key] for step in outline.steps]
    begun = [course.outline.work_id for course in theirs if course.enrolment]
    first = {course.outline.work_id: course.first(completed) for course in theirs}
    shut = [work for work, places in first.items() if places]
    standing = outline.standing(done, begun, shut=shut, blocked=bool(missing))
    lines = []
    before: list[Place] = []
    for number, (course, state) in enumerate(zip(theirs, standing.states, strict=True), start=1):
        optional = course.outline.work_id in outline.optional and outline.rule is not Rule.AT_LEAST
        own = first[course.outline.work_id] if state is State.LOCKED else ()
        after = tuple(dict.fromkeys([*missing, *before, *own])) if state is State.LOCKED else ()
        lines.append(PathLine(course, number, state, optional, after, own))
        if outline.rule is Rule.IN_ORDER and state is not State.DONE and not optional and course.outline.place:
            before.append(course.outline.place)
    return OnPath(outline, standing, tuple(lines), missing)


def paths_for(learner: Any, language: str, stamp: int) -> list[OnPath]:
    """Every path that is live, in the order of the tree."""
    live = LearningPathPage.objects.live().filter(locale__language_code=SOURCE_LANGUAGE).order_by("path")
    keys = list(live.values_list("translation_key", flat=True))
    return list(paths_of(learner, keys, language, stamp).values()) if keys else []


def gates_on(outline: PathOutline) -> list[Any]:
    """The gates for which somebody needs a course of this path."""
    courses = {step.work_id for step in outline.steps}
    return [gate for gate in gates() if courses & set(required_by(gate))]
