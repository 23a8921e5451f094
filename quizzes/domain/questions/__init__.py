"""What questions ask and which answers are right: a module for each family of types. See `base`."""

from collections.abc import Mapping
from typing import Any

from quizzes.domain.questions.base import Answer, Marking, Question, Shuffle, Words
from quizzes.domain.questions.choice import MultipleChoice, SingleChoice, TrueFalse
from quizzes.domain.questions.gaps import Gap, Gaps
from quizzes.domain.questions.groups import Groups
from quizzes.domain.questions.matching import Matching
from quizzes.domain.questions.number import Band, Number, UnitRule
from quizzes.domain.questions.ordering import Ordering, Placing
from quizzes.domain.questions.service import BestReply, Mistake
from quizzes.domain.questions.short_text import ShortText
from quizzes.domain.questions.spellings import Comparison
from quizzes.domain.questions.written import FreeText

KINDS: tuple[type[Question], ...] = (
    SingleChoice,
    MultipleChoice,
    TrueFalse,
    Matching,
    Ordering,
    Groups,
    BestReply,
    Mistake,
    ShortText,
    Number,
    Gaps,
    FreeText,
)
TYPES = {kind.type: kind for kind in KINDS}


def from_payload(payload: Mapping[str, Any]) -> Question:
    """The question behind a stored payload. Raises ValueError for a type that is not known."""
    kind = TYPES.get(payload["type"])
    if kind is None:
        raise ValueError(f"unknown question type {payload['type']!r}")
    return kind.from_payload(payload)


__all__ = [
    "TYPES",
    "Answer",
    "Band",
    "BestReply",
    "Comparison",
    "FreeText",
    "Gap",
    "Gaps",
    "Groups",
    "Marking",
    "Matching",
    "Mistake",
    "MultipleChoice",
    "Number",
    "Ordering",
    "Placing",
    "Question",
    "ShortText",
    "Shuffle",
    "SingleChoice",
    "TrueFalse",
    "UnitRule",
    "Words",
    "from_payload",
]
