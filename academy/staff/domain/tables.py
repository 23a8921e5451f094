"""Reading a table of text: which cells each row has, and on which line of the file it starts."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from academy.staff.domain.problems import Reason, Refusal

csv.field_size_limit(131072)


class FileError(Exception):
    """The file as a whole can not be read."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(refusals)
        self.refusals = list(refusals)


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: dict[str, str]
    """By column, without the white space around them."""


@dataclass(frozen=True)
class Table:
    columns: frozenset[str]
    rows: list[Row]
    refusals: list[Refusal]


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8, with or without a mark. Raises FileError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileError(Refusal(line, "", Reason.NOT_TEXT)) from error
    if "\0" in text:
        raise FileError(Refusal(text.count("\n", 0, text.index("\0")) + 1, "", Reason.NOT_TEXT))
    return text


def read_table(data: bytes, known: Collection[str], required: Collection[str]) -> Table:
    """The rows of a CSV file with commas or semicolons. Rows without any content are passed over.

    Raises FileError where nothing can be said of single rows: no text, no header, columns that are not `known`,
    twice there, or `required` and not there.
    """
    text = text_of(data)
    lines = _lines(text)
    start, names = next(((line, cells) for line, cells in lines if any(map(str.strip, cells))), (1, []))
    columns = [name.strip().lower() for name in names]
    if not columns:
        raise FileError(Refusal(1, "", Reason.EMPTY))
    if refusals := list(_wrong_columns(start, columns, known, required)):
        raise FileError(*refusals)
    return _body(columns, lines)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it starts. Quotes that do not end raise FileError."""
    head = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileError(Refusal(line, "", Reason.BROKEN_QUOTES)) from error
        yield line, cells


def _wrong_columns(
    line: int, columns: list[str], known: Collection[str], required: Collection[str]
) -> Iterator[Refusal]:
    for number, name in enumerate(columns):
        if name not in known:
            yield Refusal(line, name, Reason.UNKNOWN_COLUMN, name)
        elif name in columns[:number]:
            yield Refusal(line, name, Reason.COLUMN_TWICE, name)
    for name in required:
        if name not in columns:
            yield Refusal(line, name, Reason.MISSING_COLUMN, name)


def _body(columns: list[str], lines: Iterator[tuple[int, list[str]]]) -> Table:
    rows, refusals = [], []
    for line, cells in lines:
        stripped = [cell.strip() for cell in cells]
        if not any(stripped):
            continue
        if len(stripped) != len(columns):
            refusals.append(Refusal(line, "", Reason.CELLS, f"{len(stripped)}/{len(columns)}"))
        rows.append(Row(line, dict(zip(columns, stripped, strict=False))))
    return Table(frozenset(columns), rows, refusals)
