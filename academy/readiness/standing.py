"""How people stand before the gates on a day, read from what they have done. See `domain.readiness` for the rule."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.timezone import localtime

from academy.access import Place, places_of
from academy.assignments.models import Assignment, Work
from academy.readiness.domain.readiness import Passage, Piece, passage
from academy.readiness.models import Gate
from academy.staff.models import User

FOR_GOOD = date.max

# The last day of each person for one gate; a newer version of a policy counts from the day on which it is due. As
# `domain.readiness.passage` finds it for one person: the tests hold the two together.
LAST_DAYS = """
SELECT last_day, COUNT(*) FROM (
  SELECT MIN(last_day) AS last_day FROM (
    SELECT learner_id, MAX(COALESCE(valid_until, {newer}, '9999-12-31')) AS last_day
    FROM assignments_assignment
    WHERE state = 'done' AND work_id IN ({works}) AND learner_id IN ({people})
    GROUP BY learner_id, work_id
  ) AS pieces
  GROUP BY learner_id HAVING COUNT(*) = {count}
) AS people
GROUP BY last_day
"""
NEWER = """(SELECT {day} FROM assignments_assignment AS newer
  WHERE newer.learner_id = assignments_assignment.learner_id AND newer.work_id = assignments_assignment.work_id
  AND newer.cycle > assignments_assignment.cycle AND newer.state = 'open' AND newer.due_at IS NOT NULL)"""
DAY = {"sqlite": "MIN(date(newer.due_at))", "postgresql": "MIN(CAST(newer.due_at AT TIME ZONE 'UTC' AS date))"}


def gates() -> list[Gate]:
    """Every gate that asks for something, with its `requirements`. Two statements."""
    found = Gate.objects.prefetch_related("requirements__work")
    return [gate for gate in found if gate.requirements.all()]


def required_by(gate: Gate) -> list[int]:
    return [requirement.work_id for requirement in gate.requirements.all()]


Evidence = dict[int, dict[int, list[Piece]]]
"""By person and piece of work."""


def evidence_of(people: Collection[int], works: Collection[int]) -> Evidence:
    """What these people have done of it. One statement."""
    rows = Assignment.objects.filter(
        learner__in=people, work__in=works, state__in=(Assignment.State.DONE, Assignment.State.OPEN)
    ).order_by("learner", "work", "-cycle")
    found: Evidence = defaultdict(lambda: defaultdict(list))
    newer: dict[tuple[int, int], date] = {}
    for person, work, state, done_at, valid_until, due_at in rows.values_list(
        "learner", "work", "state", "done_at", "valid_until", "due_at"
    ):
        if state == Assignment.State.OPEN:
            if due_at:
                newer[person, work] = due_at.date()
        elif done_at:
            found[person][work].append(Piece(localtime(done_at).date(), valid_until or newer.get((person, work))))
    return found


@dataclass(frozen=True)
class Cell:
    """One person before one gate. `ends`: the last day, where it closes within the days that are shown."""

    gate: Gate
    passage: Passage
    places: tuple[Place, ...]  # what is missing, or what ends first


def cells_of(people: Sequence[int], gates: Sequence[Gate], day: date, language: str) -> dict[int, list[Cell]]:
    """By person a cell for each gate. Two statements beside the addresses of the work."""
    works = {requirement.work for gate in gates for requirement in gate.requirements.all()}
    evidence = evidence_of(people, [work.pk for work in works])
    places = _places(works, language)
    return {
        person: [_cell(gate, passage(required_by(gate), evidence[person], day), places) for gate in gates]
        for person in people
    }


def _places(works: Iterable[Work], language: str) -> dict[int, Place]:
    works = list(works)
    found = places_of([work.translation_key for work in works], language)
    return {work.pk: found.get(work.translation_key) or Place(work.title, "", "en") for work in works}


def _cell(gate: Gate, found: Passage, places: dict[int, Place]) -> Cell:
    named = found.missing or ((found.first_to_end,) if found.first_to_end else ())
    return Cell(gate, found, tuple(places[work] for work in named))


def gates_of(person: User, day: date, language: str) -> list[Cell]:
    """How one person stands before every gate on `day`, for `readiness/gates.html`."""
    return cells_of([person.pk], gates(), day, language)[person.pk]


def open_on(people: QuerySet[User], gates: Sequence[Gate], days: Sequence[date]) -> dict[int, list[int]]:
    """How many of `people` may pass each gate (id) on each of `days`, if nothing is renewed. A statement a gate."""
    return {gate.pk: _counts(people, required_by(gate), days) for gate in gates}


def _counts(people: QuerySet[User], works: list[int], days: Sequence[date]) -> list[int]:
    inner, parameters = people.order_by().values("pk").query.sql_with_params()
    statement = LAST_DAYS.format(
        newer=NEWER.format(day=DAY[connection.vendor]),
        works=", ".join(map(str, works)),
        people=inner,
        count=len(works),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        last_days: Counter[date] = Counter()
        for last_day, count in cursor.fetchall():
            last_days[_as_date(last_day)] += count
    return [sum(count for last, count in last_days.items() if day <= last) for day in days]


def _as_date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
