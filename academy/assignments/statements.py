"""The statements by which thousands are asked at once: as many for a thousand people as for one.

People with their dates, and ids, go to the database as one JSON text. SQLite and PostgreSQL differ only in how they
read it.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from academy.assignments.models import Assignment, AssignmentRule
from academy.assignments.models.assignments import RETURNED

# Rows of (person_id, due_at).
PEOPLE = {
    "sqlite": (
        "SELECT json_extract(value, '$[0]') AS person_id, json_extract(value, '$[1]') AS due_at"
        " FROM json_each(%(people)s)"
    ),
    "postgresql": (
        "SELECT CAST(value ->> 0 AS bigint) AS person_id, CAST(value ->> 1 AS timestamptz) AS due_at"
        " FROM jsonb_array_elements(CAST(%(people)s AS jsonb))"
    ),
}
IDS = {
    "sqlite": "SELECT value AS id FROM json_each(%(ids)s)",
    "postgresql": "SELECT CAST(value AS bigint) AS id FROM jsonb_array_elements_text(CAST(%(ids)s AS jsonb))",
}
MOMENT = {"sqlite": "%(at)s", "postgresql": "CAST(%(at)s AS timestamptz)"}

# What was closed because nobody asked for it any more is opened again. What is open stays, and what is done stays done.
INSERT_ASSIGNMENTS = """
INSERT INTO assignments_assignment (learner_id, work_id, cycle, state, assigned_at, due_at, own)
SELECT people.person_id, %(work)s, %(cycle)s, 'open', {moment}, people.due_at, false
FROM ({people}) AS people
WHERE true
ON CONFLICT (learner_id, work_id, cycle) DO UPDATE SET state = 'open', done_at = NULL, due_at = excluded.due_at
WHERE assignments_assignment.state = 'closed'
RETURNING id, learner_id
"""

# From this day on what counts until `valid_until` is renewed: a day earlier, for it may be that day already somewhere.
OPENS_ON = {
    "sqlite": "date(latest.valid_until, '-' || (window_days + 1) || ' days') <= date(%(at)s)",
    "postgresql": "latest.valid_until - window_days - 1 <= CAST(CAST(%(at)s AS timestamptz) AS date)",
}

# Who did something that nobody asked for, or no longer asks for; or renewed what they did before anybody asked.
INSERT_OWN = f"""
INSERT INTO assignments_assignment (learner_id, work_id, cycle, state, assigned_at, done_at, own)
SELECT
    changed.id,
    %(work)s,
    COALESCE((
        SELECT CASE WHEN latest.state = 'done' AND {{opens_on}} THEN latest.cycle + 1 ELSE latest.cycle END
        FROM assignments_assignment latest
        LEFT JOIN assignments_renewal ON assignments_renewal.work_id = latest.work_id
        WHERE latest.learner_id = changed.id AND latest.work_id = %(work)s ORDER BY latest.cycle DESC LIMIT 1
    ), 1),
    'done',
    {{moment}},
    {{moment}},
    true
FROM ({{ids}}) AS changed
WHERE true
ON CONFLICT (learner_id, work_id, cycle) DO UPDATE SET state = 'done', done_at = excluded.done_at, own = true
WHERE assignments_assignment.state = 'closed'
RETURNING {", ".join(RETURNED)}
"""

# CROSS: SQLite goes from the people to their rows, and not the other way round.
INSERT_SOURCES = """
INSERT INTO assignments_assignmentsource (assignment_id, rule_id)
SELECT assignments_assignment.id, %(rule)s
FROM ({people}) AS people
CROSS JOIN assignments_assignment
WHERE learner_id = people.person_id AND work_id = %(work)s AND cycle = %(cycle)s
ON CONFLICT DO NOTHING
"""

# What was done is to be done again in part; it counts for no longer than it did.
REOPEN = f"""
UPDATE assignments_assignment SET state = 'open', done_at = NULL, closes_at = NULL, due_at = people.due_at
FROM ({{people}}) AS people
WHERE learner_id = people.person_id AND work_id = %(work)s AND state = 'done' AND NOT EXISTS (
    SELECT 1 FROM assignments_assignment later
    WHERE later.learner_id = assignments_assignment.learner_id AND later.work_id = assignments_assignment.work_id
    AND later.cycle > assignments_assignment.cycle
)
RETURNING {", ".join(RETURNED)}
"""

INSERT_EVENTS = """
INSERT INTO assignments_assignmentevent (assignment_id, kind, at, due_at, team_id, job_role_id)
SELECT assignments_assignment.id, %(kind)s, {moment}, assignments_assignment.due_at, team_id, job_role_id
FROM ({ids}) AS changed
CROSS JOIN assignments_assignment
CROSS JOIN staff_user
WHERE assignments_assignment.id = changed.id AND staff_user.id = learner_id
ON CONFLICT DO NOTHING
RETURNING assignment_id
"""

DELETE_SOURCES = "DELETE FROM assignments_assignmentsource WHERE id IN ({ids}) RETURNING assignment_id"

Dates = Mapping[int, datetime | None]  # user id → due date


class Asked(NamedTuple):
    """What people are asked to do: a piece of work (id), in one of its cycles."""

    work_id: int
    cycle: int


def insert_assignments(asked: Asked | AssignmentRule, dates: Dates, at: datetime) -> dict[int, int]:
    """Ask these people; return the assignments (id → learner) that are new, or open again."""
    return dict(_rows(INSERT_ASSIGNMENTS, **_parameters(asked, dates), at=_stored(at)))


def insert_own(learners: Iterable[int], work: int, at: datetime) -> list[Assignment]:
    """Keep that these did `work` (id) though nobody asks for it; return what is new.

    Nothing is, where an assignment says so already. Who did it again while it may be renewed has a further cycle.
    """
    rows = _rows(INSERT_OWN, ids=json.dumps([*learners]), work=work, at=_stored(at))
    return [Assignment.returned(row, state=Assignment.State.DONE, done_at=at, own=True) for row in rows]


def reopen(work: int, dates: Dates) -> list[Assignment]:
    """Ask these people again for the latest of what they did of `work` (id), by another date; return what is open."""
    rows = _rows(REOPEN, **_parameters(Asked(work, 0), dates))
    return [Assignment.returned(row, state=Assignment.State.OPEN, due_at=dates[row[1]]) for row in rows]


def insert_sources(rule: AssignmentRule, dates: Dates, asked: Asked | None = None) -> int:
    """Keep that the rule asks these people, in its own cycle or in another; return of how many it was not known."""
    with connection.cursor() as cursor:
        cursor.execute(_in_dialect(INSERT_SOURCES), {**_parameters(asked or rule, dates), "rule": rule.pk})
        return int(cursor.rowcount)


def insert_events(assignments: Iterable[int], kind: str, at: datetime) -> set[int]:
    """An event for each assignment (id), with its date and the person's team and role as they are now.

    Returns the assignments of which this is new: each is assigned once.
    """
    return {pk for (pk,) in _rows(INSERT_EVENTS, ids=json.dumps([*assignments]), kind=kind, at=_stored(at))}


def delete_sources(sources: Iterable[int]) -> list[int]:
    """Forget that a rule asks; return the assignments (ids) that it asked for."""
    return [assignment for (assignment,) in _rows(DELETE_SOURCES, ids=json.dumps([*sources]))]


def _parameters(asked: Asked | AssignmentRule, dates: Dates) -> dict[str, Any]:
    people = json.dumps([(pk, _text(due)) for pk, due in dates.items()])
    return {"people": people, "work": asked.work_id, "cycle": asked.cycle}


def _rows(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_in_dialect(statement), parameters)
        return cursor.fetchall()


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else str(_stored(moment))


def _in_dialect(statement: str) -> str:
    vendor = connection.vendor
    return statement.format(people=PEOPLE[vendor], ids=IDS[vendor], moment=MOMENT[vendor], opens_on=OPENS_ON[vendor])
