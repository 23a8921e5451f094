"""An organisation of ten thousand people with a hundred pieces of work, under one leader who sees all of it.

The rows are laid by the database itself, from numbers that it counts up: a million assignments with what became of
them, and a hundred thousand attempts with a million answers. Only PostgreSQL is asked: SQLite is not meant for so many.

python -m bench.team LEADER    writes 100,000 rows of the matrix as XLSX, and prints what memory that took, in MB
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from bench.clients import CLIENTS, Timing, measure

WORKS = 100
QUESTIONS = 10
TRIES = 10
SHEET = 100_000
ROUNDS, SECONDS = 3, 2.0

# {n} of a person or a piece of work is its place; numbers that look like chance come from a prime multiple.
ASSIGNED = """
INSERT INTO assignments_assignment (learner_id, work_id, cycle, state, assigned_at, due_at, done_at, own)
SELECT person.id, work.id, 1, CASE WHEN still THEN 'open' ELSE 'done' END, day - interval '40 days',
    CASE WHEN still THEN %(at)s + (chance %% 120 - 6) * interval '1 day' ELSE day END,
    CASE WHEN still THEN NULL ELSE day - (chance %% 9 - 1) * interval '1 day' END, false
FROM bench_people person CROSS JOIN bench_works work
CROSS JOIN LATERAL (SELECT (person.n * 7919 + work.n * 104729) %% 100003 AS chance) AS one
CROSS JOIN LATERAL (
    SELECT chance %% 100 < 15 AS still, %(at)s - (10 + chance %% 355) * interval '1 day' AS day
) AS two
"""
HAPPENED = """
INSERT INTO assignments_assignmentevent (assignment_id, kind, at, due_at)
SELECT id, 'assigned', assigned_at, due_at FROM assignments_assignment WHERE learner_id IN (SELECT id FROM bench_people)
UNION ALL
SELECT id, 'done', done_at, due_at FROM assignments_assignment
WHERE state = 'done' AND learner_id IN (SELECT id FROM bench_people)
"""
ENROLLED = """
INSERT INTO courses_enrolment (learner_id, course_id, started_at, last_opened_at, completed_at)
SELECT learner_id, work_id, assigned_at,
    COALESCE(done_at, %(at)s - (learner_id * 31 + work_id) %% 16 * interval '1 day'), done_at
FROM assignments_assignment assignment JOIN assignments_work work ON work.id = work_id
WHERE kind = 'course' AND (learner_id + work_id) %% 7 = 0 AND learner_id IN (SELECT id FROM bench_people)
"""
ATTEMPTED = """
INSERT INTO quizzes_attempt (
    learner_id, work_id, revision_id, number, state, source, layout, sequence, page, started_at, handed_in_at
)
SELECT person.id, quiz.work_id, quiz.revision_id, 1 + try / quizzes, 'handed_in', 'here', '[]', %(questions)s, 1,
    day, day
FROM bench_people person CROSS JOIN generate_series(0, %(tries)s - 1) AS try
CROSS JOIN (SELECT COUNT(*) AS quizzes FROM bench_quizzes) AS counted
JOIN bench_quizzes quiz ON quiz.n = try %% quizzes
CROSS JOIN LATERAL (SELECT %(at)s - (person.n * 7919 + try * 5443) %% 365 * interval '1 day' AS day) AS one
"""
ANSWERED = """
INSERT INTO quizzes_response (attempt_id, position, sequence, answer, text_id, original, confidence, checked, saved_at)
SELECT attempt.id, question.n, question.n + 1, '{}', question.text_id, '', '', false, handed_in_at
FROM quizzes_attempt attempt JOIN bench_questions question ON question.work_id = attempt.work_id
WHERE learner_id IN (SELECT id FROM bench_people)
"""
GRADED = """
INSERT INTO quizzes_grade (attempt_id, number, percent, passed, reason, note, graded_at)
SELECT id, 1, chance, chance >= 30, 'handed_in', '', handed_in_at
FROM quizzes_attempt CROSS JOIN LATERAL (SELECT ABS(hashint8(id)) %% 100 AS chance) AS one
WHERE learner_id IN (SELECT id FROM bench_people)
"""
MARKED = """
INSERT INTO quizzes_mark (grade_id, position, version_id, void, share)
SELECT grade.id, question.n, question.version_id, '',
    CASE WHEN ABS(hashint8(attempt.id * 10 + question.n)) %% 100 < 35 THEN 0 ELSE 1 END
FROM quizzes_grade grade JOIN quizzes_attempt attempt ON attempt.id = attempt_id
JOIN bench_questions question ON question.work_id = attempt.work_id
WHERE learner_id IN (SELECT id FROM bench_people)
"""
SEEN = """
INSERT INTO quizzes_answerview (viewer_id, attempt_id, at)
SELECT %(viewer)s, id, handed_in_at FROM quizzes_attempt
WHERE id %% 5 = 0 AND learner_id IN (SELECT id FROM bench_people)
"""
NOTED = """
INSERT INTO reports_note (author_id, person_id, text, at, key)
SELECT %(viewer)s, id, 'Well done.', %(at)s - n %% 300 * interval '1 day', gen_random_uuid() FROM bench_people
"""
NUMBERED = "unnest(%s::bigint[]) WITH ORDINALITY AS one(id, n)"
QUIZZES = """
SELECT work_id, id AS revision_id, ROW_NUMBER() OVER (ORDER BY work_id) - 1 AS n
FROM quizzes_quizrevision revision
WHERE id = (SELECT MAX(id) FROM quizzes_quizrevision latest WHERE latest.work_id = revision.work_id)
"""
ASKED = """
SELECT work_id, version_id, text_id, place AS n FROM (
    SELECT work_id, question.version_id, ROW_NUMBER() OVER (PARTITION BY work_id ORDER BY question.id) - 1 AS place,
        (SELECT MIN(id) FROM quizzes_questiontext text WHERE text.version_id = question.version_id) AS text_id
    FROM bench_quizzes quiz JOIN quizzes_quizrevisionquestion question ON question.revision_id = quiz.revision_id
) AS numbered WHERE place < %s
"""
STEPS = (ASSIGNED, HAPPENED, ENROLLED, ATTEMPTED, ANSWERED, GRADED, MARKED, SEEN, NOTED)


@dataclass(frozen=True)
class Organisation:
    """`leader` leads everybody; `person` is one of them."""

    leader: Any
    person: Any
    people: int


def make_organisation(number: int, works: int, at: datetime) -> Organisation:
    """So many people, each asked to do so many things, and ten attempts of ten questions of each of them."""
    from academy.staff.models import User
    from bench.crowd import make_staff

    pieces = make_works(works)
    leader, people = make_staff(number)
    User.objects.filter(pk__in=[person.pk for person in people]).update(date_joined=at)
    newest = [person.pk for person in people[:: max(1, number // 200)]]
    User.objects.exclude(pk__in=newest).update(starts_on=at.date().replace(year=at.year - 2))
    values = {"at": at, "viewer": leader.pk, "questions": QUESTIONS, "tries": TRIES}
    with transaction.atomic(), connection.cursor() as cursor:
        _number(cursor, [person.pk for person in people], pieces)
        for step in STEPS:
            cursor.execute(step, values)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Organisation(leader, people[len(people) // 2], number)


def make_works(number: int) -> list[int]:
    """So many pieces of work: the starter's own, and courses of two lessons for the rest."""
    from academy.assignments.models import Work
    from tests import builders

    works = list(Work.objects.filter(kind__in=Work.ASSIGNABLE).order_by("pk"))[:number]
    for place in range(number - len(works)):
        course = builders.publish(
            builders.course_index(), builders.CoursePage(title=f"Bench {place}", slug=f"bench-{place}", summary="One.")
        )
        for slug in ("first", "second"):
            builders.make_lesson(course, slug)
        works.append(Work.objects.of(course))
    return [work.pk for work in works]


def _number(cursor: Any, people: list[int], works: list[int]) -> None:
    """Tables for this connection alone: people, work and questions with their places."""
    for table, ids in (("bench_people", people), ("bench_works", works)):
        cursor.execute(f"CREATE TEMPORARY TABLE {table} AS SELECT id, n FROM {NUMBERED}", [ids])
    cursor.execute(f"CREATE TEMPORARY TABLE bench_quizzes AS {QUIZZES}")
    cursor.execute(f"CREATE TEMPORARY TABLE bench_questions AS {ASKED}", [QUESTIONS])
    for table in ("bench_people", "bench_works", "bench_quizzes", "bench_questions"):
        cursor.execute(f"ANALYZE {table}")


@dataclass
class Looked:
    """One page: what it asks of the database, and how long it takes alone and with eight at once."""

    name: str
    has_goal: bool
    statements: int
    alone: Timing = field(default_factory=Timing)
    together: Timing = field(default_factory=Timing)


def measured(made: Organisation, session: str, port: int, cpu: Callable[[], float]) -> list[Looked]:
    """The bare view first, then each page, in rounds."""
    from bench.counting import count

    turns = {name: lambda visitor, path=path: visitor.get(path, session) for name, path, _has_goal in addresses(made)}
    looked = [
        Looked(name, has_goal, len(count(turns[name])[-1].statements)) for name, _path, has_goal in addresses(made)
    ]
    connection.close()
    for page in looked:
        measure(turns[page.name], port, cpu, seconds=1, into=Timing())
    for _round in range(ROUNDS):
        for page in looked:
            measure(turns[page.name], port, cpu, seconds=SECONDS, into=page.alone, clients=1)
            measure(turns[page.name], port, cpu, seconds=SECONDS, into=page.together, clients=CLIENTS)
    return looked


def sheet_memory(made: Organisation) -> int:
    """What a process that writes 100,000 rows as XLSX needs in all, in MB."""
    command = [sys.executable, "-m", "bench.team", str(made.leader.pk)]
    return int(subprocess.run(command, env=os.environ, check=True, stdout=subprocess.PIPE, text=True).stdout)


def addresses(made: Organisation) -> Iterator[tuple[str, str, bool]]:
    """What is measured: a name, an address, and whether a goal holds for it."""
    person = f"/en/team/people/{made.person.pk}/"
    yield "bare Django view, signed in", "/bench/signed-in/", False
    yield "team home", "/en/team/", True
    yield "people × work, 50 × 50", "/en/team/matrix/", True
    yield "person page", person, True
    yield "team skills", "/en/team/skills/", True
    yield "people who are overdue", "/en/team/people/?part=overdue", False
    yield "people who are stuck", "/en/team/people/?part=stuck", False
    yield "people on track, page 50", "/en/team/people/?part=track&page=50", False
    yield "what happened to a person", f"{person}all/happened/", False
    yield "all work of the team", "/en/team/work/", False
    yield "week by week, with forecast", "/en/team/outlook/", False


def write_sheet(leader: int) -> None:
    """The first hundred thousand rows of the matrix as XLSX."""
    from django.utils.timezone import now

    from academy.reports.compliance.exporting import as_xlsx
    from academy.reports.matrix.people import in_view
    from academy.reports.matrix.work import heading, lines_of
    from academy.staff.models import User

    people = in_view(User.objects.get(pk=leader))
    lines = islice(lines_of(people, "", now()), SHEET)
    as_xlsx(heading(), lines, title="Matrix", rtl=False).close()


if __name__ == "__main__":
    import django

    django.setup()
    write_sheet(int(sys.argv[1]))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
