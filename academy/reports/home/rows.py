"""What a row says of one person: how they stand, why they are stuck, and the piece of work that is acted on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery

from academy.access import Place, places_of
from academy.assignments.models import Assignment, Reminder, Work
from academy.reports.home.parts import Part, first_days
from academy.reports.home.stuck import Why, why_stuck
from academy.staff.models import User

OPEN, DONE = Assignment.State.OPEN, Assignment.State.DONE


@dataclass(frozen=True)
class Standing:
    """Of what one person was asked to do: how much of it is open, late and done."""

    open: int = 0
    overdue: int = 0
    done: int = 0

    @property
    def asked(self) -> int:
        return self.open + self.done


@dataclass(frozen=True)
class Said:
    """Why somebody is stuck, with the page of the work; `place` holds its last title where it is not published."""

    why: Why
    place: Place


@dataclass(frozen=True)
class Row:
    """`assignment`: what a tap reminds of or gives another date to; None where nothing is open. `reminded`: today.
    `joined`: only of new people."""

    person: User
    standing: Standing
    assignment: Assignment | None
    place: Place | None
    reminded: bool
    reasons: list[Said]
    joined: date | None


Ids = Sequence[int]


def rows_of(parts: Mapping[Part, Ids], at: datetime, language: str) -> dict[Part, list[Row]]:
    """Of each part the people (ids) in their order, by eight statements for all of them together."""
    everybody = list({pk for people in parts.values() for pk in people})
    found = _people(everybody)
    standings = _standings(everybody, at)
    reasons = why_stuck(parts.get(Part.STUCK, ()), at)
    joined = first_days(parts[Part.NEW]) if parts.get(Part.NEW) else {}
    acted_on = _assignments(found.values(), reasons)
    places = _places([row.work_id for row in acted_on.values()], reasons, language)
    reminded = _reminded(acted_on.values(), found, at)

    def row(part: Part, pk: int) -> Row:
        stuck = reasons.get(pk, []) if part == Part.STUCK else []
        assignment = acted_on.get((pk, stuck[0].work_id)) if stuck else None
        assignment = assignment or acted_on.get((pk, None))
        return Row(
            found[pk],
            standings.get(pk, Standing()),
            assignment,
            places.get(assignment.work_id) if assignment else None,
            assignment is not None and assignment.pk in reminded,
            [Said(why, places[why.work_id]) for why in stuck],
            joined.get(pk) if part == Part.NEW else None,
        )

    return {part: [row(part, pk) for pk in people if pk in found] for part, people in parts.items()}


def _people(ids: Collection[int]) -> dict[int, User]:
    """Each with `first`: the id of what is due next of all that they have open."""
    mine = Assignment.objects.open().filter(learner=OuterRef("pk"))
    first = mine.order_by(F("due_at").asc(nulls_last=True), "pk").values("pk")[:1]
    rows = User.objects.filter(pk__in=ids).select_related("team", "job_role").annotate(first=Subquery(first))
    return {person.pk: person for person in rows}


def _standings(ids: Collection[int], at: datetime) -> dict[int, Standing]:
    rows = Assignment.objects.filter(learner__in=ids, state__in=(OPEN, DONE)).order_by().values("learner")
    counted = rows.annotate(
        open=Count("pk", filter=Q(state=OPEN)),
        overdue=Count("pk", filter=Q(state=OPEN, due_at__lt=at)),
        done=Count("pk", filter=Q(state=DONE)),
    )
    return {row["learner"]: Standing(row["open"], row["overdue"], row["done"]) for row in counted}


def _assignments(people: Iterable[User], reasons: Mapping[int, list[Why]]) -> dict[tuple[int, int | None], Assignment]:
    """By person and work what is open of the work with which they are stuck; under None what they have due next."""
    nearest = {person.first for person in people if person.first}
    stuck = {why.work_id for found in reasons.values() for why in found}
    theirs = Q(learner__in=list(reasons), work__in=stuck)
    rows = Assignment.objects.open().filter(Q(pk__in=nearest) | theirs).select_related("work").order_by("-cycle")
    found: dict[tuple[int, int | None], Assignment] = {}
    for row in rows:
        found.setdefault((row.learner_id, row.work_id), row)
        if row.pk in nearest:
            found[row.learner_id, None] = row
    return found


def _places(works: Iterable[int], reasons: Mapping[int, list[Why]], language: str) -> dict[int, Place]:
    wanted = {*works, *(why.work_id for found in reasons.values() for why in found)}
    rows = Work.objects.in_bulk(wanted)
    found = places_of([work.translation_key for work in rows.values()], language)
    return {pk: found.get(work.translation_key) or Place(work.title, "", "en") for pk, work in rows.items()}


def _reminded(assignments: Iterable[Assignment], people: Mapping[int, User], at: datetime) -> set[int]:
    """Those of which somebody was reminded on the day that it is where they are."""
    today = {row.pk: at.astimezone(people[row.learner_id].zone).date() for row in assignments}
    rows: Any = Reminder.objects.filter(assignment__in=today, escalated=False, day__in=set(today.values()))
    return {pk for pk, day in rows.values_list("assignment", "day") if today[pk] == day}
