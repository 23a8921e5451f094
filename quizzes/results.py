"""The result of an attempt, as far as its quiz discloses it."""

from fractions import Fraction
from typing import Any

from quizzes.actions import answers_of
from quizzes.domain import attempts as rules
from quizzes.domain.disclosure import Disclosure, Show, When, disclose
from quizzes.models import Attempt, Grade
from quizzes.presentation import faces_of


def disclosure_of(attempt: Attempt, grade: Grade) -> tuple[Disclosure, int | None]:
    """What may be seen of `attempt` now, and how many tries are left (None: no limit)."""
    settings = attempt.revision.settings
    tried = Attempt.objects.of(attempt.learner).filter(work=attempt.work)
    left = rules.tries_left(settings["tries"], tried.count())
    passed = grade.passed or Grade.objects.filter(attempt__in=tried, passed=True).exists()
    shown = disclose(
        Show(settings["show_result"]),
        When(settings["show_when"]),
        handed_in=True,
        passed=passed,
        tries_left=left,
    )
    return shown, left


def result_of(attempt: Attempt, language: str) -> dict[str, Any]:
    """Everything that the result page shows."""
    grade = attempt.grades.latest("number")
    disclosure, left = disclosure_of(attempt, grade)
    shares = {mark.position: Fraction(mark.share) for mark in grade.marks.all()}
    faces = faces_of(attempt, answers_of(attempt), language, disclosure, shares) if disclosure.marks else []
    return {
        "attempt": attempt,
        "grade": grade,
        "pass_mark": attempt.revision.settings["pass_mark"],
        "right_count": sum(share == 1 for share in shares.values()),
        "count": len(attempt.layout),
        "disclosure": disclosure,
        "tries_left": left,
        "may_try_again": left != 0 and not grade.passed,
        "faces": faces,
    }
