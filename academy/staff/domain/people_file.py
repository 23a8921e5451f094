"""The HR file: what each row says, what would become of whom, and why a row is refused."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from academy.staff.domain.problems import Reason, Refusal
from academy.staff.domain.tables import FileError, Row, Table, read_table

COLUMNS = (
    "external_id",
    "username",
    "email",
    "first_name",
    "last_name",
    "team",
    "job_role",
    "manager_external_id",
    "language",
    "time_zone",
    "site",
    "starts_on",
    "leaves_on",
    "active",
)
REQUIRED = ("external_id", "username")
DEPTH = 60
"""Teams below each other, at most."""
YES_NO = {"": True, "yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
A_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
A_USERNAME = re.compile(r"[\w.@+-]+")
AN_ADDRESS = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@([a-z0-9\u00a1-\uffff]([a-z0-9\u00a1-\uffff-]*[a-z0-9\u00a1-\uffff])?\.)+"
    r"[a-z\u00a1-\uffff][a-z0-9\u00a1-\uffff-]*[a-z0-9\u00a1-\uffff]",
    re.IGNORECASE,
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

Key = str | int
"""Whom an edge of the managers' chain names: by external id, or by primary key who has none."""
Values = dict[str, Any]
"""By column: what a person has, or shall have. A team is the tuple of the names on its path."""


@dataclass(frozen=True)
class Limits:
    """What a value may be. `lengths` by column; for teams, of one name on the path."""

    languages: frozenset[str]
    zones: frozenset[str]
    lengths: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that was understood. `values` has the columns that the file has; `active` always."""

    line: int
    values: Values

    @property
    def external_id(self) -> str:
        return str(self.values["external_id"])


@dataclass(frozen=True)
class File:
    columns: frozenset[str]
    entries: list[Entry]
    refusals: list[Refusal]
    present: frozenset[str]
    """The external ids of all rows, of the refused ones too."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A person as they are stored, with all columns as values."""

    pk: int
    values: Values


@dataclass(frozen=True)
class Stored:
    """What there is. `usernames` and `emails`, in small letters, lead to external ids ("" for local accounts)."""

    people: Mapping[str, Standing]
    usernames: Mapping[str, str]
    emails: Mapping[str, str]
    managers: Mapping[Key, Key]
    locations: Mapping[str, str]
    """Their time zones."""


@dataclass(frozen=True, slots=True)
class Change:
    standing: Standing
    values: Values
    """Only what is different."""


@dataclass
class Plan:
    """What would become of whom. With a refusal nothing is to be done at all."""

    new: list[Values] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    leaving: list[Standing] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    locations: dict[str, str] = field(default_factory=dict)
    """Those to be made, with their time zones."""
    active: int = 0
    """How many people of the HR system are active now."""

    @property
    def refused(self) -> int:
        """Rows, not reasons."""
        return len({refusal.line for refusal in self.refusals})

    @property
    def needs_yes(self) -> bool:
        """More than a tenth would leave: that is more often a broken file than a bad day."""
        return len(self.leaving) * 10 > self.active

    @property
    def nothing_to_do(self) -> bool:
        return not (self.new or self.changed or self.leaving)

    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "leaving": len(self.leaving),
            "refused": self.refused,
        }


def read_people(data: bytes, limits: Limits) -> File:
    """What the file says by itself, without a look at who is there. Raises FileError."""
    table = read_table(data, COLUMNS, REQUIRED)
    if not table.rows:
        raise FileError(Refusal(1, "", Reason.EMPTY))
    refusals = list(table.refusals)
    entries = []
    broken = {refusal.line for refusal in table.refusals}
    for row in table.rows:
        if row.line in broken:
            continue
        values, wrong = read_row(row, limits)
        refusals += wrong
        if not wrong:
            entries.append(Entry(row.line, values))
    entries, twice = _without_twins(entries)
    return File(table.columns, entries, refusals + twice, _ids(table))


def _ids(table: Table) -> frozenset[str]:
    return frozenset(row.cells.get("external_id", "") for row in table.rows)


def read_row(row: Row, limits: Limits) -> tuple[Values, list[Refusal]]:
    """The values of a row, and what is wrong with it."""
    values: Values = {}
    wrong: list[Refusal] = []
    for column, cell in row.cells.items():
        value, reason = _read_cell(column, cell, limits)
        values[column] = value
        if reason:
            wrong.append(Refusal(row.line, column, reason, cell[:80]))
    values.setdefault("active", True)
    starts, leaves = values.get("starts_on"), values.get("leaves_on")
    if starts and leaves and leaves < starts:
        wrong.append(Refusal(row.line, "leaves_on", Reason.ORDER))
    manager = values.get("manager_external_id")
    if manager and manager == values["external_id"]:
        wrong.append(Refusal(row.line, "manager_external_id", Reason.OWN_MANAGER, manager))
    return values, wrong


def _read_cell(column: str, cell: str, limits: Limits) -> tuple[Any, Reason | None]:
    if column in _SPECIAL:
        return _SPECIAL[column](cell, limits)
    value = " ".join(cell.split()) if column in _WORDS else cell
    if not value and column in REQUIRED:
        return value, Reason.REQUIRED
    if CONTROL.search(value):
        return value, Reason.CONTROL
    if len(value) > limits.lengths.get(column, 255):
        return value, Reason.TOO_LONG
    return value, None


_WORDS = {"first_name", "last_name", "job_role", "site"}


def _username(cell: str, limits: Limits) -> tuple[str, Reason | None]:
    value = unicodedata.normalize("NFKC", cell)
    if not value:
        return value, Reason.REQUIRED
    if len(value) > limits.lengths["username"]:
        return value, Reason.TOO_LONG
    return value, None if A_USERNAME.fullmatch(value) else Reason.USERNAME


def _email(cell: str, limits: Limits) -> tuple[str, Reason | None]:
    if len(cell) > limits.lengths["email"]:
        return cell, Reason.TOO_LONG
    well = not cell or (AN_ADDRESS.fullmatch(cell) and ".." not in cell and not cell.startswith("."))
    return cell, None if well and ".@" not in cell else Reason.EMAIL


def _team(cell: str, limits: Limits) -> tuple[tuple[str, ...], Reason | None]:
    names = tuple(" ".join(name.split()) for name in cell.split("/")) if cell else ()
    if not all(names) or len(names) > DEPTH:
        return names, Reason.TEAM
    if CONTROL.search("".join(names)):
        return names, Reason.CONTROL
    return names, Reason.TOO_LONG if any(len(name) > limits.lengths["team"] for name in names) else None


def _language(cell: str, limits: Limits) -> tuple[str, Reason | None]:
    value = cell.lower() or "en"
    return value, None if value in limits.languages else Reason.LANGUAGE


def _time_zone(cell: str, limits: Limits) -> tuple[str, Reason | None]:
    return cell, None if not cell or cell in limits.zones else Reason.TIME_ZONE


def read_day(cell: str) -> date | None:
    """A day as YYYY-MM-DD. Raises ValueError."""
    if not cell:
        return None
    if not A_DATE.fullmatch(cell):
        raise ValueError(cell)
    return date.fromisoformat(cell)


def _date(cell: str, limits: Limits) -> tuple[date | None, Reason | None]:
    try:
        return read_day(cell), None
    except ValueError:
        return None, Reason.DATE


def _yes_no(cell: str, limits: Limits) -> tuple[bool, Reason | None]:
    value = YES_NO.get(cell.lower())
    return bool(value), Reason.YES_NO if value is None else None


_SPECIAL: dict[str, Callable[[str, Limits], tuple[Any, Reason | None]]] = {
    "username": _username,
    "email": _email,
    "team": _team,
    "language": _language,
    "time_zone": _time_zone,
    "starts_on": _date,
    "leaves_on": _date,
    "active": _yes_no,
}


def _without_twins(entries: list[Entry]) -> tuple[list[Entry], list[Refusal]]:
    """Of several rows for one person, name or address the first; the later ones are refused."""
    kept, refusals = [], []
    seen: dict[str, set[str]] = {"external_id": set(), "username": set(), "email": set()}
    for entry in entries:
        own = {column: str(entry.values.get(column, "")) for column in seen}
        own |= {column: own[column].lower() for column in ("username", "email")}
        twins = [column for column, value in own.items() if value and value in seen[column]]
        refusals += [Refusal(entry.line, column, Reason.TWICE, str(entry.values[column])) for column in twins]
        if not twins:
            kept.append(entry)
            for column, value in own.items():
                seen[column].add(value)
    return kept, refusals


def plan_people(file: File, stored: Stored, today: Callable[[str], date]) -> Plan:
    """What would become of whom. `today`: the day that it is in a time zone."""
    plan = Plan(
        refusals=[*file.refusals, *_against(file, stored)],
        locations=_new_locations(file.entries, stored),
        active=sum(one.values["active"] for one in stored.people.values()),
    )
    zones = {**stored.locations, **plan.locations}
    refused = {refusal.line for refusal in plan.refusals}
    for entry in file.entries:
        if entry.line in refused:
            continue
        standing = stored.people.get(entry.external_id)
        values = _wanted(entry, standing, zones, today)
        if standing is None:
            plan.new.append(values)
        elif different := {name: value for name, value in values.items() if standing.values[name] != value}:
            plan.changed.append(Change(standing, different))
        else:
            plan.unchanged += 1
    plan.leaving = [one for key, one in stored.people.items() if one.values["active"] and key not in file.present]
    plan.refusals.sort(key=lambda refusal: refusal.line)
    return plan


def _new_locations(entries: Iterable[Entry], stored: Stored) -> dict[str, str]:
    """Each has the time zone of the first person there whose row names one."""
    found: dict[str, str] = {}
    for entry in entries:
        name = entry.values.get("site")
        if name and name not in stored.locations and not found.get(name):
            found[name] = entry.values.get("time_zone", "")
    return {name: zone or "UTC" for name, zone in found.items()}


def _wanted(entry: Entry, standing: Standing | None, zones: Mapping[str, str], today: Callable[[str], date]) -> Values:
    values = dict(entry.values)
    before = standing.values if standing else {}
    if not values.get("time_zone") and (standing is None or "time_zone" in values):
        location = str(values.get("site", before.get("site", "")))
        values["time_zone"] = zones.get(location, "UTC")
    here = today(values.get("time_zone") or before["time_zone"])
    leaves = values.get("leaves_on", before.get("leaves_on"))
    over = leaves is not None and leaves < here
    if leaves and leaves <= here and standing and "leaves_on" not in values and not before["active"]:
        # Whoever stands in the file again is with us again: that last day was of another time.
        values["leaves_on"], over = None, False
    values["active"] = values["active"] and not over
    return values


def _against(file: File, stored: Stored) -> Iterator[Refusal]:
    for entry in file.entries:
        for column, owners in (("username", stored.usernames), ("email", stored.emails)):
            name = entry.values.get(column, "")
            owner = owners.get(name.lower()) if name else None
            if owner is None or owner == entry.external_id:
                continue
            if not owner:
                yield Refusal(entry.line, column, Reason.TAKEN_LOCALLY, name)
            elif owner not in file.present or column not in file.columns:
                yield Refusal(entry.line, column, Reason.TAKEN, f"{name} ({owner})")
    yield from _wrong_managers(file, stored)


def _wrong_managers(file: File, stored: Stored) -> Iterator[Refusal]:
    if "manager_external_id" not in file.columns:
        return
    edges = dict(stored.managers)
    lines: dict[Key, int] = {}
    for entry in file.entries:
        manager = entry.values["manager_external_id"]
        edges.pop(entry.external_id, None)
        if not manager:
            continue
        if manager not in file.present and manager not in stored.people:
            yield Refusal(entry.line, "manager_external_id", Reason.UNKNOWN_MANAGER, manager)
        else:
            edges[entry.external_id] = manager
            lines[entry.external_id] = entry.line
    for loop in loops(edges):
        chain = " → ".join(str(one) for one in [*loop, loop[0]])
        for one in loop:
            if one in lines:
                yield Refusal(lines[one], "manager_external_id", Reason.LOOP, chain[:200])


def loops(edges: Mapping[Key, Key]) -> list[list[Key]]:
    """The rings in which managers stand below themselves. Each person has one manager at most: a single walk."""
    seen: set[Key] = set()
    found = []
    for start in edges:
        way: dict[Key, int] = {}
        one: Key | None = start
        while one is not None and one not in seen:
            seen.add(one)
            way[one] = len(way)
            one = edges.get(one)
        if one is not None and one in way:
            found.append(list(way)[way[one] :])
    return found
