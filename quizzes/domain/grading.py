"""From marks to a grade."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache

from quizzes.domain.settings import GradingMethod


@dataclass(frozen=True)
class Grade:
    """`percent` is exact; it is rounded only where it is shown."""

    percent: Fraction
    passed: bool


class Void(Enum):
    """How a question that should not have been asked like this is made up for."""

    LEFT_OUT = "left_out"
    FULL_MARK = "full_mark"


@dataclass(frozen=True)
class Marked:
    """How one place of an attempt is marked: the share of its points that its answer earned by itself.

    `version`: what was asked. `rule`: the version by whose rule it was marked, where that is another one.
    """

    version: int
    points: int
    share: Fraction
    rule: int | None = None
    void: Void | None = None

    @property
    def counts(self) -> bool:
        return self.void is not Void.LEFT_OUT

    @property
    def earned(self) -> Fraction:
        """The share that counts, where it counts."""
        return Fraction(1) if self.void is Void.FULL_MARK else self.share


def grade_marked(marks: Iterable[Marked], pass_mark: int) -> Grade:
    """Grade an attempt, its voided questions made up for. See `grade`."""
    return grade([(mark.earned, mark.points) for mark in marks if mark.counts], pass_mark)


@lru_cache(maxsize=4096)  # a quiz gives few different ones, thousands of times
def exact(share: Decimal) -> Fraction:
    """The share that a stored one was: 0.333333 is a third.

    Six decimals are stored. Fractions with denominators up to 500 lie further apart than that, so only one fits.
    """
    stored = Fraction(share)
    simple = stored.limit_denominator(500)
    return simple if abs(simple - stored) <= Fraction(1, 2_000_000) else stored


def grade(marks: Sequence[tuple[Fraction, int]], pass_mark: int) -> Grade:
    """Grade an attempt.

    `marks`: for each question its share of the full mark (−1 to 1) and its points. `pass_mark`: percent, 0–100.
    The grade is Σ share·points / Σ points · 100, never below 0: answers may cost marks, a whole attempt does not. An
    attempt without questions is graded 0 and not passed.
    """
    possible = sum(points for _share, points in marks)
    if not possible:
        return Grade(Fraction(0), passed=False)
    percent = max(Fraction(0), sum((share * points for share, points in marks), Fraction(0)) / possible * 100)
    return Grade(percent, passed=percent >= pass_mark)


def overall(method: GradingMethod, grades: Sequence[Grade], pass_mark: int) -> Grade | None:
    """The grade that counts when a learner tried several times; None when they have none yet.

    `grades`: in the order of the attempts. `pass_mark`: percent; a mean passes by it, any other grade as it did itself.
    """
    if not grades:
        return None
    match method:
        case GradingMethod.FIRST:
            return grades[0]
        case GradingMethod.LATEST:
            return grades[-1]
        case GradingMethod.AVERAGE:
            mean = sum((grade.percent for grade in grades), Fraction(0)) / len(grades)
            return Grade(mean, passed=mean >= pass_mark)
    return max(grades, key=lambda grade: (grade.passed, grade.percent))
