"""The lists of a person's record: each as rows in the database, and a few of them as the page shows them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, F, QuerySet, When
from django.utils.translation import gettext_lazy as _

from academy.access import Place, places_of
from academy.assignments.models import Assignment, Exemption, Extension, OtherEvidence, Work
from academy.reports.models import Note
from academy.reports.person.happened import entries, happened
from academy.staff.models import User
from courses.models import Enrolment
from courses.paths import OnPath, paths_of
from courses.progress import standings_of
from quizzes.models import AnswerView, Attempt, QuizException

OPEN, DONE = Assignment.State.OPEN, Assignment.State.DONE
OF_WORK = ("assigned", "quizzes", "exceptions")
SHOWN = (OPEN, Assignment.State.MISSED, Assignment.State.EXCUSED, DONE)


class Section(models.TextChoices):
    """What a list of the record is of; the value stands in its address."""

    NOTES = "notes", _("Notes")
    ASSIGNED = "assigned", _("Assigned")
    COURSES = "courses", _("Courses")
    QUIZZES = "quizzes", _("Quizzes handed in")
    EXCEPTIONS = "exceptions", _("Exceptions")
    HAPPENED = "happened", _("What happened")
    SEEN = "seen", _("Who looked at these answers")


@dataclass(frozen=True)
class List:
    """Some rows of a section; `more`: whether there are further ones."""

    section: Section
    rows: list[Any] = field(default_factory=list)
    more: bool = False


def of_section(section: Section, person: User) -> QuerySet[Any]:
    """All rows of one list, in its order."""
    if section == Section.ASSIGNED:
        place = Case(*(When(state=state, then=number) for number, state in enumerate(SHOWN)))
        rows = Assignment.objects.filter(learner=person, state__in=SHOWN).select_related("work").annotate(place=place)
        return rows.order_by("place", F("done_at").desc(nulls_first=True), F("due_at").asc(nulls_last=True), "pk")
    if section == Section.COURSES:
        return Enrolment.objects.current().filter(learner=person).select_related("course").order_by("-last_opened_at")
    if section == Section.QUIZZES:
        handed_in = Attempt.objects.of(person).handed_in().with_grade()
        return handed_in.select_related("work").order_by("-handed_in_at", "-pk")
    if section == Section.EXCEPTIONS:
        held = QuizException.objects.in_force().concerning(person)
        return held.select_related("work", "team", "created_by").order_by("-created_at", "-pk")
    if section == Section.SEEN:
        views = AnswerView.objects.filter(attempt__learner=person).exclude(viewer=person)
        return views.select_related("viewer", "attempt__work").order_by("-at", "-pk")
    return Note.objects.to(person) if section == Section.NOTES else happened(person)


def lists_of(
    person: User, sections: Collection[Section], number: int, language: str, stamp: int
) -> dict[Section, List]:
    """The first rows of several lists."""
    found = {section: list(of_section(section, person)[: number + 1]) for section in sections}
    shown = show(person, {section: rows[:number] for section, rows in found.items()}, language, stamp)
    return {section: List(section, rows, len(found[section]) > number) for section, rows in shown.items()}


Found = dict[Section, list[Any]]


def show(person: User, found: Found, language: str, stamp: int) -> Found:
    """These rows with all that their templates show of them. The same few statements for any number of rows."""
    places = _places(found, language)
    shown = {
        Section.ASSIGNED: lambda rows: _assigned(rows, places, _paths(person, rows, language, stamp)),
        Section.COURSES: lambda rows: _courses(person, rows, places, language, stamp),
        Section.QUIZZES: lambda rows: [{"attempt": row, "place": places[row.work_id]} for row in rows],
        Section.EXCEPTIONS: lambda rows: [{"exception": row, "place": _live(places[row.work_id])} for row in rows],
        Section.SEEN: lambda rows: [{"view": row, "place": places[row.attempt.work_id]} for row in rows],
        Section.HAPPENED: lambda rows: entries(rows, places, _others(rows)),
        Section.NOTES: list,
    }
    return {section: shown[section](rows) if rows else [] for section, rows in found.items()}


def _places(found: Found, language: str) -> dict[int, Place]:
    """The pages of all work that is spoken of; of what is not published any more the last title. Two statements."""
    wanted = {row["on_work"] for row in found.get(Section.HAPPENED, ()) if row["on_work"]}
    works = {
        *(row.work for section in OF_WORK for row in found.get(section, ())),
        *(row.course for row in found.get(Section.COURSES, ())),
        *(row.attempt.work for row in found.get(Section.SEEN, ())),
    }
    missing = wanted - {work.pk for work in works}
    works.update(Work.objects.filter(pk__in=missing) if missing else ())
    live = places_of([work.translation_key for work in works], language)
    return {work.pk: live.get(work.translation_key) or Place(work.title, "", "en") for work in works}


def _live(place: Place) -> Place | None:
    return place if place.url else None


def _others(rows: Iterable[dict[str, Any]]) -> dict[int, User]:
    return User.objects.in_bulk({row["by_whom"] for row in rows if row["by_whom"]})


def _paths(person: User, rows: list[Assignment], language: str, stamp: int) -> dict[UUID, OnPath]:
    """How far somebody is on the learning paths that they have still to follow. No statement where there is none."""
    keys = [row.work.translation_key for row in rows if row.work.kind == Work.Kind.PATH and row.state == OPEN]
    return paths_of(person, keys, language, stamp) if keys else {}


def _assigned(rows: list[Assignment], places: dict[int, Place], paths: dict[UUID, OnPath]) -> list[dict[str, Any]]:
    extensions = {row.assignment_id: row for row in Extension.objects.of(rows)}
    accepted = {row.assignment_id: row for row in OtherEvidence.objects.of(rows)}
    exempted = Exemption.objects.filter(assignment__in=rows).select_related("by")
    exemptions = {row.assignment_id: row for row in exempted.order_by("pk")}
    return [
        {
            "assignment": row,
            "place": places[row.work_id],
            "path": paths.get(row.work.translation_key),
            "extension": extensions.get(row.pk),
            "exemption": exemptions.get(row.pk) if row.state == Assignment.State.EXCUSED else None,
            "accepted": accepted.get(row.pk),
        }
        for row in rows
    ]


def _courses(
    person: User, rows: list[Enrolment], places: dict[int, Place], language: str, stamp: int
) -> list[dict[str, Any]]:
    """Without those whose page is not published: nobody can tell how far somebody is."""
    live = [row for row in rows if places[row.course_id].url]
    standings = standings_of(person, [row.course.translation_key for row in live], language, stamp)
    return [
        {
            "enrolment": row,
            "place": places[row.course_id],
            "standing": standings[row.course.translation_key].standing,
        }
        for row in live
    ]
