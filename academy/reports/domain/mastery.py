"""How well somebody knows a skill, told from their answers, and how sure that is.

Of each question the latest answer counts, whichever version was asked, and only if it is younger than two years.
An answer weighs half as much for each half-life of its age, so what was shown long ago counts less and makes us
less sure. The estimate is the weighted share of right answers; its interval is the score interval of E. B. Wilson
("Probable Inference, the Law of Succession, and Statistical Inference", JASA 22, 1927) at 95 %, with the sum of the
weights in place of the number of trials. Partly right answers vary less than the interval allows for: it is rather
too wide than too narrow.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

HALF_LIFE = timedelta(days=180)
FORGOTTEN = timedelta(days=730)
"""Older answers say nothing any more."""
LEAST_ANSWERS = 5
LEAST_WEIGHT = 2.5
"""Of answers as of today: fewer are not enough, however many there once were."""
LOW, STRONG = 0.6, 0.8
Weighed = tuple[float, float]
"""Of an answer: what it weighs, and its share."""
Z = 1.959964  # the normal quantile of a two-sided interval of 95 %


class Level(Enum):
    """`LOW`: under 60 %, and even the upper end of the interval is under 80 %. `STRONG`: 80 % or more, and even the
    lower end is 60 % or more. `ON_THE_WAY`: all else that was measured."""

    NOT_ENOUGH = "not_enough"
    LOW = "low"
    ON_THE_WAY = "on_the_way"
    STRONG = "strong"


@dataclass(frozen=True)
class Answer:
    """The latest answer to one question. `share` of the full mark; what lies outside 0–1 is taken as 0 or 1."""

    share: float
    age: timedelta


@dataclass(frozen=True)
class Mastery:
    """`share`, `lowest`, `highest`: 0–1. `answers`: how many questions it rests on; `weight`: what they count for."""

    answers: int = 0
    weight: float = 0.0
    share: float = 0.0
    lowest: float = 0.0
    highest: float = 1.0

    @property
    def is_measured(self) -> bool:
        return self.answers >= LEAST_ANSWERS and self.weight >= LEAST_WEIGHT

    @property
    def percent(self) -> int:
        return round(100 * self.share)

    @property
    def lowest_percent(self) -> int:
        return math.floor(100 * self.lowest)

    @property
    def highest_percent(self) -> int:
        return math.ceil(100 * self.highest)

    @property
    def level(self) -> Level:
        if not self.is_measured:
            return Level.NOT_ENOUGH
        if self.share < LOW and self.highest < STRONG:
            return Level.LOW
        if self.share >= STRONG and self.lowest >= LOW:
            return Level.STRONG
        return Level.ON_THE_WAY


UNKNOWN = Mastery()


def weight_of(age: timedelta) -> float:
    """1 for an answer of this moment, ½ after a half-life; 0 for one that is forgotten."""
    age = max(age, timedelta())
    return 0.0 if age >= FORGOTTEN else 0.5 ** (age / HALF_LIFE)


def mastery(answers: Iterable[Answer]) -> Mastery:
    """The estimate from the latest answers to the questions of one skill."""
    return estimate([(weight_of(answer.age), answer.share) for answer in answers])


def estimate(answers: Iterable[Weighed]) -> Mastery:
    """The same from what each answer weighs. One that weighs nothing is left out."""
    weighed = [(weight, min(1.0, max(0.0, share))) for weight, share in answers if weight]
    if not weighed:
        return UNKNOWN
    weight = sum(one for one, _share in weighed)
    share = min(1.0, sum(one * share for one, share in weighed) / weight)
    lowest, highest = wilson(share, weight)
    return Mastery(len(weighed), weight, share, lowest, highest)


def of_trials(share: float, trials: int) -> Mastery:
    """From scores that all weigh the same: their mean share, and how many there are."""
    return Mastery(trials, float(trials), share, *wilson(min(1.0, max(0.0, share)), trials)) if trials else UNKNOWN


def wilson(share: float, trials: float) -> tuple[float, float]:
    """The score interval of a share, 0–1, that was seen in so many trials, more than 0."""
    squared = Z * Z / trials
    middle = (share + squared / 2) / (1 + squared)
    half = Z / (1 + squared) * math.sqrt(share * (1 - share) / trials + squared / (4 * trials))
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
