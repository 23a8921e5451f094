"""Whether scores differ after a course from what they were before it, person by person.

Each person's mean before is compared with their own mean after, so that who is better than whom plays no part. The
interval is that of the paired t-test ("Student", "The Probable Error of a Mean", Biometrika 6, 1908) at 95 %. It says
what was seen, and not that the course was the cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

LEAST_PEOPLE = 5
LEAST_CASES = 3
"""Of a person on each side: whoever has fewer is left out."""
NORMAL = 1.959964


class Change(Enum):
    """`UNCLEAR`: the interval holds 0."""

    TOO_FEW = "too_few"
    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Pair:
    """One person's scores, each a share of the most that could be had: the mean, 0–1, and of how many cases."""

    before: float
    cases_before: int
    after: float
    cases_after: int

    @property
    def is_enough(self) -> bool:
        return min(self.cases_before, self.cases_after) >= LEAST_CASES


@dataclass(frozen=True)
class Difference:
    """Of `people` with enough cases. The means weigh each person alike; all but the counts are 0 for too few."""

    change: Change
    people: int
    cases: int
    before: float = 0.0
    after: float = 0.0
    by: float = 0.0
    lowest: float = 0.0
    highest: float = 0.0

    @property
    def before_percent(self) -> float:
        return 100 * self.before

    @property
    def after_percent(self) -> float:
        return 100 * self.after

    @property
    def points(self) -> float:
        """Of a hundred, as are the ends of the interval."""
        return 100 * self.by

    @property
    def lowest_points(self) -> float:
        return 100 * self.lowest

    @property
    def highest_points(self) -> float:
        return 100 * self.highest


def difference(pairs: Sequence[Pair]) -> Difference:
    enough = [pair for pair in pairs if pair.is_enough]
    cases = sum(pair.cases_before + pair.cases_after for pair in enough)
    if len(enough) < LEAST_PEOPLE:
        return Difference(Change.TOO_FEW, len(enough), cases)
    before, after = np.array([pair.before for pair in enough]), np.array([pair.after for pair in enough])
    gains = after - before
    by = float(gains.mean())
    half = quantile(len(enough) - 1) * float(gains.std(ddof=1)) / len(enough) ** 0.5
    lowest, highest = by - half, by + half
    change = Change.BETTER if lowest > 0 else Change.WORSE if highest < 0 else Change.UNCLEAR
    return Difference(change, len(enough), cases, float(before.mean()), float(after.mean()), by, lowest, highest)


def quantile(freedom: int) -> float:
    """The 97.5 % quantile of Student's t, for 4 degrees of freedom or more, to two decimals and better.

    Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
    """
    x = NORMAL
    first = (x**3 + x) / 4
    second = (5 * x**5 + 16 * x**3 + 3 * x) / 96
    third = (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384
    fourth = (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160
    return x + first / freedom + second / freedom**2 + third / freedom**3 + fourth / freedom**4
