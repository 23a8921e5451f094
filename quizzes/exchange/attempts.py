"""Past attempts of another system: reading their table, and what would become of each row."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from functools import cached_property

from django.utils.dateparse import parse_datetime

from academy.staff.models import User
from quizzes.domain.attempts import Dealt
from quizzes.domain.formats.encodings import decode
from quizzes.domain.formats.problems import ItemError
from quizzes.domain.formats.table import separator
from quizzes.domain.questions import Answer, Question
from quizzes.domain.responses import ResponseError, read_response
from quizzes.models import QuestionText, QuizRevision

NAMES = ("username", "attempt")
TIMES = ("start", "end")
HIGHEST_NUMBER = 32767


@dataclass(frozen=True)
class Place:
    """One question of the quiz, with the wording in which the responses name its parts."""

    dealt: Dealt
    spec: Question
    text: QuestionText


@dataclass(frozen=True)
class Given:
    """One response: as it was written, what it means, and what it earns."""

    original: str
    answer: Answer
    share: Fraction


@dataclass(frozen=True)
class Row:
    line: int
    username: str
    number: int
    given: tuple[Given, ...]
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Problem:
    line: int
    item: str
    reason: str


class TableError(ValueError):
    """The file is no table of attempts at this quiz. The message says why."""


class Quiz:
    """The quiz as it is now, prepared for reading many responses: the same text is read and marked once."""

    def __init__(self, revision: QuizRevision) -> None:
        self.revision = revision
        self.known: dict[tuple[int, str], Given] = {}

    @cached_property
    def places(self) -> list[Place]:
        asked = list(self.revision.questions.select_related("version"))
        texts = QuestionText.objects.latest_for([item.version_id for item in asked], "")
        found = []
        for item in asked:
            spec = item.version.spec()
            order = spec.deal(lambda keys: keys)
            found.append(Place(Dealt(item.version_id, item.points, order), spec, texts[item.version_id]))
        return found

    def read(self, place: int, original: str) -> Given:
        """Raises ResponseError, and TableError where only a person can mark."""
        key = place, original
        if key not in self.known:
            spec, words = self.places[place].spec, self.places[place].text.payload
            answer = read_response(spec, words, original)
            share = spec.mark(answer, words)
            if share is None:
                raise TableError(f"q{place + 1} is marked by a person: its attempts can not be imported.")
            self.known[key] = Given(original, answer, share)
        return self.known[key]


def read_rows(quiz: Quiz, data: bytes) -> tuple[list[Row], list[Problem]]:
    """The attempts of a file, and each cell that means nothing. Raises TableError for another kind of file."""
    try:
        text = decode(data)
    except ItemError:
        raise TableError("This is no text file.") from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        header = [cell.strip().casefold() for cell in next(reader, [])]
        check_header(header, len(quiz.places))
        line = reader.line_num + 1
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if any(cell.strip() for cell in cells):
                row = read_row(quiz, dict(zip(header, cells, strict=False)), begins, problems)
                rows += [row] if row else []
    except csv.Error as error:
        raise TableError(f"This is no sound CSV: {error}.") from None
    problems += twice(rows)
    return rows, problems


def check_header(header: list[str], count: int) -> None:
    wanted = [*NAMES, *(f"q{place}" for place in range(1, count + 1))]
    if missing := [name for name in wanted if name not in header]:
        raise TableError(f"The header lacks {', '.join(missing)}: the quiz has {count} questions.")
    if more := [name for name in header if name not in wanted and name not in TIMES and name]:
        raise TableError(f"The header has columns that mean nothing here: {', '.join(more)}.")


def read_row(quiz: Quiz, cells: Mapping[str, str], line: int, problems: list[Problem]) -> Row | None:
    """One attempt, or None with its problems added."""
    found: list[Problem] = []
    number = cells["attempt"].strip() if "attempt" in cells else ""
    username = cells.get("username", "").strip()
    if not username or len(username) > 150:
        found.append(Problem(line, "username", "A row needs the name of a learner."))
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:9]) <= HIGHEST_NUMBER):
        found.append(Problem(line, "attempt", f"{number!r} is no number of an attempt."))
    given = [read_cell(quiz, place, cells.get(f"q{place + 1}", ""), line, found) for place in range(len(quiz.places))]
    start, end = (read_time(cells.get(name, ""), name, line, found) for name in TIMES)
    problems += found
    if found:
        return None
    return Row(line, username, int(number), tuple(one for one in given if one), start, end)


def read_cell(quiz: Quiz, place: int, text: str, line: int, found: list[Problem]) -> Given | None:
    try:
        return quiz.read(place, text.strip())
    except ResponseError as error:
        found.append(Problem(line, f"q{place + 1}", f"The question has no {error.args[0]!r}."))
        return None


def read_time(text: str, name: str, line: int, found: list[Problem]) -> datetime | None:
    """A moment in ISO 8601, in UTC where it names no zone."""
    if not text.strip():
        return None
    try:
        moment = parse_datetime(text.strip())
    except ValueError:
        moment = None
    if moment is None:
        found.append(Problem(line, name, f"{text.strip()!r} is no moment such as 2026-03-01T09:30:00Z."))
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def twice(rows: Iterable[Row]) -> list[Problem]:
    first: dict[tuple[str, int], Row] = {}
    found = []
    for row in rows:
        key = row.username.casefold(), row.number
        if key in first:
            found.append(Problem(row.line, row.username, f"Line {first[key].line} is the same attempt."))
        first.setdefault(key, row)
    return found


def people_named(names: Iterable[str]) -> dict[str, User]:
    """People by their user names in small letters."""
    wanted = {name.casefold() for name in names}
    known = {pk for pk, name in User.objects.values_list("pk", "username") if name.casefold() in wanted}
    found: dict[str, User] = {}
    ids = sorted(known)
    for start in range(0, len(ids), 5000):
        for person in User.objects.filter(pk__in=ids[start : start + 5000]):
            found[person.username.casefold()] = person
    return found
