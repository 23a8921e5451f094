"""Figures of a whole quiz."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from quizzes.domain.statistics.sheet import MILLION, Floats, Sheet, deviation, variance


@dataclass(frozen=True)
class QuizFigures:
    """On the sums of marks: `mean`, `median`, `sd` and `standard_error` in marks, `skewness` and `kurtosis` without
    a unit; `alpha` and `error_ratio` in percent."""

    count: int
    mean: float | None = None
    median: float | None = None
    sd: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    alpha: float | None = None
    error_ratio: float | None = None
    standard_error: float | None = None


def quiz_figures(sheet: Sheet) -> QuizFigures:
    """How the sums of marks are spread, and how well the questions agree with each other.

    - mean, median; sd = √var T
    - skewness = k₃ / k₂^1.5, for n > 2; kurtosis = k₄ / k₂², for n > 3 (0 for a normal distribution): see `shape`
    - alpha (Cronbach's; Moodle's coefficient of internal consistency): see `cronbach`
    - error ratio = 100·√(1 − alpha/100): how much of the spread is chance
    - standard error = error ratio/100 · sd: how far a sum of marks may be from what the learner deserves
    """
    if not len(sheet.sums):
        return QuizFigures(0)
    sd = deviation(sheet.sums)
    skewness, kurtosis = shape(sheet.sums)
    alpha = cronbach(sheet)
    error_ratio = None if alpha is None else 100 * sqrt(max(0.0, 1 - alpha / 100))
    return QuizFigures(
        count=len(sheet.sums),
        mean=float(sheet.sums.mean()) / MILLION,
        median=float(np.median(sheet.sums)) / MILLION,
        sd=None if sd is None else sd / MILLION,
        skewness=skewness,
        kurtosis=kurtosis,
        alpha=alpha,
        error_ratio=error_ratio,
        standard_error=None if error_ratio is None or sd is None else error_ratio / 100 * sd / MILLION,
    )


def shape(values: Floats) -> tuple[float | None, float | None]:
    """Skewness and kurtosis, by Fisher's k-statistics, from the central moments m = Σ(T − T̄)ᵖ / n.

    k₂ = n·m₂ / (n − 1), k₃ = n²·m₃ / ((n − 1)(n − 2)),
    k₄ = n²·((n + 1)·m₄ − 3(n − 1)·m₂²) / ((n − 1)(n − 2)(n − 3)).
    """
    n = len(values)
    apart = values - values.mean()
    if n < 3 or not apart.any():
        return None, None
    apart = apart / np.abs(apart).max()  # both figures have no unit; fourth powers of millionths would be huge
    m2, m3, m4 = (float((apart**power).mean()) for power in (2, 3, 4))
    k2 = n * m2 / (n - 1)
    skewness = n * n * m3 / ((n - 1) * (n - 2)) / k2**1.5
    if n < 4:
        return skewness, None
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
    return skewness, k4 / k2**2


def cronbach(sheet: Sheet) -> float | None:
    """100 · k/(k − 1) · (1 − Σ var x / var T), in percent; at most 100, and below 0 where questions contradict.

    None for fewer than two questions or attempts, where all sums are equal, and where not every attempt was asked
    at the same places: their sums can not be compared then.
    """
    total = variance(sheet.sums)
    used = sheet.asked.any(axis=0)
    k = int(used.sum())
    if not total or k < 2 or not sheet.asked[:, used].all():
        return None
    items = float(sheet.marks.var(axis=0, ddof=1).sum())
    return 100 * k / (k - 1) * (1 - items / total)


def distribution(shares: Floats, bins: int) -> list[int]:
    """How many of `shares` (of the full mark) fall into each of `bins` equal parts from 0 to 1.

    A part holds its lower bound, the last one its upper too; what lies below 0 counts in the first.
    """
    # A hair is added so that 0.7, which is kept as 0.6999…, does not fall into the part below it.
    places = np.clip(np.floor(shares * bins + 1e-9), 0, bins - 1).astype(np.int64)
    return [int(count) for count in np.bincount(places, minlength=bins)]
