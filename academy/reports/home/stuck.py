"""Who of many people is stuck, as the database finds them: see `academy.reports.domain.stuck` for the rule."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from academy.reports.domain.stuck import IN_A_ROW, LEFT_FOR, RECENT, TRIES, WAITED_FOR, Reason
from academy.staff.models import User

# By hand: it counts in windows, and of a hundred thousand attempts it has to begin at those graded lately. What was
# handed in before a learner took a quiz anew does not count. OFFSET keeps PostgreSQL from reading all that anybody has
# open before it has looked who left a course. The tests hold this and the rule together.
COUNTS = """NOT EXISTS (
    SELECT 1 FROM quizzes_freshstart anew
    WHERE anew.learner_id = {0}.learner_id AND anew.work_id = {0}.work_id AND anew.at > {0}.handed_in_at
)"""
STANDS = """NOT EXISTS (
    SELECT 1 FROM quizzes_grade later WHERE later.attempt_id = {0}.attempt_id AND later.number > {0}.number
)"""
STUCK = f"""
WITH people(id) AS NOT MATERIALIZED ({{people}}),
failed AS (
    SELECT attempt.id, learner_id, work_id, handed_in_at, grade.id AS grade_id
    FROM quizzes_grade grade JOIN quizzes_attempt attempt ON attempt.id = grade.attempt_id
    WHERE graded_at > %(recent)s AND handed_in_at > %(recent)s AND NOT passed
    AND {STANDS.format("grade")} AND {COUNTS.format("attempt")}
    AND learner_id IN (SELECT id FROM people)
),
failing AS (
    SELECT learner_id, work_id, MAX(handed_in_at) AS at FROM failed
    WHERE NOT EXISTS (
        SELECT 1 FROM quizzes_attempt attempt JOIN quizzes_grade grade ON grade.attempt_id = attempt.id
        WHERE attempt.learner_id = failed.learner_id AND attempt.work_id = failed.work_id AND passed
        AND {STANDS.format("grade")} AND {COUNTS.format("attempt")}
    )
    GROUP BY learner_id, work_id
),
ended_wrong AS (
    SELECT DISTINCT learner_id, work_id, at FROM failed JOIN failing USING (learner_id, work_id)
    WHERE handed_in_at = at AND 0 >= (
        SELECT share FROM quizzes_mark WHERE grade_id = failed.grade_id AND void = '' ORDER BY position DESC LIMIT 1
    )
),
answers AS (
    SELECT learner_id, work_id, at, share, ROW_NUMBER() OVER (
        PARTITION BY learner_id, work_id ORDER BY handed_in_at DESC, failed.id DESC, position DESC
    ) AS place
    FROM failed JOIN ended_wrong USING (learner_id, work_id)
    JOIN quizzes_mark ON quizzes_mark.grade_id = failed.grade_id
    WHERE void = ''
),
stuck AS (
    SELECT learner_id, work_id, 0 AS reason, MAX(at) AS since, COUNT(*) AS times FROM answers
    WHERE place <= {IN_A_ROW} GROUP BY learner_id, work_id HAVING COUNT(*) = {IN_A_ROW} AND MAX(share) <= 0
    UNION ALL
    SELECT failing.learner_id, failing.work_id, 1, MAX(at), COUNT(*)
    FROM failing JOIN quizzes_attempt attempt USING (learner_id, work_id)
    WHERE {COUNTS.format("attempt")}
    GROUP BY failing.learner_id, failing.work_id HAVING COUNT(*) >= {TRIES}
    UNION ALL
    SELECT learner_id, course_id, 2, last_opened_at, 0
    FROM courses_enrolment enrolment
    WHERE completed_at IS NULL AND renewed_at IS NULL AND last_opened_at < %(left)s
    AND learner_id IN (SELECT id FROM people)
    AND EXISTS (
        SELECT 1 FROM assignments_assignment assignment
        WHERE assignment.learner_id = enrolment.learner_id AND work_id = course_id AND state = 'open'
        LIMIT 1 OFFSET 0
    )
    UNION ALL
    SELECT learner_id, work_id, 3, MIN(handed_in_at), COUNT(*)
    FROM quizzes_writtenanswer written JOIN quizzes_attempt attempt ON attempt.id = attempt_id
    WHERE written.state <> 'settled' AND handed_in_at < %(waited)s AND learner_id IN (SELECT id FROM people)
    GROUP BY learner_id, work_id
)
"""
FIRST = """
SELECT learner_id, COUNT(*) OVER () FROM stuck
GROUP BY learner_id ORDER BY MIN(reason), MIN(since), learner_id LIMIT %(limit)s OFFSET %(offset)s
"""
COUNT = "SELECT COUNT(DISTINCT learner_id) FROM stuck"
WHY = "SELECT learner_id, work_id, reason, since, times FROM stuck ORDER BY reason, since, work_id"
REASONS = tuple(Reason)


@dataclass(frozen=True)
class Why:
    """Why somebody is stuck with a piece of work (id). `days`: since that was so; `times`: how many tries."""

    work_id: int
    reason: Reason
    days: int
    times: int


class StuckPeople:
    """The ids of those of `people` who are stuck at `at`, the most urgent first: what a Paginator takes."""

    def __init__(self, people: QuerySet[User], at: datetime) -> None:
        self.people, self.at = people, at

    def count(self) -> int:
        rows = _ask(COUNT, self.people, self.at)
        return int(rows[0][0]) if rows else 0

    def __getitem__(self, part: slice) -> list[int]:
        return self.first(part.stop - part.start, part.start)[0]

    def first(self, number: int, offset: int = 0) -> tuple[list[int], int]:
        """So many of them, and how many there are; 0 where `offset` is behind the last. One statement."""
        rows = _ask(FIRST, self.people, self.at, limit=number, offset=offset)
        return [pk for pk, _count in rows], rows[0][1] if rows else 0


def why_stuck(people: Collection[int], at: datetime) -> dict[int, list[Why]]:
    """Of these people (ids) all reasons, the most urgent first. One statement."""
    found: dict[int, list[Why]] = defaultdict(list)
    if people:
        for learner, work, reason, since, times in _ask(WHY, User.objects.filter(pk__in=people), at):
            found[learner].append(Why(work, REASONS[reason], (at - _moment(since)).days, times))
    return found


def _ask(what: str, people: QuerySet[User], at: datetime, **more: int) -> list[tuple[Any, ...]]:
    try:
        chosen, given = people.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # nobody, which Django finds out without asking
        return []
    # The parameters of `people` are told by place, ours by name: all get names.
    names = [f"people{number}" for number in range(len(given))]
    statement = (STUCK + what).format(people=chosen.replace("%s", "{}").format(*(f"%({name})s" for name in names)))
    adapt = connection.ops.adapt_datetimefield_value
    moments = {"recent": at - RECENT, "left": at - LEFT_FOR, "waited": at - WAITED_FOR}
    values = {**dict(zip(names, given, strict=True)), **{name: adapt(moment) for name, moment in moments.items()}}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, **more})
        return cursor.fetchall()


def _moment(value: Any) -> datetime:
    """SQLite gives as text, in UTC, what was computed."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
