"""Who there is, as a file of people can name them: what the plan of an import is made against."""

from typing import Any

from academy.settings.languages import LANGUAGES
from academy.staff.domain.people_file import Key, Limits, Standing, Stored
from academy.staff.models import JobRole, Location, Team, User, time_zones

Path = tuple[str, ...]
FIELDS = {
    "username": "username",
    "email": "email",
    "first_name": "first_name",
    "last_name": "last_name",
    "language": "language",
    "time_zone": "time_zone",
    "starts_on": "starts_on",
    "leaves_on": "leaves_on",
    "active": "is_active",
}
"""What a column sets as it is. Team, job role, location and manager are looked up."""


def limits() -> Limits:
    def length(model: Any, name: str) -> int:
        return int(model._meta.get_field(name).max_length)

    names = ("external_id", "username", "email", "first_name", "last_name")
    lengths = {name: length(User, name) for name in names}
    lengths |= {"team": length(Team, "name"), "job_role": length(JobRole, "name"), "site": length(Location, "name")}
    lengths["manager_external_id"] = lengths["external_id"]
    zones = frozenset(name for name, _label in time_zones())
    return Limits(frozenset(code for code, _label in LANGUAGES), zones, lengths)


def team_paths() -> dict[Path, Team]:
    """The teams by the names on their path; of several with the same, the first."""
    found: dict[Path, Team] = {}
    names: dict[str, Path] = {}
    for team in Team.objects.order_by("path"):
        above = names.get(team.path[: -Team.steplen], ())
        names[team.path] = (*above, team.name)
        found.setdefault(names[team.path], team)
    return found


def stored() -> Stored:
    """Everybody, with what of them a file may change: three queries."""
    paths = _paths_by_id()
    people: dict[str, Standing] = {}
    usernames: dict[str, str] = {}
    emails: dict[str, str] = {}
    keys: dict[int, Key] = {}
    reports: list[tuple[int, int]] = []
    columns = ("pk", "external_id", "manager_id", "manager__external_id", "team_id", "job_role__name", "location__name")
    for row in User.objects.values_list(*columns, *FIELDS.values()).iterator(chunk_size=5000):
        pk, external_id, manager_id, manager, team_id, job_role, location, *plain = row
        values = dict(zip(FIELDS, plain, strict=True))
        keys[pk] = external_id or pk
        usernames[values["username"].lower()] = external_id
        if values["email"]:
            emails[values["email"].lower()] = external_id
        if manager_id:
            reports.append((pk, manager_id))
        if external_id:
            values |= {
                "external_id": external_id,
                "team": paths.get(team_id, ()),
                "job_role": job_role or "",
                "site": location or "",
                # A manager without external id is none that a file can name.
                "manager_external_id": manager or (manager_id or ""),
            }
            people[external_id] = Standing(pk, values)
    managers = {keys[pk]: keys[manager_id] for pk, manager_id in reports}
    return Stored(people, usernames, emails, managers, dict(Location.objects.values_list("name", "time_zone")))


def _paths_by_id() -> dict[int, Path]:
    names: dict[str, Path] = {}
    found: dict[int, Path] = {}
    for pk, path, name in Team.objects.order_by("path").values_list("pk", "path", "name"):
        names[path] = (*names.get(path[: -Team.steplen], ()), name)
        found[pk] = names[path]
    return found
