"""People × gates on a day, and how many may pass each gate on the days to come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from academy.domain import dates
from academy.readiness.models import Gate
from academy.readiness.standing import Cell, cells_of, gates, open_on
from academy.reports.compliance.exporting import CHUNK, Cells
from academy.staff.models import Absence, User

WEEKS = 8
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Shown:
    """`ends`: the cell is open on the day and closes within a week after it."""

    cell: Cell
    ends: bool


@dataclass(frozen=True)
class Row:
    person: User
    away: bool
    cells: list[Shown]


@dataclass(frozen=True)
class Line:
    """How many of the people may pass a gate on each of the days; `lost`: how many fewer in a week than on the day."""

    gate: Gate
    counts: list[int]
    lost: int


def rows_of(people: Sequence[User], gates: Sequence[Gate], day: date, language: str) -> list[Row]:
    """Four statements for any number of people."""
    ids = [person.pk for person in people]
    found = cells_of(ids, gates, day, language)
    away = set(
        Absence.objects.filter(person__in=ids, starts_on__lte=day, ends_on__gte=day).values_list("person", flat=True)
    )
    return [Row(person, person.pk in away, [_shown(cell, day) for cell in found[person.pk]]) for person in people]


def _shown(cell: Cell, day: date) -> Shown:
    until = cell.passage.until
    return Shown(cell, cell.passage.open and until is not None and until < day + SOON)


def days_from(day: date) -> list[date]:
    """The day, and the same day of the weeks after it."""
    return [day + timedelta(weeks=week) for week in range(WEEKS + 1)]


def lines_of(people: QuerySet[User], gates: Sequence[Gate], day: date) -> list[Line]:
    counted = open_on(people, gates, days_from(day))
    return [Line(gate, counted[gate.pk], counted[gate.pk][0] - counted[gate.pk][1]) for gate in gates]


# As a file


def heading(shown: Sequence[Gate]) -> list[str]:
    return [_("Name"), _("User name"), _("External id"), _("Team"), *(gate.title for gate in shown)]


def file_lines(people: QuerySet[User], day: date, language: str) -> Iterator[Cells]:
    shown = gates()
    chunk: list[User] = []
    for person in people.select_related("team").iterator(CHUNK):
        chunk.append(person)
        if len(chunk) == CHUNK:
            yield from _lines(chunk, shown, day, language)
            chunk = []
    yield from _lines(chunk, shown, day, language)


def _lines(people: Sequence[User], shown: Sequence[Gate], day: date, language: str) -> Iterator[Cells]:
    for row in rows_of(people, shown, day, language):
        person = row.person
        where = [str(person), person.username, person.external_id, person.team.name if person.team else ""]
        yield [*where, *(in_words(one.cell, language) for one in row.cells)]


def in_words(cell: Cell, language: str) -> str:
    """One cell as a line of text: "Open", "Open until 3 March", "Closed: Empathy"."""
    if not cell.passage.open:
        return _("Closed: %(what)s") % {"what": " · ".join(place.title for place in cell.places)}
    if cell.passage.until is None:
        return _("Open")
    return _("Open until %(day)s") % {"day": dates.day(cell.passage.until, language)}
