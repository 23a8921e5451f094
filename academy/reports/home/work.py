"""How far a team is with each piece of work, and with one of them person by person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Max, Q, QuerySet, When
from django.http import Http404

from academy.access import SOURCE_LANGUAGE, Place, places_of
from academy.assignments.models import Assignment, Work
from academy.content import stamp
from academy.staff.models import User
from courses.models import Enrolment
from courses.outline import Unit, outline_of
from courses.paths import done_by, path_outline_of

OPEN, DONE = Assignment.State.OPEN, Assignment.State.DONE
COUNTED = (OPEN, DONE)
PER_PAGE = 50


@dataclass(frozen=True)
class WorkLine:
    """How far a group is with one piece of work: of `asked` people `done` are done, `overdue` are late."""

    work_id: int
    kind: str
    place: Place
    asked: int
    done: int
    overdue: int
    due_at: datetime | None


def works_of(people: QuerySet[User]) -> list[int]:
    """What anybody of `people` was asked to do (ids), by kind and title."""
    asked = Assignment.objects.filter(learner__in=_ids(people), state__in=COUNTED).values("work")
    return list(Work.objects.filter(pk__in=asked).order_by("kind", "title", "pk").values_list("pk", flat=True))


def open_work(people: QuerySet[User], at: datetime, number: int) -> list[int]:
    """Of what they have still to do the pieces of work (ids) with which most of them are late."""
    rows = Assignment.objects.open().filter(learner__in=_ids(people)).order_by().values("work")
    counted = rows.annotate(late=Count("pk", filter=Q(due_at__lt=at))).order_by("-late", "work")
    return [row["work"] for row in counted[:number]]


def lines_of(people: QuerySet[User], works: Collection[int], at: datetime, language: str) -> list[WorkLine]:
    """A line for each of these pieces of work (ids) that anybody of `people` was asked to do. Two queries.

    Of a policy its latest version counts, of what people renew the latest cycle of each of them.
    """
    counted = (
        Assignment.objects.filter(learner__in=_ids(people), work__in=works)
        .latest(COUNTED)
        .annotate(version=Case(When(work__kind=Work.Kind.POLICY, then="cycle"), default=1))
        .values("work_id", "work__kind", "work__translation_key", "version")
        .annotate(
            asked=Count("pk"),
            done=Count("pk", filter=Q(state=DONE)),
            overdue=Count("pk", filter=Q(state=OPEN, due_at__lt=at)),
            due=Max("due_at"),
        )
        .order_by("work_id", "version")
    )
    latest = {row["work_id"]: row for row in counted}
    places = places_of([row["work__translation_key"] for row in latest.values()], language)
    return [
        WorkLine(
            pk,
            row["work__kind"],
            places[row["work__translation_key"]],
            row["asked"],
            row["done"],
            row["overdue"],
            row["due"],
        )
        for pk in works
        if (row := latest.get(pk)) and row["work__translation_key"] in places
    ]


def _ids(people: QuerySet[User]) -> QuerySet[Any]:
    return people.order_by().values("pk")


@dataclass(frozen=True)
class LateLine:
    """With one piece of work so many people are late."""

    work: Work
    place: Place
    overdue: int


def late_lines(people: QuerySet[User], at: datetime, number: int, language: str) -> list[LateLine]:
    """The pieces of work with which most of them are late. Three statements."""
    late = Assignment.objects.overdue(at).filter(learner__in=_ids(people)).order_by().values("work")
    counted = late.annotate(count=Count("learner", distinct=True)).order_by("-count", "work")[:number]
    overdue = {row["work"]: row["count"] for row in counted}
    works = Work.objects.in_bulk(overdue)
    places = places_of([work.translation_key for work in works.values()], language) if works else {}
    return [
        LateLine(works[pk], places.get(works[pk].translation_key) or Place(works[pk].title, "", "en"), count)
        for pk, count in overdue.items()
    ]


@dataclass(frozen=True)
class Report:
    """One piece of work: a page of `rows`, each an assignment with its evidence, and how many of all are `done`."""

    work: Work
    about: Place
    page: Page
    rows: list[dict[str, Any]]
    asked: int
    done: int
    unit_count: int
    quizzes: list[Any]


def work_report(people: QuerySet[User], work: Work, number: str | None, language: str) -> Report:
    """Who of `people` has done a course or quiz and who has not, each at their latest cycle: page `number` of them."""
    rows = Assignment.objects.filter(work=work, learner__in=_ids(people)).latest(COUNTED)
    place = places_of([work.translation_key], language).get(work.translation_key)
    counted = rows.aggregate(asked=Count("pk"), done=Count("pk", filter=Q(state=DONE)))
    if not counted["asked"] or place is None:
        raise Http404
    order = (F("done_at").asc(nulls_first=True), "due_at", "learner__first_name", "pk")
    page = Paginator(rows.select_related("learner", "learner__team").order_by(*order), PER_PAGE).get_page(number)
    evidence = _evidence(work, [assignment.learner_id for assignment in page])
    units = _units(work, place, language)
    return Report(
        work,
        place,
        page,
        [{"assignment": assignment, "evidence": evidence.get(assignment.learner_id)} for assignment in page],
        counted["asked"],
        counted["done"],
        _count(work, units),
        [unit for unit in units if unit.kind == Work.Kind.QUIZ],
    )


@dataclass(frozen=True)
class Part:
    """A quiz that was assigned by itself, as if it were the one unit of a course."""

    work_id: int
    title: str
    kind: str = Work.Kind.QUIZ


def _units(work: Work, place: Place, language: str) -> Sequence[Unit | Part]:
    """The units of a course, or the quiz itself; a path has none."""
    if work.kind == Work.Kind.COURSE:
        return outline_of(work.translation_key, language, stamp()).units
    return [] if work.kind == Work.Kind.PATH else [Part(work.pk, place.title)]


def _count(work: Work, units: Sequence[Unit | Part]) -> int:
    """How much there is to do: of a path the courses that are needed, as its learners read it."""
    if work.kind == Work.Kind.PATH:
        return path_outline_of(work.translation_key, SOURCE_LANGUAGE, stamp()).standing(()).count
    return len(units)


@dataclass(frozen=True)
class Courses:
    """How many courses of those that a path needs somebody has done."""

    done_units: int


def _evidence(work: Work, learners: list[int]) -> dict[int, Any]:
    """What stands behind the rows, by person: the enrolment in a course, the courses of a path."""
    if work.kind == Work.Kind.COURSE:
        rows = Enrolment.objects.current().with_done_units().filter(course=work, learner__in=learners)
        return {row.learner_id: row for row in rows}
    if work.kind == Work.Kind.PATH:
        path = path_outline_of(work.translation_key, SOURCE_LANGUAGE, stamp())
        done = done_by(learners, path.steps)
        return {learner: Courses(path.standing(theirs).done) for learner, theirs in done.items()}
    return {}
