"""Where a learner stands with a quiz: what it asks for, how often they tried, what came out, what they may do next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.timezone import now

from academy.assignments.models import Work
from quizzes.domain import attempts as rules
from quizzes.domain import grading
from quizzes.domain.settings import GradingMethod, QuizSettings
from quizzes.domain.timing import Allowance, closing
from quizzes.models import Attempt, Grade, QuizException, QuizPage, QuizRevision
from quizzes.refusals import words_of


def overall_of(graded: Sequence[Attempt]) -> grading.Grade | None:
    """What all tries of a learner come to; `graded`: those that have a grade (see `with_grade`), in their order."""
    if not graded:
        return None
    terms = graded[-1].revision.terms
    return grading.overall(terms.grading_method, [_outcome(attempt) for attempt in graded], terms.pass_mark)


def _outcome(graded: Any) -> grading.Grade:
    return grading.Grade(Fraction(graded.percent), graded.passed)


def overall_with(attempt: Attempt, grade: Grade) -> grading.Grade:
    """The same for a learner who has just handed in an attempt. The first one, or a pass, asks nothing."""
    pass_is_pass = grade.passed and attempt.revision.terms.grading_method is GradingMethod.HIGHEST
    if attempt.number == 1 or pass_is_pass:
        return _outcome(grade)
    return overall_of(graded_attempts(attempt.learner, attempt.work)) or _outcome(grade)


def graded_attempts(learner: Any, work: Work) -> list[Attempt]:
    """Those that have a grade, of those that count, in their order."""
    return [
        attempt for attempt in Attempt.objects.tried(learner, work) if attempt.counts and attempt.percent is not None
    ]


def who_passed(learners: Collection[int], work: Work) -> list[Any]:
    """Those of `learners` (their ids) who have passed a quiz, all their tries taken together. One query."""
    attempts = Attempt.objects.filter(learner__in=learners, work=work).counting().with_grade().order_by("number")
    tries: dict[Any, list[Attempt]] = {}
    for attempt in attempts.select_related("revision", "learner").defer("layout"):
        if attempt.percent is not None:
            tries.setdefault(attempt.learner, []).append(attempt)
    return [learner for learner, graded in tries.items() if overall_of(graded).passed]


@dataclass(frozen=True)
class Prospect:
    """What a learner may still do. `left`: how many tries, None for any number. `denial`: why not now."""

    left: int | None
    closes_at: datetime | None
    denial: rules.Denial | None

    @property
    def reason(self) -> str:
        return str(words_of(self.denial)) if self.denial else ""


def prospect_of(learner: Any, work: Work, terms: QuizSettings, tried: Sequence[Attempt], at: datetime) -> Prospect:
    """`tried`: all attempts of the learner with their grades, in their order. One query, for the exceptions."""
    allowance = allowance_of(learner, work)
    used = [attempt for attempt in tried if attempt.counts]
    return Prospect(
        left=rules.tries_left(terms.tries, len(used), allowance.tries),
        closes_at=closing(terms, allowance),
        denial=denial_of(terms, used, allowance, at),
    )


def denial_of(terms: QuizSettings, used: Sequence[Attempt], allowance: Allowance, at: datetime) -> rules.Denial | None:
    """Why no further attempt may be started at `at`, after those that count."""
    ended_at = used[-1].handed_in_at if used else None
    waiting = any(attempt.is_waiting for attempt in used)
    return rules.may_start(terms, len(used), ended_at, allowance, at, waiting=waiting)


def allowance_of(learner: Any, work: Work) -> Allowance:
    return QuizException.objects.allowance_of(learner, work)


def standing_of(learner: Any, page: QuizPage, stamp: int) -> dict[str, Any]:
    """`revision` None: the quiz was never published. `overall` None: nothing was graded yet."""
    work = Work.objects.kept_of(page, stamp)
    revision = QuizRevision.objects.in_force(work, stamp) if work else None
    if work is None or revision is None:
        return {"work": work, "revision": None}
    attempts = Attempt.objects.tried(learner, work)
    graded = [attempt for attempt in attempts if attempt.percent is not None]
    waiting = next((attempt for attempt in attempts if attempt.counts and attempt.is_waiting), None)
    overall = overall_of([attempt for attempt in graded if attempt.counts])
    return {
        "work": work,
        "revision": revision,
        "open": next((attempt for attempt in attempts if attempt.state == Attempt.State.OPEN), None),
        "waiting": waiting,
        "attempts": [*graded, waiting] if waiting else graded,
        "overall": overall,
        "passed": overall is not None and overall.passed,
        "anew": any(not attempt.counts for attempt in attempts),
        "prospect": prospect_of(learner, work, revision.terms, attempts, now()),
    }
