"""The rows of compliance as files. They are read from the database while they are written."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import IO, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from academy.domain.spreadsheets import harmless
from academy.reports.compliance.standing import Standing
from academy.staff.models import Team

CHUNK = 2000
WIDE, NARROW = 28, 18  # of columns, in letters
Cells = list[str | datetime | None]


def heading() -> list[str]:
    return [
        _("Name"),
        _("User name"),
        _("External id"),
        _("Team"),
        _("Language"),
        _("State"),
        _("Due"),
        _("Acknowledged at"),
        _("As of"),
    ]


def cells_of(rows: QuerySet[Any], path: str, at: datetime) -> Iterator[Cells]:
    """`path`: from the rows to the learner. Moments are those of the reader's time zone, without naming it."""
    names = [f"{path}{name}" for name in ("first_name", "last_name", "username", "external_id")]
    fields = (*names, "team", "tongue", "standing", "due", "done")
    teams = dict(Team.objects.values_list("pk", "name"))
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    standings = {standing.value: str(standing.label) for standing in Standing}
    as_of = _local(at)

    def cells(row: tuple[Any, ...]) -> Cells:
        first, last, username, external_id, team, tongue, standing, due, done = row
        name = f"{first} {last}".strip() or username
        where = [teams.get(team, ""), languages.get(tongue, tongue), standings[standing]]
        return [name, username, external_id, *where, _local(due), _local(done), as_of]

    return map(cells, rows.order_by(*names[:2], "person").values_list(*fields).iterator(CHUNK))


def _local(moment: datetime | None) -> datetime | None:
    return localtime(moment).replace(tzinfo=None, microsecond=0) if moment else None


def as_csv(heading: list[str], rows: Iterable[Cells]) -> Iterator[bytes]:
    """In UTF-8 with a mark by which spreadsheets know it. Moments as ISO 8601."""
    yield b"\xef\xbb\xbf"
    for cells in chain([heading], rows):
        yield _line(cells)


def _line(cells: Iterable[str | datetime | None]) -> bytes:
    line = io.StringIO()
    texts = (cell.isoformat(" ") if isinstance(cell, datetime) else harmless(cell or "") for cell in cells)
    csv.writer(line).writerow(texts)
    return line.getvalue().encode()


def as_xlsx(heading: list[str], rows: Iterable[Cells], *, title: str, rtl: bool) -> IO[bytes]:
    """A workbook of one sheet, in a file that goes when it is closed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.sheet_view.rightToLeft = rtl
    sheet.freeze_panes = "A2"
    for number in range(len(heading)):
        sheet.column_dimensions[get_column_letter(number + 1)].width = WIDE if number == 0 else NARROW
    for cells in chain([heading], rows):
        sheet.append([_cell(sheet, cell) for cell in cells])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _sheet_name(title: str) -> str:
    return "".join(character for character in title if character not in "[]:*?/\\'")[:31] or "1"


def _cell(sheet: Any, value: str | datetime | None) -> WriteOnlyCell:
    """Text stays text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
