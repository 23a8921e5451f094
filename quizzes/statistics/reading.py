"""The graded attempts of a quiz as arrays: eight statements, whatever their number."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import FloatField, TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from academy.assignments.models import Work
from quizzes.domain.statistics import Sheet
from quizzes.models import (
    Attempt,
    Grade,
    Mark,
    QuestionText,
    QuizRevision,
    QuizRevisionQuestion,
    QuizStatistics,
    Response,
)

Which = QuizStatistics.Which
Integers = NDArray[np.int64]
UNKNOWN = -1


@dataclass(frozen=True)
class Place:
    """A column. `question`: the id of its identity; None where each attempt drew what stands there."""

    question: int | None
    asked_now: bool


@dataclass(frozen=True)
class Standing:
    """A row for each graded attempt, with the grade that stands: the one with the highest number."""

    attempts: Integers
    learners: Integers
    numbers: Integers
    revisions: Integers
    grades: Integers
    percents: NDArray[np.float64]
    passed: NDArray[np.bool_]


@dataclass(frozen=True)
class Marks:
    """The marks of those grades, in no order. `row`: of the attempt. `position`: in its layout, as it was dealt.

    A voided question that counts for nobody was as good as not asked.
    """

    row: Integers
    position: Integers
    version: Integers
    share: NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """`chosen`: for each row and column, into `given`, whose first is the blank. `languages`: into `spoken`, of the
    answer or, for a blank, of the last answer of the attempt; −1 where it has none."""

    chosen: Integers
    given: list[dict[str, Any]]
    languages: Integers
    spoken: list[str]


@dataclass(frozen=True)
class Rows:
    """All that the statistics of a quiz rest on. `versions`: the question version, 0 where nothing was asked.

    The columns are the places of the latest revision, then what is no longer asked, then what was drawn.
    `waiting`: how many attempts were handed in and are not graded yet.
    """

    standing: Standing
    sheet: Sheet
    versions: Integers
    answers: Answers
    places: list[Place]
    waiting: int

    def chosen(self, which: Which) -> Integers:
        """The rows that count. Of equally high attempts the earliest does."""
        learners, numbers = self.standing.learners, self.standing.numbers
        if which == Which.ALL:
            return np.arange(len(numbers))
        best_last = {
            Which.HIGHEST: (numbers, -self.standing.percents, learners),
            Which.FIRST: (numbers, learners),
            Which.LAST: (-numbers, learners),
        }
        order = np.lexsort(best_last[which])
        _learners, first = np.unique(learners[order], return_index=True)
        return np.asarray(np.sort(order[first]))


def read(work: Work, revision: QuizRevision | None = None) -> Rows:
    """All attempts at a quiz; or only those that were dealt one revision of it."""
    dealt = {"revision": revision} if revision else {"work": work}
    standing = _standing(dealt)
    marks = _marks(work, standing)
    places, column, points = _places(dealt, standing, marks)
    size = (len(standing.attempts), len(places))
    return Rows(
        standing=standing,
        sheet=Sheet.of(_grid(size, marks.row, column, marks.share), _grid(size, marks.row, column, points)),
        versions=_grid(size, marks.row, column, marks.version),
        answers=_answers(work, standing, marks, column, size),
        places=places,
        waiting=Attempt.objects.handed_in().filter(**dealt, grades=None).count(),
    )


def _standing(dealt: Mapping[str, Any]) -> Standing:
    rows = (
        Grade.objects.filter(**{f"attempt__{name}": value for name, value in dealt.items()})
        .annotate(exact=Cast("percent", FloatField()))
        .order_by("attempt", "number")
        .values_list("attempt", "attempt__learner", "attempt__number", "attempt__revision", "pk", "exact", "passed")
    )
    latest = {row[0]: row for row in rows}
    kinds = (np.int64, np.int64, np.int64, np.int64, np.int64, np.float64, np.bool_)
    return Standing(*_columns(latest.values(), kinds))


def _marks(work: Work, standing: Standing) -> Marks:
    rows = (
        Mark.objects.filter(grade__attempt__work=work)
        .exclude(void=Mark.Voided.LEFT_OUT)
        .order_by()
        .annotate(exact=Cast("share", FloatField()))
        .values_list("grade", "position", "version", "exact")
    )
    grade, position, version, share = _columns(rows.iterator(), (np.int64, np.int64, np.int64, np.float64))
    row = _find(standing.grades, grade)
    stands = row != UNKNOWN
    return Marks(row[stands], position[stands], version[stands], share[stands])


def _places(dealt: Mapping[str, Any], standing: Standing, marks: Marks) -> tuple[list[Place], Integers, Integers]:
    """The columns; for each mark its column and its points."""
    of = dealt if "revision" in dealt else {"revision__work": dealt["work"]}
    asked = (
        QuizRevisionQuestion.objects.filter(**of)
        .order_by("-revision__number", "position")
        .values_list("revision", "version", "points", "version__question")
    )
    columns: dict[int, int] = {}
    known: dict[tuple[int, int], tuple[int, int]] = {}
    latest = None
    asked_now = 0
    for revision, version, points, question in asked:
        latest = revision if latest is None else latest
        known[revision, version] = (columns.setdefault(question, len(columns)), points)
        asked_now = len(columns) if revision == latest else asked_now
    places = [Place(question, column < asked_now) for question, column in columns.items()]
    pairs, which = np.unique(
        np.stack([standing.revisions[marks.row], marks.version], axis=1), axis=0, return_inverse=True
    )
    found = np.array([known.get(tuple(pair), (UNKNOWN, 0)) for pair in pairs.tolist()], dtype=np.int64)
    column, points = found.reshape(-1, 2)[which.reshape(-1)].T.copy()
    drawn = _place_drawn(standing, marks, column, points, len(places))
    return [*places, *[Place(None, True)] * drawn], column, points


def _place_drawn(standing: Standing, marks: Marks, column: Integers, points: Integers, first: int) -> int:
    """Give what the revision does not name the columns from `first` on, in the order in which it was dealt.

    Its points stand in the layout of the attempt alone. Fills in `column` and `points`; returns how many columns.
    """
    drawn = np.flatnonzero(column == UNKNOWN)
    if not len(drawn):
        return 0
    attempts = standing.attempts[np.unique(marks.row[drawn])].tolist()
    layouts = dict(Attempt.objects.filter(pk__in=attempts).values_list("pk", "layout"))
    taken: dict[int, int] = {}
    for mark in drawn[np.lexsort((marks.position[drawn], marks.row[drawn]))].tolist():
        attempt = int(standing.attempts[marks.row[mark]])
        column[mark] = first + taken.get(attempt, 0)
        points[mark] = layouts[attempt][marks.position[mark]]["points"]
        taken[attempt] = taken.get(attempt, 0) + 1
    return max(taken.values())


def _answers(work: Work, standing: Standing, marks: Marks, column: Integers, size: tuple[int, int]) -> Answers:
    rows = (
        Response.objects.filter(attempt__work=work)
        .order_by()
        .annotate(stored=Cast("answer", TextField()))
        .values_list("attempt", "position", "sequence", "text", "stored")
    )
    given = {"{}": 0}
    numbered = ((*row[:4], given.setdefault(row[4], len(given))) for row in rows.iterator())
    attempt, position, sequence, text, answer = _columns(numbered, (np.int64,) * 5)
    texts, text = np.unique(text, return_inverse=True)
    spoken, spoken_in = _languages(texts)
    row = _find(standing.attempts, attempt)
    # In the order of saving: where several are written to one place, numpy keeps the last.
    order = np.argsort(sequence, kind="stable")
    order = order[row[order] != UNKNOWN]
    row, position, answer, language = row[order], position[order], answer[order], spoken_in[text][order]

    deals = int(max(marks.position.max(initial=-1), position.max(initial=-1))) + 1
    column_of = _grid((size[0], deals), marks.row, marks.position, column, empty=UNKNOWN)
    column = column_of[row, position]
    last = np.full(size[0], UNKNOWN)
    last[row] = language
    languages = np.repeat(last[:, None], size[1], axis=1)
    marked = column != UNKNOWN
    languages[row[marked], column[marked]] = language[marked]
    chosen = _grid(size, row[marked], column[marked], answer[marked])
    return Answers(chosen, [json.loads(stored) for stored in given], languages, spoken)


def _languages(texts: Integers) -> tuple[list[str], Integers]:
    """The languages, and for each of the texts its place among them."""
    code_of = dict(QuestionText.objects.filter(pk__in=texts.tolist()).values_list("pk", "locale__language_code"))
    spoken = sorted(set(code_of.values()))
    return spoken, np.array([spoken.index(code_of[text]) for text in texts.tolist()], dtype=np.int64)


def _columns(rows: Iterable[tuple[Any, ...]], kinds: tuple[type, ...]) -> list[NDArray[Any]]:
    """Rows of the database as one array for each of their parts. No row is kept: there may be a million."""
    table = np.fromiter(rows, dtype=[(f"part-{number}", kind) for number, kind in enumerate(kinds)])
    return [np.ascontiguousarray(table[name]) for name in table.dtype.names]


def _find(ids: Integers, wanted: Integers) -> Integers:
    """For each of `wanted` its place in `ids`, or −1."""
    if not len(ids):
        return np.full(len(wanted), UNKNOWN)
    order = np.argsort(ids)
    place = np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)
    return np.where(ids[order[place]] == wanted, order[place], UNKNOWN)


def _grid(size: tuple[int, int], row: Integers, column: Integers, values: NDArray[Any], empty: int = 0) -> NDArray[Any]:
    grid = np.full(size, empty, dtype=values.dtype)
    grid[row, column] = values
    return grid
