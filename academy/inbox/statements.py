"""The statements by which many people are told at once: as many for a thousand people as for one.

Who is asked is a source of rows (person_id, due_at): a mapping that the caller has, or a QuerySet that the database
reads for itself. SQLite and PostgreSQL differ only in how they read JSON.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from academy.inbox.domain.telling import Way

Source = tuple[str, tuple[Any, ...]]

INSERT_NOTICES = """
INSERT INTO inbox_notice (recipient_id, kind, about, number, titles, facts, path, due_at, created_at)
SELECT asked.person_id, %s, %s, CAST(%s AS integer), CAST(%s AS {json}), CAST(%s AS {json}), %s, asked.due_at, {moment}
FROM ({source}) AS asked
WHERE true
ON CONFLICT DO NOTHING
"""

WITHDRAW_EARLIER = """
UPDATE inbox_notice SET withdrawn_at = {moment}
WHERE kind = %s AND about = %s AND number < %s AND withdrawn_at IS NULL
AND recipient_id IN (SELECT person_id FROM ({source}) AS asked)
"""

# How a person is reached and wants to be, in one text: see `way_of`.
WAY = """
staff_user.time_zone
|| '|' || CASE WHEN staff_user.email = '' THEN '' ELSE '1' END
|| '|' || CASE WHEN EXISTS (
    SELECT 1 FROM inbox_pushsubscription WHERE inbox_pushsubscription.person_id = staff_user.id
) THEN '1' ELSE '' END
|| '|' || CASE WHEN COALESCE(inbox_preference.chat_url, '') = '' THEN '' ELSE '1' END
|| '|' || COALESCE(inbox_preference.mail, '')
|| '|' || COALESCE(CAST(inbox_preference.quiet_from AS text), '')
|| '|' || COALESCE(CAST(inbox_preference.quiet_until AS text), '')
|| '|' || COALESCE(CAST(inbox_preference.digest_at AS text), '')
"""

# Those whom this telling gave a notice; who had it before is not told again.
TOLD = """
FROM ({source}) AS asked
JOIN inbox_notice ON inbox_notice.recipient_id = asked.person_id
    AND inbox_notice.kind = %s AND inbox_notice.about = %s AND inbox_notice.number = %s
    AND inbox_notice.created_at = {moment}
JOIN staff_user ON staff_user.id = inbox_notice.recipient_id AND staff_user.is_active
LEFT JOIN inbox_preference ON inbox_preference.person_id = staff_user.id
"""

SELECT_WAYS = f"SELECT DISTINCT {WAY} {TOLD}"

INSERT_DELIVERIES = f"""
INSERT INTO inbox_delivery (notice_id, channel, state, send_after, tries, outcome)
WITH plan AS MATERIALIZED ({{plan}}),
told AS MATERIALIZED (SELECT inbox_notice.id AS notice_id, {WAY} AS way {TOLD})
SELECT told.notice_id, plan.channel, 'waiting', plan.send_after, 0, ''
FROM told JOIN plan ON plan.way = told.way
WHERE true
ON CONFLICT (notice_id, channel) DO {{conflict}}
"""

SEND_AGAIN = "UPDATE SET state = 'waiting', send_after = excluded.send_after, tries = 0, outcome = '', sent_at = NULL"

MAPPING = {
    "sqlite": "SELECT CAST(key AS integer) AS person_id, value AS due_at FROM json_each(%s)",
    "postgresql": (
        "SELECT CAST(key AS bigint) AS person_id, CAST(value AS timestamptz) AS due_at"
        " FROM jsonb_each_text(CAST(%s AS jsonb))"
    ),
}
PLAN = {
    "sqlite": (
        "SELECT json_extract(value, '$[0]') AS way, json_extract(value, '$[1]') AS channel,"
        " json_extract(value, '$[2]') AS send_after FROM json_each(%s)"
    ),
    "postgresql": (
        "SELECT value ->> 0 AS way, value ->> 1 AS channel, CAST(value ->> 2 AS timestamptz) AS send_after"
        " FROM jsonb_array_elements(CAST(%s AS jsonb))"
    ),
}
JSON = {"sqlite": "text", "postgresql": "jsonb"}
MOMENT = {"sqlite": "%s", "postgresql": "CAST(%s AS timestamptz)"}


@dataclass(frozen=True)
class Telling:
    """What is told, without to whom."""

    kind: str
    about: str
    number: int
    titles: Mapping[str, str]
    facts: Mapping[str, Any]
    path: str
    at: datetime

    @property
    def key(self) -> tuple[str, str, int, str | None]:
        return self.kind, self.about, self.number, stored(self.at)


def from_mapping(recipients: Mapping[int, datetime | None]) -> Source:
    """Rows from user ids with their due dates."""
    return MAPPING[connection.vendor], (json.dumps({pk: stored(due) for pk, due in recipients.items()}),)


def from_query(assignments: QuerySet[Any]) -> Source | None:
    """Rows from a QuerySet whose model has `learner` and `due_at`; None where it can name nobody."""
    try:
        sql, parameters = assignments.values_list("learner_id", "due_at").query.sql_with_params()
    except EmptyResultSet:
        return None
    return f"SELECT learner_id AS person_id, due_at FROM ({sql}) AS waiting", parameters


def insert_notices(told: Telling, source: Source) -> int:
    """Give everybody their notice who has none; return how many that were."""
    sql, asked = source
    kind, about, number, at = told.key
    values = (kind, about, number, json.dumps(told.titles), json.dumps(told.facts), told.path, at, *asked)
    return _write(INSERT_NOTICES, values, source=sql)


def withdraw_earlier(told: Telling, source: Source) -> int:
    """A further reminder takes the place of the ones before it."""
    sql, asked = source
    kind, about, number, at = told.key
    return _write(WITHDRAW_EARLIER, (at, kind, about, number, *asked), source=sql)


def ways_of(told: Telling, source: Source) -> list[str]:
    """The different ways in which the people of a telling are reached: far fewer than people."""
    sql, asked = source
    with connection.cursor() as cursor:
        cursor.execute(_in_dialect(SELECT_WAYS, source=sql), (*asked, *told.key))
        return [way for (way,) in cursor.fetchall()]


def insert_deliveries(
    told: Telling, source: Source, plan: Iterable[tuple[str, str, datetime]], *, again: bool = False
) -> int:
    """Lay what is planned for each way to every notice of that way; `again`, also what was sent or dropped before."""
    sql, asked = source
    rows = json.dumps([(way, channel, stored(send_after)) for way, channel, send_after in plan])
    parts = {"plan": PLAN[connection.vendor], "conflict": SEND_AGAIN if again else "NOTHING"}
    return _write(INSERT_DELIVERIES, (rows, *asked, *told.key), source=sql, **parts)


def way_of(text: str) -> Way:
    """A `Way` from what WAY made of a person. What is empty was not chosen."""
    zone, email, push, chat, mail, quiet_from, quiet_until, digest_at = text.split("|")
    chosen: dict[str, Any] = {"mail": mail} if mail else {}
    for name, clock in (("quiet_from", quiet_from), ("quiet_until", quiet_until), ("digest_at", digest_at)):
        if clock:
            chosen[name] = time.fromisoformat(clock)
    return Way(zone, email=bool(email), push=bool(push), chat=bool(chat), **chosen)


def stored(moment: datetime | None) -> str | None:
    """A moment as the database keeps it."""
    return None if moment is None else str(connection.ops.adapt_datetimefield_value(moment))


def _write(statement: str, parameters: tuple[Any, ...], **parts: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_in_dialect(statement, **parts), parameters)
        return int(cursor.rowcount)


def _in_dialect(statement: str, **parts: str) -> str:
    return statement.format(json=JSON[connection.vendor], moment=MOMENT[connection.vendor], **parts)
