"""What a manager sees of their people: who needs them, what is open, and who has done what."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, When
from django.http import Http404

from academy.access import Place, places_of
from academy.assignments.models import Assignment, Exemption, Extension, OtherEvidence, Work
from academy.content import stamp
from academy.staff.models import Team, User
from courses.models import Enrolment
from courses.outline import Unit, outline_of
from courses.progress import standings_of
from quizzes.models import Attempt, QuizException

WEEK = timedelta(days=7)
OPEN = Assignment.State.OPEN
COUNTED = (Assignment.State.OPEN, Assignment.State.DONE)


def people_of(leader: User) -> QuerySet[User]:
    """The active people below `leader`, by name."""
    return User.objects.led_by(leader).active().order_by("first_name", "last_name", "pk")


def people_in(leader: User, team: Team | None) -> QuerySet[User]:
    """The same, of one team and the teams below it; all of them for None."""
    people = people_of(leader)
    return people.filter(team__path__startswith=team.path) if team else people


def teams_of(leader: User) -> QuerySet[Team]:
    """The teams in which people below `leader` are, by name."""
    return Team.objects.filter(pk__in=people_of(leader).order_by().values("team")).order_by("name", "pk")


def team_of(leader: User, at: datetime, language: str) -> dict[str, Any]:
    """The team page: people with what they owe, and each piece of work with how far the team is."""
    mine = Q(assignments__state=OPEN)
    people = list(
        people_of(leader)
        .select_related("job_role", "team")
        .annotate(
            open_count=Count("assignments", filter=mine, distinct=True),
            overdue_count=Count("assignments", filter=mine & Q(assignments__due_at__lt=at), distinct=True),
            next_due=Min("assignments__due_at", filter=mine),
        )
    )
    overdue = [person for person in people if person.overdue_count]
    soon = [person for person in people if not person.overdue_count and person.next_due and person.next_due < at + WEEK]
    settled = {person.pk for person in [*overdue, *soon]}
    return {
        "people": sorted(people, key=lambda person: (-person.overdue_count, str(person))),
        "people_overdue": sorted(overdue, key=lambda person: (person.next_due, str(person))),
        "people_due_soon": sorted(soon, key=lambda person: (person.next_due, str(person))),
        "people_on_track": [person for person in people if person.pk not in settled],
        "overdue": len(overdue),
        "due_soon": len(soon),
        "on_track": len(people) - len(overdue) - len(soon),
        "work": work_of(people, at, language),
    }


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


def work_of(people: list[User], at: datetime, language: str) -> list[WorkLine]:
    """A line for each piece of work that anybody of `people` was asked to do. Two queries.

    Of a policy its latest version counts, of what people renew the latest cycle of each of them.
    """
    counted = (
        Assignment.objects.filter(learner__in=people)
        .latest(COUNTED)
        .annotate(version=Case(When(work__kind=Work.Kind.POLICY, then="cycle"), default=1))
        .values("work_id", "work__kind", "work__translation_key", "version")
        .annotate(
            asked=Count("pk"),
            done=Count("pk", filter=Q(state=Assignment.State.DONE)),
            overdue=Count("pk", filter=Q(state=OPEN, due_at__lt=at)),
            due=Max("due_at"),
        )
        .order_by("work_id", "version")
    )
    latest = {row["work_id"]: row for row in counted}
    places = places_of([row["work__translation_key"] for row in latest.values()], language)
    return [
        WorkLine(
            work_id,
            row["work__kind"],
            places[row["work__translation_key"]],
            row["asked"],
            row["done"],
            row["overdue"],
            row["due"],
        )
        for work_id, row in latest.items()
        if row["work__translation_key"] in places
    ]


def work_report(leader: User, work: Work, at: datetime, language: str) -> dict[str, Any]:
    """Who of the leader's people has done a course or quiz and who has not, each at their latest cycle."""
    rows = Assignment.objects.filter(work=work, learner__in=people_of(leader)).latest(COUNTED)
    assignments = list(
        rows.select_related("learner", "learner__team").order_by(
            F("done_at").asc(nulls_first=True), "due_at", "learner__first_name"
        )
    )
    place = places_of([work.translation_key], language).get(work.translation_key)
    if not assignments or place is None:
        raise Http404
    evidence = _evidence(work, [assignment.learner_id for assignment in assignments])
    units = _units(work, place, language)
    return {
        "work": work,
        "about": place,
        "rows": [
            {
                "assignment": assignment,
                "late": assignment.state == OPEN and bool(assignment.due_at) and assignment.due_at < at,
                "evidence": evidence.get(assignment.learner_id),
            }
            for assignment in assignments
        ],
        "done": sum(assignment.state == Assignment.State.DONE for assignment in assignments),
        "unit_count": len(units),
        "quizzes": [unit for unit in units if unit.kind == Work.Kind.QUIZ],
    }


@dataclass(frozen=True)
class Alone:
    """A quiz that was assigned by itself, as if it were the one unit of a course."""

    work_id: int
    title: str
    kind: str = Work.Kind.QUIZ


def _units(work: Work, place: Place, language: str) -> tuple[Unit | Alone, ...]:
    """The units of a course, or the quiz itself."""
    if work.kind == Work.Kind.COURSE:
        return outline_of(work.translation_key, language, stamp()).units
    return (Alone(work.pk, place.title),)


def _evidence(work: Work, learners: list[int]) -> dict[int, Any]:
    """What stands behind the rows, by person: the enrolment in a course."""
    if work.kind == Work.Kind.COURSE:
        return {
            row.learner_id: row
            for row in Enrolment.objects.current().with_done_units().filter(course=work, learner__in=learners)
        }
    return {}


def person_report(person: User, at: datetime, language: str) -> dict[str, Any]:
    """One person's work, courses and quizzes: the same that they see themselves."""
    shown = (*COUNTED, Assignment.State.MISSED, Assignment.State.EXCUSED)
    assignments = list(Assignment.objects.filter(learner=person, state__in=shown).for_list())
    exemptions = {
        row.assignment_id: row for row in Exemption.objects.filter(assignment__in=assignments).select_related("by")
    }
    enrolments = list(Enrolment.objects.current().filter(learner=person).select_related("course"))
    attempts = list(
        Attempt.objects.of(person).handed_in().with_grade().select_related("work").order_by("-handed_in_at")
    )
    accepted = {row.assignment_id: row for row in OtherEvidence.objects.of(assignments)}
    extensions = {row.assignment_id: row for row in Extension.objects.of(assignments)}
    exceptions = list(
        QuizException.objects.in_force()
        .concerning(person)
        .select_related("work", "team", "created_by")
        .order_by("-created_at")
    )
    keys = {row.work.translation_key for row in [*assignments, *attempts, *exceptions]}
    places = places_of(keys | {row.course.translation_key for row in enrolments}, language)
    standings = standings_of(person, [row.course.translation_key for row in enrolments], language)
    return {
        "assignments": [
            {
                "assignment": row,
                "place": places[row.work.translation_key],
                "late": row.state == OPEN and row.due_at is not None and row.due_at < at,
                "extension": extensions.get(row.pk),
                "exemption": exemptions.get(row.pk) if row.state == Assignment.State.EXCUSED else None,
                "accepted": accepted.get(row.pk),
            }
            for row in assignments
            if row.work.translation_key in places
        ],
        "courses": [
            {
                "enrolment": row,
                "place": places[row.course.translation_key],
                "standing": standings[row.course.translation_key].standing,
            }
            for row in enrolments
            if row.course.translation_key in places
        ],
        "attempts": [
            {"attempt": row, "place": places[row.work.translation_key]}
            for row in attempts
            if row.work.translation_key in places
        ],
        "exceptions": [{"exception": row, "place": places.get(row.work.translation_key)} for row in exceptions],
    }
