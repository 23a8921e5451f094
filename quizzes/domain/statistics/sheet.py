"""The marks of all attempts that count, and the few sums that every figure is made of."""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.bool_]
Integers = NDArray[np.int64]

MILLION = 1_000_000
"""Marks are counted in millionths, which is how exactly shares are kept. Whole numbers add up without error, so
equal sums are equal, and marks that do not differ have a variance of exactly 0."""


@dataclass(frozen=True)
class Sheet:
    """A row for each attempt, a column for each place in the quiz.

    `marks`, in millionths of a mark, is 0 where an attempt was not asked; `points`, the full mark, is 0 there too.
    """

    marks: Floats
    points: Floats

    @classmethod
    def of(cls, shares: Floats, points: Floats) -> Self:
        """`shares`: of the full mark, −1 to 1. `points`: the full mark, 0 where nothing was asked."""
        return cls(np.rint(shares * MILLION) * points, points)

    @cached_property
    def asked(self) -> Places:
        return self.points > 0

    @cached_property
    def sums(self) -> Floats:
        """T: what each attempt earned, in millionths."""
        return np.asarray(self.marks.sum(axis=1))

    @cached_property
    def possible(self) -> Floats:
        """What each attempt could have earned, in marks."""
        return np.asarray(self.points.sum(axis=1))

    def rows(self, chosen: NDArray[np.bool_] | Integers) -> "Sheet":
        """The attempts that `chosen` names, by their numbers or one by one."""
        return Sheet(self.marks[chosen], self.points[chosen])


def variance(values: Floats) -> float | None:
    """Σ(x − x̄)² / (n − 1); None for fewer than two."""
    return covariance(values, values)


def covariance(left: Floats, right: Floats) -> float | None:
    """Σ(x − x̄)(y − ȳ) / (n − 1); None for fewer than two. What rounding leaves of a 0 is 0."""
    n = len(left)
    if n < 2:
        return None
    left, right = left - left.mean(), right - right.mean()
    together = float(left @ right)
    negligible = 1e-12 * sqrt(float(left @ left)) * sqrt(float(right @ right))
    return 0.0 if abs(together) <= negligible else together / (n - 1)


def deviation(values: Floats) -> float | None:
    """The standard deviation of a sample: √var."""
    spread = variance(values)
    return None if spread is None else sqrt(spread)


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


def wilson(share: float, count: int) -> Interval | None:
    """The 95 % interval of a share (Wilson's score interval, z = 1.96); None without anybody.

    (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n). Marks between 0 and 1 differ less than right and wrong do:
    for them it is wider than it need be. A share below 0, where options cost marks, counts as 0.
    """
    if not count:
        return None
    z, p = 1.959964, min(max(share, 0.0), 1.0)
    middle = p + z * z / (2 * count)
    reach = z * sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return Interval(max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale))
