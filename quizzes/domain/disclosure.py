"""What a learner may see of a result, and when. The one place that decides it."""

from dataclasses import dataclass
from enum import Enum


class Show(Enum):
    """How much a quiz discloses."""

    GRADE = "grade"
    FEEDBACK = "feedback"
    ANSWERS = "answers"


class When(Enum):
    """When the answers may be seen. The grade itself is never held back."""

    AT_ONCE = "at_once"
    AFTER_LAST_TRY = "after_last_try"


@dataclass(frozen=True)
class Disclosure:
    """`marks`: how each answer was marked. `feedback`: why. `answers`: which answers are right."""

    grade: bool = False
    marks: bool = False
    feedback: bool = False
    answers: bool = False


NOTHING = Disclosure()


def disclose(show: Show, when: When, *, handed_in: bool, passed: bool, tries_left: int | None) -> Disclosure:
    """What the learner may see now.

    `tries_left`: None for any number. Right answers wait, under AFTER_LAST_TRY, until the learner
    has passed or has no try left; with unlimited tries that means: until they pass.
    """
    if not handed_in:
        return NOTHING
    final = passed or tries_left == 0
    answers = show is Show.ANSWERS and (when is When.AT_ONCE or final)
    detail = show is not Show.GRADE
    return Disclosure(grade=True, marks=detail, feedback=detail, answers=answers)
