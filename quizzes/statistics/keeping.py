"""Figures are worked out in the background when something was graded, and kept for whoever looks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from academy.assignments.models import Work
from quizzes.models import Grade, QuizRevision, QuizStatistics
from quizzes.statistics.analysis import payload_of
from quizzes.statistics.reading import read

IN_FLIGHT = timedelta(minutes=1)  # how long a grading may take to be seen by others
LOOK_BACK = timedelta(days=1)


def compute(work: Work, at: datetime) -> None:
    """Work out the figures of a quiz, for every choice of the attempts that count, and keep them."""
    rows = read(work)
    QuizStatistics.objects.bulk_create(
        [
            QuizStatistics(work=work, which=which, computed_at=at, payload=payload_of(rows, which))
            for which in QuizStatistics.Which
        ],
        update_conflicts=True,
        unique_fields=["work", "which"],
        update_fields=["computed_at", "payload"],
    )


def kept(work: Work, which: QuizStatistics.Which, at: datetime) -> QuizStatistics:
    """The figures as they were last worked out; worked out now where they never were.

    One query; the payload is read when it is asked for.
    """
    row = QuizStatistics.objects.head_of(work, which)
    if row is None:
        compute(work, at)
        row = QuizStatistics.objects.get(work=work, which=which)
    row.work = work
    return row


@dataclass(frozen=True)
class OfRevision:
    """The figures of one revision alone. Worked out for whoever looks: the page that shows them is kept."""

    revision: QuizRevision
    which: QuizStatistics.Which
    computed_at: datetime

    @cached_property
    def payload(self) -> dict[str, Any]:
        return payload_of(read(self.revision.work, self.revision), self.which)


def revisions_tried(work: Work) -> list[int]:
    """The numbers of the revisions that graded attempts were made at, the latest first."""
    numbers = Grade.objects.filter(attempt__work=work).values_list("attempt__revision__number", flat=True)
    return list(numbers.order_by("-attempt__revision__number").distinct())


def out_of_date(at: datetime) -> QuerySet[Work]:
    """Quizzes with a grade of the last day that their figures may not hold.

    A grade carries the moment at which its transaction began: one that is a little older may still come in.
    """
    held = QuizStatistics.objects.filter(
        work=OuterRef("attempt__work"), computed_at__gt=OuterRef("graded_at") + IN_FLIGHT
    )
    graded = Grade.objects.filter(graded_at__gt=at - LOOK_BACK).exclude(Exists(held))
    return Work.objects.filter(pk__in=graded.values("attempt__work"))
