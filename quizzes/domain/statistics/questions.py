"""Figures of one question."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from quizzes.domain.statistics.sheet import MILLION, Floats, Interval, Places, Sheet, covariance, deviation, wilson


@dataclass(frozen=True)
class QuestionFigures:
    """`facility` and its interval go from 0 to 1, and below 0 where answers cost marks; `sd` is in marks, the rest in
    percent."""

    count: int
    facility: float | None = None
    interval: Interval | None = None
    sd: float | None = None
    discrimination: float | None = None
    efficiency: float | None = None
    effective_weight: float | None = None
    intended_weight: float | None = None


def question_figures_by_place(sheet: Sheet) -> list[QuestionFigures]:
    """The figures of each place in the quiz, whatever version stood there."""
    columns = np.arange(sheet.points.shape[1])
    return [question_figures(sheet, sheet.asked & (columns == column)) for column in columns]


def question_figures(sheet: Sheet, where: Places) -> QuestionFigures:
    """Figures of the question that stands at `where`: at most one place in each attempt.

    Only the attempts that were asked it count, so a drawn question is compared with the sums of those who drew it.

    - facility = mean of x / mean of the full marks
    - sd = √var x
    - discrimination = 100 · cov(x, T − x) / √(var x · var(T − x)): do those who are good at the rest get it right?
    - efficiency = 100 · cov(x, T − x) / the largest that the same marks allow, which is when both are sorted
    - intended weight = 100 · its points / all points
    - effective weight = 100 · √cov(x, T) / Σ √cov(x, T) over all questions of these attempts, those below 0 left
      out: how much of the spread of the sums it makes. None where its own covariance is below 0.
    """
    rows, columns = np.nonzero(where)
    if not len(rows):
        return QuestionFigures(0)
    among = sheet.rows(rows)
    marks, points = sheet.marks[rows, columns], sheet.points[rows, columns]
    facility = float(marks.sum() / MILLION / points.sum())
    sd = deviation(marks)
    return QuestionFigures(
        count=len(rows),
        facility=facility,
        interval=wilson(facility, len(rows)),
        sd=None if sd is None else sd / MILLION,
        discrimination=discrimination(marks, among.sums - marks),
        efficiency=efficiency(marks, among.sums - marks),
        effective_weight=effective_weight(marks, among),
        intended_weight=100 * float(points.sum() / among.possible.sum()),
    )


def discrimination(marks: Floats, rest: Floats) -> float | None:
    """100 · cov(x, T − x) / √(var x · var(T − x)), from −100 to 100."""
    together, own, others = covariance(marks, rest), covariance(marks, marks), covariance(rest, rest)
    if together is None or not own or not others:
        return None
    return max(-100.0, min(100.0, 100 * together / sqrt(own) / sqrt(others)))


def efficiency(marks: Floats, rest: Floats) -> float | None:
    """100 · cov(x, T − x) / cov(sorted x, sorted T − x), at most 100."""
    together, best = covariance(marks, rest), covariance(np.sort(marks), np.sort(rest))
    return min(100.0, 100 * together / best) if together is not None and best else None


def effective_weight(marks: Floats, among: Sheet) -> float | None:
    """100 · √cov(x, T) / Σ √cov(x, T)."""
    own = covariance(marks, among.sums)
    if own is None or own < 0:
        return None
    apart = among.sums - among.sums.mean()
    together = (apart @ (among.marks - among.marks.mean(axis=0))) / (len(marks) - 1)
    weights = float(np.sqrt(np.maximum(together, 0)).sum())
    return 100 * sqrt(own) / weights if weights else None
