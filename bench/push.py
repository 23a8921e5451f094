"""Asking a whole organisation at once, while others read.

python -m bench.push RULE    applies a rule as the worker does, and prints what it took, as JSON
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from bench.clients import Timing, Turn, measure
from bench.counting import BOOKKEEPING

ZONES = ("Atlantic/Reykjavik", "Europe/Vilnius", "Asia/Manila")
AWAY = 20  # one of so many has leave before them
AT_REST = 6.0  # seconds
SLICE = 1.0


@dataclass(frozen=True)
class Pushed:
    """What a push to `people` took. Times of the lesson page in milliseconds."""

    people: int
    seconds: float
    statements: int
    p95_at_rest: float
    p95_meanwhile: float

    @property
    def statements_per_thousand(self) -> float:
        return 1000 * self.statements / self.people


@transaction.atomic
def make_staff(number: int, at: datetime) -> int:
    """So many people in three places with calendars of their own, and a rule that asks them all; return its id."""
    from academy.assignments.models import AssignmentRule, Work
    from academy.staff.models import Absence, Audience, Holiday, Location, Team, User, WorkCalendar

    team = Team.add_root(name="The whole organisation")
    places = []
    for zone in ZONES:
        calendar = WorkCalendar.objects.create(name=f"Work in {zone}")
        Holiday.objects.create(calendar=calendar, day=at.date() + timedelta(days=4))
        places.append(Location.objects.create(name=zone, time_zone=zone, calendar=calendar))
    people = [
        User(
            username=f"staff-{n}",
            first_name=f"Person {n}",
            email=f"staff-{n}@example.com",
            password="!",
            team=team,
            location=places[n % 3],
            time_zone=ZONES[n % 3],
        )
        for n in range(number)
    ]
    User.objects.bulk_create(people, batch_size=5000)
    Absence.objects.bulk_create(leave(person, n, at.date()) for n, person in enumerate(people) if n % AWAY == 0)
    audience = Audience.objects.create(name="The whole organisation")
    audience.teams.add(team)
    quiz = Work.objects.quizzes().earliest("pk")
    return AssignmentRule.objects.create(work=quiz, audience=audience, due_days=5, working_days=True).pk


def leave(person: Any, number: int, today: date) -> Any:
    from academy.staff.models import Absence

    return Absence(person=person, starts_on=today, ends_on=today + timedelta(days=number % 30))


def push(rule: int, people: int, turn: Turn, port: int, cpu: Callable[[], float]) -> Pushed:
    """Have a process of its own ask everybody, while the clients go on to repeat `turn`."""
    rest, meanwhile = Timing(), Timing()
    measure(turn, port, cpu, seconds=AT_REST, into=rest)
    connection.close()
    worker = subprocess.Popen([sys.executable, "-m", "bench.push", str(rule)], stdout=subprocess.PIPE, text=True)
    while worker.poll() is None:
        measure(turn, port, cpu, seconds=SLICE, into=meanwhile)
    told = json.loads(worker.communicate()[0])
    if told["asked"] != people:
        raise RuntimeError(f"{told['asked']} of {people} were asked")
    return Pushed(people, told["seconds"], told["statements"], rest.percentile(95), meanwhile.percentile(95))


def apply(rule_id: int) -> dict[str, Any]:
    from django.utils.timezone import now

    from academy.assignments.actions import apply_rule
    from academy.assignments.models import AssignmentRule

    statements = 0

    def count(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        nonlocal statements
        statements += not sql.startswith(BOOKKEEPING)
        return execute(sql, *arguments)

    rule = AssignmentRule.objects.select_related("work", "audience").get(pk=rule_id)
    begin = time.perf_counter()
    with connection.execute_wrapper(count):
        asked = apply_rule(rule, now())
    return {"asked": asked, "seconds": time.perf_counter() - begin, "statements": statements}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(apply(int(sys.argv[1]))))
