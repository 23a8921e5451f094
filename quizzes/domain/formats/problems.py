"""Why an item of a file can not be taken in, or can not be written. The words stand in `quizzes.exchange.wording`."""

from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    # the file
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    NOT_XML = "not_xml"
    NOT_A_QUIZ = "not_a_quiz"
    NO_HEADER = "no_header"
    # the item
    BRACES = "braces"
    SECOND_BRACES = "second_braces"
    NO_QUESTION = "no_question"
    NO_STEM = "no_stem"
    TYPE = "type"
    TOO_FEW_OPTIONS = "too_few_options"
    EMPTY_OPTION = "empty_option"
    NO_RIGHT_OPTION = "no_right_option"
    NO_ANSWER = "no_answer"
    STRAY_LINE = "stray_line"
    SHARE = "share"
    NUMBER = "number"
    POINTS = "points"
    PAIR = "pair"
    GAP = "gap"
    DETAILS = "details"
    FORM = "form"
    SKILL = "skill"
    PICTURE = "picture"
    PICTURE_WORDS = "picture_words"
    # writing
    CANNOT_CARRY = "cannot_carry"
    LINES = "lines"
    ARROW = "arrow"


class Note(Enum):
    """What was left out of an item that was taken in all the same."""

    HINTS = "hints"
    PICTURES = "pictures"
    FEEDBACK = "feedback"
    PICTURE_WORDS = "picture_words"


@dataclass(frozen=True)
class Problem:
    """`detail`: the words of the file that the sentence quotes."""

    reason: Reason
    detail: str = ""


class ItemError(ValueError):
    """What was read or is to be written is no question that we or the format know."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}")
        self.problem = Problem(reason, detail)


@dataclass(frozen=True)
class Rejection:
    """`line` 0: the file as a whole."""

    line: int
    item: str
    problem: Problem
