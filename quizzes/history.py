"""How the grade of an attempt came about, where it was corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from quizzes.models import Attempt, Grade, Mark


@dataclass(frozen=True)
class Step:
    """A grade that replaced another. `kind`: of the correction, or ""; `number`: of its question, from 1, or None."""

    at: datetime
    reason: str
    kind: str
    number: int | None
    before: Decimal
    after: Decimal
    note: str


def history_of(attempt: Attempt) -> list[Step]:
    """The corrections of an attempt, the latest first; none for most. Two queries."""
    grades = list(attempt.grades.select_related("regrade").prefetch_related("marks").order_by("number"))
    return [_step(before, after) for before, after in pairwise(grades)][::-1]


def _step(before: Grade, after: Grade) -> Step:
    return Step(
        at=after.graded_at,
        reason=after.reason,
        kind=after.regrade.kind if after.regrade else "",
        number=_first_change(before.marks.all(), after.marks.all()) if after.regrade else None,
        before=before.percent,
        after=after.percent,
        note=after.note,
    )


def _first_change(before: Iterable[Mark], after: Iterable[Mark]) -> int | None:
    for old, new in zip(before, after, strict=True):
        if (old.share, old.void, old.rule_version_id) != (new.share, new.void, new.rule_version_id):
            return new.position + 1
    return None
