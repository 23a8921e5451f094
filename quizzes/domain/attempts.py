"""The rules of trying: who may start, and what an attempt is dealt."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from quizzes.domain.spec import Question, Shuffle


class Refusal(Enum):
    """Why an attempt can not be started, saved or handed in."""

    NOT_PUBLISHED = "not_published"
    NO_TRIES_LEFT = "no_tries_left"
    ALREADY_HANDED_IN = "already_handed_in"


def may_start(tries: int, used: int) -> Refusal | None:
    """`tries`: how many the quiz allows, 0 for any number. `used`: how many the learner has begun."""
    return Refusal.NO_TRIES_LEFT if tries and used >= tries else None


def tries_left(tries: int, used: int) -> int | None:
    """How many more attempts may be started; None where there is no limit."""
    return max(0, tries - used) if tries else None


@dataclass(frozen=True)
class Dealt:
    """One question as one attempt shows it: the frozen version, its points, its keys in order."""

    version: int
    points: int
    order: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"version": self.version, "points": self.points, "order": list(self.order)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Dealt":
        return cls(data["version"], data["points"], tuple(data["order"]))


def deal(
    questions: Sequence[tuple[int, int, Question]],
    *,
    shuffle_questions: bool,
    shuffle_options: bool,
    shuffle: Shuffle,
) -> list[Dealt]:
    """Lay out an attempt: `questions` are (version id, points, question) in the editor's order.

    `shuffle` returns its keys in a random order. Matches are always shuffled, see `Matching.deal`.
    """

    def keep(keys: tuple[str, ...]) -> tuple[str, ...]:
        return keys

    dealt = {}
    for version, points, question in questions:
        order = shuffle if shuffle_options or question.type == "matching" else keep
        dealt[str(version)] = Dealt(version, points, question.deal(order))
    keys = tuple(dealt)
    return [dealt[key] for key in (shuffle(keys) if shuffle_questions else keys)]
