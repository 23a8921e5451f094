"""Files of scores: CSV with a head, one score on each line. Read as a whole, with every fault by line and column."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

QUALITY, SATISFACTION, SURVEY = "quality", "satisfaction", "survey"
COLUMNS = {
    QUALITY: ("external_id", "criterion", "score", "max", "case_id", "happened_on"),
    SATISFACTION: ("external_id", "score", "max", "case_id", "happened_on"),
    SURVEY: ("team", "criterion", "score", "max", "case_id", "happened_on"),
}
LONGEST = {"external_id": 80, "criterion": 160, "case_id": 80, "team": 200}
LARGEST = Decimal(999_999)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Reason(Enum):
    NOT_UTF8 = "not_utf8"
    BROKEN = "broken"
    NO_HEAD = "no_head"
    MISSING_COLUMN = "missing_column"
    MISSING = "missing"
    TOO_LONG = "too_long"
    NO_NUMBER = "no_number"
    OUT_OF_RANGE = "out_of_range"
    NO_DAY = "no_day"
    TO_COME = "to_come"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_TEAM = "unknown_team"
    TWICE = "twice"


@dataclass(frozen=True)
class Refusal:
    """`line`: as a text editor counts it, the head being the first. `column`: as the head names it; "" for all."""

    line: int
    column: str
    reason: Reason
    value: str = ""

    @property
    def place(self) -> tuple[int, str]:
        return self.line, self.column


@dataclass(frozen=True)
class Row:
    """`who`: the external id of a person or, for a survey, the name of a team. `criterion`: "" for satisfaction."""

    line: int
    kind: str
    who: str
    criterion: str
    score: Decimal
    most: Decimal
    case_id: str
    happened_on: date

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.criterion, self.case_id


@dataclass(frozen=True)
class Sheet:
    rows: list[Row]
    refusals: list[Refusal]


def read(data: bytes, kind: str, today: date) -> Sheet:
    """`kind`: that of lines that do not say theirs; "" to tell it from the columns. Days after `today` are refused."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Sheet([], [Refusal(data[: error.start].count(b"\n") + 1, "", Reason.NOT_UTF8)])
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return _sheet(lines, kind, today)
    except csv.Error:
        return Sheet([], [Refusal(lines.line_num, "", Reason.BROKEN)])


def _sheet(lines: Any, kind: str, today: date) -> Sheet:
    """`lines`: a reader of the csv module."""
    head = [name.strip().lower() for name in next(lines, [])]
    if not any(head):
        return Sheet([], [Refusal(1, "", Reason.NO_HEAD)])
    kind = kind or _kind_of(head)
    if "kind" not in head and (missing := [name for name in COLUMNS[kind] if name not in head]):
        return Sheet([], [Refusal(1, name, Reason.MISSING_COLUMN) for name in missing])
    rows: list[Row] = []
    refusals: list[Refusal] = []
    for line, cells in _records(lines, head):
        row, faults = _row(line, cells, kind, today)
        refusals += faults
        rows += [row] if row else []
    return Sheet(rows, sorted(refusals + _twice(rows), key=lambda one: one.place))


def _delimiter(text: str) -> str:
    """What parts the columns of the head: spreadsheets of some languages write semicolons."""
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _kind_of(head: list[str]) -> str:
    if "team" in head and "external_id" not in head:
        return SURVEY
    return QUALITY if "criterion" in head else SATISFACTION


def _records(lines: Any, head: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each record with anything in it, with the number of the line on which it begins."""
    begins = lines.line_num + 1
    for cells in lines:
        if any(cell.strip() for cell in cells):
            yield begins, dict(zip(head, (cell.strip() for cell in cells), strict=False))
        begins = lines.line_num + 1


def _row(line: int, cells: dict[str, str], kind: str, today: date) -> tuple[Row | None, list[Refusal]]:
    kind = cells.get("kind", "").lower() or kind
    if kind not in COLUMNS:
        return None, [Refusal(line, "kind", Reason.UNKNOWN_KIND, kind)]
    faults = [Refusal(line, name, Reason.MISSING) for name in COLUMNS[kind] if not cells.get(name)]
    faults += [
        Refusal(line, name, Reason.TOO_LONG, cells[name][:40])
        for name, longest in LONGEST.items()
        if name in COLUMNS[kind] and len(cells.get(name, "")) > longest
    ]
    if faults:
        return None, faults
    score, most, day = _number(cells["score"]), _number(cells["max"]), _day(cells["happened_on"])
    faults += _faults_of_numbers(line, cells, score, most)
    if day is None:
        faults.append(Refusal(line, "happened_on", Reason.NO_DAY, cells["happened_on"]))
    elif day > today:
        faults.append(Refusal(line, "happened_on", Reason.TO_COME, cells["happened_on"]))
    if faults or score is None or most is None or day is None:
        return None, faults
    who = cells["team" if kind == SURVEY else "external_id"]
    criterion = "" if kind == SATISFACTION else cells["criterion"]
    return Row(line, kind, who, criterion, score, most, cells["case_id"], day), []


def _faults_of_numbers(line: int, cells: dict[str, str], score: Decimal | None, most: Decimal | None) -> list[Refusal]:
    faults = [
        Refusal(line, name, Reason.NO_NUMBER, cells[name])
        for name, value in (("score", score), ("max", most))
        if value is None
    ]
    if most is not None and not 0 < most <= LARGEST:
        faults.append(Refusal(line, "max", Reason.OUT_OF_RANGE, cells["max"]))
    elif score is not None and most is not None and not 0 <= score <= most:
        faults.append(Refusal(line, "score", Reason.OUT_OF_RANGE, cells["score"]))
    return faults


def _number(text: str) -> Decimal | None:
    """With a point or a comma before the decimals, three of which are kept."""
    try:
        value = Decimal(text.replace(",", "."))
        return value.quantize(Decimal("0.001")) if value.is_finite() else None
    except InvalidOperation:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def _twice(rows: list[Row]) -> list[Refusal]:
    """A case may have each criterion once in a file."""
    seen: set[tuple[str, str, str]] = set()
    again = []
    for row in rows:
        if row.key in seen:
            again.append(Refusal(row.line, "case_id", Reason.TWICE, row.case_id))
        seen.add(row.key)
    return again
