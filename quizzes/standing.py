"""Where a learner stands with a quiz: what it asks for, how often they tried, what came out."""

from typing import Any

from academy.assignments.models import Work
from quizzes.domain.attempts import tries_left
from quizzes.models import Attempt, QuizPage, QuizRevision


def standing_of(learner: Any, page: QuizPage) -> dict[str, Any]:
    """`revision` None: the quiz was never published. `left` None: any number of tries."""
    work = Work.objects.filter(translation_key=page.translation_key, kind=Work.Kind.QUIZ).first()
    revision = QuizRevision.objects.latest_of(work) if work else None
    attempts = list(Attempt.objects.of(learner).filter(work=work).with_grade().order_by("number")) if work else []
    graded = [attempt for attempt in attempts if attempt.percent is not None]
    return {
        "work": work,
        "revision": revision,
        "open": next((attempt for attempt in attempts if attempt.state == Attempt.State.OPEN), None),
        "attempts": graded,
        "best": max(graded, key=lambda attempt: attempt.percent, default=None),
        "passed": any(attempt.passed for attempt in graded),
        "left": tries_left(revision.settings["tries"], len(attempts)) if revision else 0,
    }
