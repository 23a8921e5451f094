"""What goes into the ledger of quizzes: facts and hashes. Call each inside the transaction of what it records."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from academy.evidence.actions import record, record_all
from academy.evidence.models import Record
from quizzes.models import Grade, QuizException


def graded(grades: Iterable[Grade], at: datetime) -> None:
    """A grade each, also where it corrects an earlier one: the highest `number` of an `attempt` stands."""
    grades = list(grades)
    prefetch_related_objects([grade.attempt for grade in grades], "learner", "work")  # what is at hand is not asked for
    record_all(Record.Kind.QUIZ_GRADED, at, map(_line, grades))


def _line(grade: Grade) -> tuple[Any, Any, dict[str, Any]]:
    attempt = grade.attempt
    facts = {
        "attempt": attempt.pk,
        "try": attempt.number,
        "number": grade.number,
        "percent": str(grade.percent),
        "passed": grade.passed,
        "reason": str(grade.reason),
    }
    return attempt.learner.opaque_id, attempt.work.translation_key, facts


def granted(exception: QuizException) -> None:
    """To one person, or to the `team` of that number."""
    record(
        Record.Kind.EXCEPTION_GRANTED,
        exception.created_at,
        subject=exception.person.opaque_id if exception.person else None,
        about=exception.work.translation_key,
        exception=exception.pk,
        team=exception.team_id,
        extra_tries=exception.extra_tries,
        extra_minutes=exception.extra_minutes,
        closes_at=exception.closes_at,
        no_cooling_down=exception.no_cooling_down,
        by=str(exception.created_by.opaque_id),
    )


def given_extra_time(person: Any, percent: int, by: Any, at: datetime) -> None:
    """In everything that has a clock."""
    record(Record.Kind.EXCEPTION_GRANTED, at, subject=person.opaque_id, extra_time=percent, by=str(by.opaque_id))
