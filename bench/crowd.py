"""A policy for a hundred thousand people: what its page of compliance, its list of people and its reminders cost.

The rows are laid in bulk, as they would stand on the day after the due date: most have acknowledged, some are on leave
or declined, the others are late.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test import Client
from django.utils.timezone import now

from academy.assignments import reminding
from academy.assignments.models import Assignment, AssignmentEvent, Work
from academy.policies.models import Decline, PolicyVersion
from academy.settings.languages import LANGUAGES
from academy.staff.models import Absence, Leadership, Team, User
from bench.costs import Cost, cost

CROWD = 100_000
TEAM = 20  # people of a team, under one manager
ASKED, DONE = timedelta(days=20), timedelta(days=19)  # ago; whoever acknowledged did so on one of the days since
BATCH = 2000


def a_working_day() -> datetime:
    """Noon of the next day on which people are reminded of anything."""
    at = now().replace(hour=12, minute=0)
    return at + timedelta(days=max(0, 7 - at.weekday()) if at.weekday() > 4 else 0)


@transaction.atomic
def make_crowd(work: Work, at: datetime, size: int = CROWD) -> User:
    """Ask `size` people for the latest version of a policy; return somebody who sees them all."""
    version = PolicyVersion.objects.latest_of(work)
    viewer, people = make_staff(size)
    viewer.user_permissions.add(Permission.objects.get(codename="view_all_records"))
    _ask(people, work, version.number, at)
    _absent_and_declined(people, version, at)
    return viewer


def make_staff(size: int) -> tuple[User, list[User]]:
    """So many people in teams with managers, and the one who leads them all."""
    root = Team.add_root(name="Crowd")
    teams = [root.add_child(name=f"Crowd {number}") for number in range(max(1, size // TEAM // 25))]
    viewer = User.objects.create(username="crowd-viewer", password="!")
    managers = _people("crowd-manager", max(1, size // TEAM), teams, [viewer])
    people = _people("crowd", size, teams, managers)
    _below(viewer, managers, people)
    return viewer, people


def _people(name: str, size: int, teams: list[Team], managers: list[User]) -> list[User]:
    return User.objects.bulk_create(
        (
            User(
                username=f"{name}-{number}",
                first_name=f"Person {number}",
                last_name=name,
                email=f"{name}-{number}@example.com",
                password="!",
                team=teams[number % len(teams)],
                language=LANGUAGES[number % len(LANGUAGES)][0],
                manager=managers[number % len(managers)],
            )
            for number in range(size)
        ),
        batch_size=BATCH,
    )


def _below(viewer: User, managers: list[User], people: list[User]) -> None:
    led = (Leadership(leader_id=person.manager_id, person=person, depth=1) for person in (*managers, *people))
    above = (Leadership(leader=viewer, person=person, depth=2) for person in people)
    Leadership.objects.bulk_create((*led, *above), batch_size=BATCH)


def _ask(people: list[User], work: Work, cycle: int, at: datetime) -> None:
    """Four of five have acknowledged, on a day since; the event of each is kept."""
    due = at - timedelta(days=1)
    done = [at - DONE + timedelta(days=number % 18) if number % 5 else None for number in range(len(people))]
    rows = Assignment.objects.bulk_create(
        (
            Assignment(
                learner=person,
                work=work,
                cycle=cycle,
                state=Assignment.State.DONE if when else Assignment.State.OPEN,
                assigned_at=at - ASKED,
                due_at=due,
                done_at=when,
            )
            for person, when in zip(people, done, strict=True)
        ),
        batch_size=BATCH,
    )
    kinds = AssignmentEvent.Kind
    teams = [person.team_id for person in people]
    asked = (
        AssignmentEvent(assignment=row, kind=kinds.ASSIGNED, at=at - ASKED, due_at=due, team_id=team)
        for row, team in zip(rows, teams, strict=True)
    )
    finished = (
        AssignmentEvent(assignment=row, kind=kinds.DONE, at=row.done_at, due_at=due, team_id=team)
        for row, team in zip(rows, teams, strict=True)
        if row.done_at
    )
    for events in (asked, finished):
        while some := list(islice(events, 10 * BATCH)):
            AssignmentEvent.objects.bulk_create(some, batch_size=BATCH)


def _absent_and_declined(people: list[User], version: PolicyVersion, at: datetime) -> None:
    today = at.date()
    Absence.objects.bulk_create(
        (Absence(person=person, starts_on=today, ends_on=today) for person in people[::50]), batch_size=BATCH
    )
    Decline.objects.bulk_create(
        (Decline(learner=person, version=version, reason="No.", at=at) for person in people[::500]), batch_size=BATCH
    )


def compliance_costs(work: Work, viewer: User, at: datetime) -> list[Cost]:
    """What whoever sees everybody waits for: the page, now and of a week ago, and the people behind a figure."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(viewer)
    page = f"/en/team/compliance/{work.pk}/"
    week = f"?on={(at - timedelta(days=7)).date().isoformat()}"

    def opened(path: str) -> Callable[[], object]:
        def get() -> None:
            status = client.get(path).status_code
            if status != 200:
                raise RuntimeError(f"{path}: {status}")

        return get

    return [
        cost("compliance of a policy", opened(page)),
        cost("compliance of a policy, a week ago", opened(page + week)),
        cost("people who are overdue", opened(f"{page}people/?state=overdue")),
        cost("compliance of every policy", opened("/en/team/compliance/")),
    ]


def reminder_costs(at: datetime) -> list[Cost]:
    """Reminding whoever is late, and the minute after, in which there is nothing to do."""
    first = cost("reminders of a day", lambda: reminding.send_reminders(at), rounds=1)
    second = cost("escalations of a day", lambda: reminding.escalate(at + timedelta(days=1)), rounds=1)
    return [first, cost("reminders, nothing to send", lambda: reminding.send_reminders(at)), second]
