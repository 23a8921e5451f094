"""Taking in the HR file: all of it or nothing, a constant number of statements for each thousand rows."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast, Concat

from academy.frozen import digest
from academy.staff.actions.inviting import invite
from academy.staff.actions.leading import rebuild_leadership
from academy.staff.actions.standing import FIELDS, Path, limits, stored, team_paths
from academy.staff.domain.people_file import Change, Plan, Standing, plan_people, read_people
from academy.staff.domain.tables import FileError
from academy.staff.models import JobRole, Location, Team, User
from academy.staff.signals import people_changed

CHUNK = 1000
LOCK = 0x5AFF
"""The number of the lock of PostgreSQL under which people come in: one file after the other."""
PATHS = ("team", "job_role", "site")
T = TypeVar("T")


class NotImported(Exception):
    """Nothing was changed: rows were refused, or so many would leave that somebody has to say yes, or people have
    changed since the report that was agreed to."""

    def __init__(self, plan: Plan, *, changed_since: bool = False) -> None:
        super().__init__()
        self.plan = plan
        self.changed_since = changed_since


def plan_import(data: bytes, at: datetime) -> Plan:
    """What the file would do, at `at`. Six statements, whatever its size."""
    try:
        file = read_people(data, limits())
    except FileError as error:
        return Plan(refusals=error.refusals)

    @cache
    def today(zone: str) -> date:
        return at.astimezone(ZoneInfo(zone)).date()

    return plan_people(file, stored(), today)


@transaction.atomic
def import_people(data: bytes, at: datetime, *, yes: bool = False, agreed: str | None = None) -> Plan:
    """Take the file in, and return what was done. Raises NotImported, and has changed nothing then.

    `yes`: more than a tenth may leave. `agreed`: the `mark` of the plan that somebody has agreed to.
    """
    _wait_for_turn()
    plan = plan_import(data, at)
    if agreed is not None and agreed != mark(plan):
        raise NotImported(plan, changed_since=True)
    if plan.refusals or (plan.needs_yes and not yes):
        raise NotImported(plan)
    if not plan.nothing_to_do:
        _carry_out(plan, at)
    return plan


def mark(plan: Plan) -> str:
    """The same for two plans that do the same."""
    changed = [(change.standing.pk, change.values) for change in plan.changed]
    return digest([plan.new, changed, [one.pk for one in plan.leaving], len(plan.refusals)])


def _wait_for_turn() -> None:
    """On SQLite the transaction itself is the turn: it is IMMEDIATE, and there is one at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    some: list[T] = []
    for row in rows:
        some.append(row)
        if len(some) == CHUNK:
            yield some
            some = []
    if some:
        yield some


# What becomes of it


def _carry_out(plan: Plan, at: datetime) -> None:
    leading = set(User.objects.exclude(manager=None).values_list("manager_id", flat=True).distinct())
    places = _make_places(plan)
    _free_names(plan)
    new = _make_people(plan.new, places)
    ids = {one.external_id: one.pk for one in new}
    for chunk in _chunks(plan.changed):
        _change(chunk, places)
    _set_managers(plan, ids)
    _let_go(plan.leaving, at)
    _tell_the_planner(len(plan.new) + len(plan.changed))
    if any("manager_external_id" in values for values in (*plan.new, *(change.values for change in plan.changed))):
        rebuild_leadership()
    _join_groups(new, leading)
    _invite(plan, new, at)
    people_changed.send(User)
    from academy.staff.tasks import index_people_later

    index_people_later([*ids.values(), *(change.standing.pk for change in plan.changed if _is_searched(change))])


def _tell_the_planner(rows: int) -> None:
    """PostgreSQL plans the walk along the chain by what it knew of the table before all of these rows came."""
    if rows > CHUNK and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {User._meta.db_table}")


def _is_searched(change: Change) -> bool:
    return bool({"username", "email", "first_name", "last_name", "active"} & set(change.values))


Places = dict[str, dict[Any, int]]
"""Ids by column and value."""


def _make_places(plan: Plan) -> Places:
    wanted: dict[str, set[Any]] = {name: set() for name in PATHS}
    for values in (*plan.new, *(change.values for change in plan.changed)):
        for name in PATHS:
            if value := values.get(name):
                wanted[name].add(value)
    return {
        "team": _make_teams(wanted["team"]),
        "job_role": _make_named(JobRole, {name: {} for name in wanted["job_role"]}),
        "site": _make_named(
            Location, {name: {"time_zone": plan.locations.get(name, "UTC")} for name in wanted["site"]}
        ),
    }


def _make_named(model: type[Any], wanted: dict[str, dict[str, Any]]) -> dict[Any, int]:
    there = dict(model.objects.values_list("name", "pk"))
    missing = [model(name=name, **values) for name, values in sorted(wanted.items()) if name not in there]
    for chunk in _chunks(missing):
        there |= {one.name: one.pk for one in model.objects.bulk_create(chunk)}
    return there


def _make_teams(wanted: set[Path]) -> dict[Any, int]:
    """The ids of all teams; those that are missing are put into the tree level by level, as treebeard would."""
    teams = team_paths()
    missing = {path[:depth] for path in wanted for depth in range(1, len(path) + 1)} - set(teams)
    last: dict[Path, int] = {}
    for path, team in teams.items():
        last[path[:-1]] = max(last.get(path[:-1], 0), Team._str2int(team.path[-Team.steplen :]))
    for depth in sorted({len(path) for path in missing}):
        made = []
        for path in sorted(one for one in missing if len(one) == depth):
            above = teams[path[:-1]].path if depth > 1 else ""
            last[path[:-1]] = last.get(path[:-1], 0) + 1
            made.append((path, Team(path=Team._get_path(above, depth, last[path[:-1]]), depth=depth, name=path[-1])))
        for chunk in _chunks(made):
            Team.objects.bulk_create([team for _path, team in chunk])
        teams |= dict(made)
    _count_children(missing, teams)
    return {path: team.pk for path, team in teams.items()}


def _count_children(made: set[Path], teams: dict[Path, Team]) -> None:
    parents = sorted({path[:-1] for path in made if len(path) > 1})
    for path in made:
        if len(path) > 1:
            teams[path[:-1]].numchild += 1
    for chunk in _chunks(parents):
        Team.objects.bulk_update([teams[path] for path in chunk], ["numchild"])


def _free_names(plan: Plan) -> None:
    """Where names or addresses go from one person to another, they are given up before they are given."""
    for column in ("username", "email"):
        taken = {values[column].lower() for values in plan.new if values.get(column)}
        taken |= {change.values[column].lower() for change in plan.changed if change.values.get(column)}
        movers = [
            change.standing.pk
            for change in plan.changed
            if column in change.values and change.standing.values[column].lower() in taken
        ]
        for chunk in _chunks(movers):
            people = User.objects.filter(pk__in=chunk)
            if column == "email":
                people.update(email="")
            else:
                people.update(username=Concat(Value("~"), Cast("pk", CharField())))


def _make_people(rows: Sequence[dict[str, Any]], places: Places) -> list[User]:
    made: list[User] = []
    for chunk in _chunks(rows):
        people = [_set(_newcomer(values["external_id"]), values, places) for values in chunk]
        made += User.objects.bulk_create(people)
    return made


def _newcomer(external_id: str) -> User:
    """With a password that nobody has: as `make_password(None)` makes it, which draws each letter by itself."""
    return User(external_id=external_id, password=UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30))


def _set(person: User, values: dict[str, Any], places: Places) -> User:
    for column, name in FIELDS.items():
        if column in values:
            setattr(person, name, values[column])
    for column, name in (("team", "team_id"), ("job_role", "job_role_id"), ("site", "location_id")):
        if column in values:
            setattr(person, name, places[column][values[column]] if values[column] else None)
    return person


CHANGING = [*FIELDS.values(), "team", "job_role", "location"]


def _change(chunk: list[Change], places: Places) -> None:
    """One statement that inserts what is there already, and so changes it: an update of many rows to many values
    would be a long list of cases."""
    people = User.objects.in_bulk([change.standing.pk for change in chunk])
    rows = [_set(people[change.standing.pk], change.values, places) for change in chunk]
    User.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=CHANGING)
    if moved := [change.standing.pk for change in chunk if "email" in change.values]:
        # What allauth keeps of an address that is no longer theirs would still let in whoever reads its mail.
        EmailAddress.objects.filter(user__in=moved).delete()


def _set_managers(plan: Plan, ids: dict[str, int]) -> None:
    wanted = {
        ids[values["external_id"]]: values["manager_external_id"]
        for values in plan.new
        if values.get("manager_external_id")
    }
    wanted |= {
        change.standing.pk: change.values["manager_external_id"]
        for change in plan.changed
        if "manager_external_id" in change.values
    }
    names = {name for name in wanted.values() if name and name not in ids}
    for chunk in _chunks(sorted(names)):
        ids |= dict(User.objects.filter(external_id__in=chunk).values_list("external_id", "pk"))
    table = User._meta.db_table
    for some in _chunks(wanted.items()):
        rows = [(pk, ids[name] if name else None) for pk, name in some]
        # The first row tells PostgreSQL of which type the columns are.
        values = ", ".join(["(CAST(%s AS bigint), CAST(%s AS bigint))", *["(%s, %s)"] * (len(rows) - 1)])
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH given(person, leader) AS (VALUES {values}) UPDATE {table} SET manager_id = given.leader"
                f" FROM given WHERE {table}.id = given.person",
                [value for row in rows for value in row],
            )


def _let_go(leaving: Sequence[Standing], at: datetime) -> None:
    """Their last day is the one that was known, or today where they are."""
    zones: dict[str, list[int]] = {}
    for one in leaving:
        zones.setdefault(one.values["time_zone"], []).append(one.pk)
    for zone, people in zones.items():
        today = at.astimezone(ZoneInfo(zone)).date()
        for chunk in _chunks(people):
            later = Q(leaves_on=None) | Q(leaves_on__gt=today)
            User.objects.filter(pk__in=chunk).update(
                is_active=False, leaves_on=Case(When(later, then=Value(today)), default=F("leaves_on"))
            )


def _join_groups(new: Sequence[User], led_before: set[int]) -> None:
    """Newcomers are agents. Whoever leads somebody for the first time is a manager too; who was one and is none any
    more has that from an administrator, and keeps it."""
    groups = dict(Group.objects.filter(name__in=["Agents", "Managers"]).values_list("name", "pk"))
    leading = User.objects.exclude(external_id="").filter(reports__isnull=False).distinct().values_list("pk", flat=True)
    joining = {
        "Agents": [person.pk for person in new],
        "Managers": [pk for pk in leading if pk not in led_before],
    }
    table = User.groups.through._meta.db_table
    for name, people in joining.items():
        for chunk in _chunks(people if name in groups else []):
            marks = ", ".join(["%s"] * len(chunk))
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {table} (user_id, group_id) SELECT id, %s FROM {User._meta.db_table}"
                    f" WHERE id IN ({marks}) ON CONFLICT DO NOTHING",
                    [groups[name], *chunk],
                )


def _invite(plan: Plan, new: Sequence[User], at: datetime) -> None:
    """Newcomers, whoever came back or has an address now, as long as they have no password."""
    again = [change.standing.pk for change in plan.changed if {"active", "email"} & set(change.values)]
    invite([*(person.pk for person in new), *again], at)
