"""What a learner may see of a result, and when. The one place that decides it."""

from dataclasses import dataclass, replace
from enum import Enum


class Show(Enum):
    """How much a quiz discloses."""

    GRADE = "grade"
    FEEDBACK = "feedback"
    ANSWERS = "answers"


class When(Enum):
    """When the answers may be seen. The grade itself is never held back."""

    DURING = "during"
    AT_ONCE = "at_once"
    AFTER_LAST_TRY = "after_last_try"
    AFTER_CLOSE = "after_close"


@dataclass(frozen=True)
class Disclosure:
    """`marks`: how each answer was marked. `feedback`: why. `answers`: which answers are right."""

    grade: bool = False
    marks: bool = False
    feedback: bool = False
    answers: bool = False


NOTHING = Disclosure()


def disclose(
    show: Show, when: When, *, handed_in: bool, passed: bool, tries_left: int | None, closed: bool = False
) -> Disclosure:
    """What the learner may see now of an attempt.

    `tries_left`: None for any number. `closed`: whether the quiz is over for this learner. Right answers wait, under
    AFTER_LAST_TRY, until the learner has passed or has no try left; with unlimited tries that means: until they pass
    or the quiz is over. Under AFTER_CLOSE they wait until it is over.
    """
    if not handed_in:
        return NOTHING
    waited = {
        When.DURING: True,
        When.AT_ONCE: True,
        When.AFTER_LAST_TRY: passed or tries_left == 0 or closed,
        When.AFTER_CLOSE: closed,
    }
    return _disclosure(show, answers=waited[when])


def disclose_checked(show: Show) -> Disclosure:
    """What the learner may see, while the attempt goes on, of an answer that they had checked."""
    return replace(_disclosure(show, answers=True), grade=False)


def _disclosure(show: Show, *, answers: bool) -> Disclosure:
    detail = show is not Show.GRADE
    return Disclosure(grade=True, marks=detail, feedback=detail, answers=answers and show is Show.ANSWERS)
