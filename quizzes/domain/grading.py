"""From marks to a grade."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Grade:
    """`percent` is exact; it is rounded only where it is shown."""

    percent: Fraction
    passed: bool


def grade(marks: Sequence[tuple[Fraction, int]], pass_mark: int) -> Grade:
    """Grade an attempt.

    `marks`: for each question its share of the full mark (0–1) and its points. `pass_mark`: percent, 0–100.
    The grade is Σ share·points / Σ points · 100; an attempt without questions is graded 0 and not passed.
    """
    possible = sum(points for _share, points in marks)
    if not possible:
        return Grade(Fraction(0), passed=False)
    percent = sum((share * points for share, points in marks), Fraction(0)) / possible * 100
    return Grade(percent, passed=percent >= pass_mark)


def highest(percents: Iterable[Fraction]) -> Fraction | None:
    """The grade that counts when a learner tried several times; None when there is none."""
    return max(percents, default=None)
