"""The HR file of a large organisation: with faults, of which each must be found on its line, and without."""

import io
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management import CommandError, call_command

COLUMNS = (
    "external_id,username,email,first_name,last_name,team,job_role,manager_external_id,language,time_zone,site,"
    "starts_on,leaves_on,active"
)
TEAM = 20  # people below one manager
LANGUAGES = ("en", "is", "vi", "lt", "fil", "fa")
PLACES = {"Reykjavík": "Atlantic/Reykjavik", "Vilnius": "Europe/Vilnius", "Manila": "Asia/Manila"}
EACH = 5  # faults of each kind

Fields = dict[str, str]
Fault = Callable[[Fields, Fields], Fields]
# What becomes of a row; the second one stands before it in the file.
FAULTS: dict[str, Fault] = {
    "external_id": lambda row, before: row | {"external_id": before["external_id"]},
    "username": lambda row, before: row | {"username": before["username"].upper()},
    "email": lambda row, before: row | {"email": before["email"].title()},
    "manager_external_id": lambda row, before: row | {"manager_external_id": "nobody"},
    "language": lambda row, before: row | {"language": "tlh"},
    "time_zone": lambda row, before: row | {"time_zone": "Mars/Olympus"},
    "starts_on": lambda row, before: row | {"starts_on": "31.12.2025"},
    "leaves_on": lambda row, before: row | {"leaves_on": "2019-12-31"},
    "active": lambda row, before: row | {"active": "perhaps"},
    "first_name": lambda row, before: row | {"first_name": "long" * 100},
}


@dataclass(frozen=True)
class Imported:
    """Seconds for so many rows: the file with faults, the one without, and that one once more. `found` of `planted`
    faults were named on their line and column, and `others` that are none."""

    people: int
    planted: int
    found: int
    others: int
    refusing: float
    importing: float
    again: float


def import_file(number: int) -> Imported:
    rows = [_person(place) for place in range(1, number + 1)]
    faulty, planted = _planted(rows)
    refusing, refused = _timed(faulty)
    named = {(one["line"], one["column"]) for one in refused["refusals"]}
    importing, new = _timed(rows)
    again, same = _timed(rows)
    if refused["imported"] or new["new"] != number or same["unchanged"] != number:
        raise SystemExit(f"Not what was to be: {refused['imported']}, {new['new']} new, {same['unchanged']} unchanged.")
    return Imported(number, len(planted), len(named & planted), len(named - planted), refusing, importing, again)


def _person(place: int) -> Fields:
    """Twenty below each manager, at any depth; the manager of the first few comes later in the file."""
    manager = "" if place == 1 else str(place // TEAM or 1)
    name, zone = list(PLACES.items())[place % len(PLACES)]
    return {
        "external_id": str(place),
        "username": f"person.{place}",
        "email": f"person.{place}@example.com" if place % 10 else "",
        "first_name": f"First {place}",
        "last_name": f"Last {place}",
        "team": f"Service/Area {place % 12}/Team {place % 240}",
        "job_role": "Agent" if place % TEAM else "Team lead",
        "manager_external_id": manager,
        "language": LANGUAGES[place % len(LANGUAGES)],
        "time_zone": zone,
        "site": name,
        "starts_on": "2020-01-01",
        "leaves_on": "",
        "active": "yes",
    }


def _planted(rows: list[Fields]) -> tuple[list[Fields], set[tuple[int, str]]]:
    """The same rows with faults spread over their second half, where nobody leads, and the line and column of each."""
    faulty, planted = list(rows), set()
    count = EACH * len(FAULTS)
    step = len(rows) // 2 // count // 10 * 10  # so that none falls on a row without an e-mail
    for number in range(count):
        column, fault = list(FAULTS.items())[number % len(FAULTS)]
        index = len(rows) // 20 * 10 + step * number + 4
        faulty[index] = fault(rows[index], rows[index - 1])
        planted.add((index + 2, column))  # the header is line 1
    return faulty, planted


def _timed(rows: list[Fields]) -> tuple[float, dict[str, Any]]:
    text = "\n".join([COLUMNS, *(",".join(row[name] for name in COLUMNS.split(",")) for row in rows)])
    out = io.StringIO()
    with NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        begin = time.perf_counter()
        with suppress(CommandError):  # what was refused stands in the report
            call_command("import_people", file.name, "--json", stdout=out, stderr=io.StringIO())
        return time.perf_counter() - begin, json.loads(out.getvalue())
