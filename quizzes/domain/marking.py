"""Marking by people: who marks what, what several marks come to, and how well markers agree."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction


class Marked(Enum):
    """How far a written answer is."""

    WAITING = "waiting"
    DISPUTED = "disputed"
    SETTLED = "settled"


@dataclass(frozen=True)
class Assessed:
    """What one marker gave: a share of the full mark, 0–1. `decides`: it stands against all others."""

    marker: int
    share: Fraction
    decides: bool = False


@dataclass(frozen=True)
class Outcome:
    """`share`: what the answer earns, once it is settled."""

    state: Marked
    share: Fraction | None = None


def outcome(assessed: Sequence[Assessed], *, needed: int, apart: Fraction) -> Outcome:
    """What marks in the order in which they were given come to.

    `needed`: how many people have to mark. `apart`: by how much two may differ. What was decided last stands;
    otherwise the mean of the marks, once there are enough and none lie further apart.
    """
    decisions = [one.share for one in assessed if one.decides]
    if decisions:
        return Outcome(Marked.SETTLED, decisions[-1])
    latest = {one.marker: one.share for one in assessed}
    shares = list(latest.values())
    if len(shares) < needed:
        return Outcome(Marked.WAITING)
    if max(shares) - min(shares) > apart:
        return Outcome(Marked.DISPUTED)
    return Outcome(Marked.SETTLED, sum(shares, Fraction(0)) / len(shares))


def is_sampled(attempt: int, position: int, percent: int) -> bool:
    """Whether an answer belongs to the `percent` of a hundred that a second person marks.

    By a hash of which answer it is: nobody chooses, and asking again gives the same.
    """
    drawn = hashlib.sha256(f"{attempt}/{position}".encode()).digest()
    return int.from_bytes(drawn[:8]) % 100 < percent


@dataclass(frozen=True)
class Agreement:
    """How well two markers agree over `count` answers.

    `exact`: how many got the same share of both; `difference`: the mean absolute difference, as a share of the full
    mark. `kappa` is 1 for full agreement and 0 for what chance would give; None for less than two answers, and where
    chance has nothing to differ by.
    """

    count: int
    exact: int
    difference: Fraction | None
    kappa: Fraction | None


def agreement(pairs: Sequence[tuple[Fraction, Fraction]]) -> Agreement:
    """How well the first and the second mark of each answer agree.

    Kappa is Cohen's weighted kappa (Psychological Bulletin 70, 1968, 213–220) with the absolute difference as the
    weight of a disagreement: 1 − Σ v·observed / Σ v·expected. Observed is the mean of |x − y| over the answers;
    expected is its mean over every first mark with every second mark, as if they had nothing to do with each other.
    """
    count = len(pairs)
    if not count:
        return Agreement(0, 0, None, None)
    observed = sum((abs(first - second) for first, second in pairs), Fraction(0)) / count
    chance = sum((abs(first - second) for first, _ in pairs for _, second in pairs), Fraction(0)) / count**2
    exact = sum(first == second for first, second in pairs)
    return Agreement(count, exact, observed, 1 - observed / chance if chance and count > 1 else None)
