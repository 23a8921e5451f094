"""Comparisons between groups of attempts: thirds of the class, and languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from quizzes.domain.statistics.sheet import MILLION, Floats, Integers, Interval, Places, Sheet, wilson

THIRDS = 3
BOTTOM, MIDDLE, TOP = range(THIRDS)


def strength(sheet: Sheet) -> Floats:
    """The share of the possible marks that each attempt earned; 0 where nothing was to be earned."""
    possible = np.where(sheet.possible > 0, sheet.possible, 1)
    return np.asarray(sheet.sums / MILLION / possible)


def thirds(values: Floats) -> Integers:
    """Which third of the class each value belongs to: 0 the lowest, 2 the highest.

    By rank. Equal values share the mean of their ranks, so they stay together and their order does not matter;
    the thirds are not equally large then.
    """
    _distinct, group, counts = np.unique(values, return_inverse=True, return_counts=True)
    below = np.cumsum(counts) - counts
    middle = (2 * below + counts)[group]  # twice the mean rank, less 1
    return np.asarray(middle * THIRDS // (2 * max(1, len(values))), dtype=np.int64)


def choices_by_third(third: Integers, answer: Integers, meanings: Sequence[Sequence[str]]) -> dict[str, list[int]]:
    """How many chose each option, for each third. `answer`: of each attempt, its place in `meanings`.

    `meanings`: the options that an answer names, several for a multiple choice, none for a blank.
    """
    counts = np.bincount(answer * THIRDS + third, minlength=len(meanings) * THIRDS).reshape(-1, THIRDS)
    chosen: dict[str, list[int]] = {}
    for options, row in zip(meanings, counts.tolist(), strict=True):
        for option in options:
            chosen[option] = [old + new for old, new in zip(chosen.get(option, [0, 0, 0]), row, strict=True)]
    return chosen


@dataclass(frozen=True)
class LanguageFigures:
    """How one question went in one language.

    `others`: how many attempts it is compared with. `difference`: in facility, to equally good learners in all other
    languages; below 0: harder. `error`: the standard error of the difference.
    """

    language: str
    count: int
    facility: float
    interval: Interval | None
    others: int
    difference: float | None
    error: float | None


def language_figures(sheet: Sheet, where: Places, languages: Integers, names: Sequence[str]) -> list[LanguageFigures]:
    """The question at `where` in each language in which it was answered, by name.

    `languages`: of each attempt, the place of its language in `names`; −1 where it is not known.

    Learners of one language may simply be better. So like is compared with like, as in Dorans and Kulick's
    standardised difference: within each third of the class, by what was earned on the other questions, the mean
    of the language less that of all others; these, weighted by how many of the language are in the third.
    """
    rows, columns = np.nonzero(where)
    rows, columns = rows[languages[rows] >= 0], columns[languages[rows] >= 0]
    marks, points = sheet.marks[rows, columns], sheet.points[rows, columns]
    rest = sheet.possible[rows] - points
    third = thirds((sheet.sums[rows] - marks) / np.where(rest > 0, rest, 1))
    spoken = languages[rows]
    found = []
    for number in np.unique(spoken):
        mine = spoken == number
        facility = float(marks[mine].sum() / MILLION / points[mine].sum())
        difference, error = _difference(marks / MILLION / points, mine, third)
        found.append(
            LanguageFigures(
                language=names[number],
                count=int(mine.sum()),
                facility=facility,
                interval=wilson(facility, int(mine.sum())),
                others=int((~mine).sum()),
                difference=difference,
                error=error,
            )
        )
    return sorted(found, key=lambda figures: figures.language)


def _difference(shares: Floats, mine: Places, third: Integers) -> tuple[float | None, float | None]:
    """Σ w·(mean of mine − mean of others) / Σ w over the thirds that hold both, w being how many of mine are in it.

    Its error: √(Σ w²·s²·(1/mine + 1/others)) / Σ w, with s² the sample variance of the third.
    """
    weights, sum_of_differences, sum_of_errors = 0, 0.0, 0.0
    for number in range(THIRDS):
        here = third == number
        ours, theirs = shares[here & mine], shares[here & ~mine]
        if not len(ours) or not len(theirs):
            continue
        weight = len(ours)
        weights += weight
        sum_of_differences += weight * float(ours.mean() - theirs.mean())
        spread = float(shares[here].var(ddof=1))
        sum_of_errors += weight * weight * spread * (1 / len(ours) + 1 / len(theirs))
    if not weights:
        return None, None
    return sum_of_differences / weights, sqrt(sum_of_errors) / weights
