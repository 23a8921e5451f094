"""The rules of trying: who may start, and what an attempt is dealt."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from quizzes.domain.questions import Question, Shuffle
from quizzes.domain.settings import QuizSettings
from quizzes.domain.timing import Allowance, closing


class Refusal(Enum):
    """Why an attempt can not be started, saved or handed in."""

    NOT_PUBLISHED = "not_published"
    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    NO_TRIES_LEFT = "no_tries_left"
    COOLING_DOWN = "cooling_down"
    BEING_MARKED = "being_marked"
    ALREADY_HANDED_IN = "already_handed_in"
    PAGE_LEFT = "page_left"
    ANSWER_CHECKED = "answer_checked"
    TIME_UP = "time_up"
    COURSE_CLOSED = "course_closed"


@dataclass(frozen=True)
class Denial:
    """A rule says no; `until` when it says so only for now."""

    reason: Refusal
    until: datetime | None = None


def may_start(
    settings: QuizSettings,
    used: int,
    ended_at: datetime | None,
    allowance: Allowance,
    at: datetime,
    *,
    waiting: bool = False,
) -> Denial | None:
    """Why a learner may not begin another attempt at `at`; None when they may.

    `used`: how many they have begun. `ended_at`: when the last of them was handed in. `waiting`: whether one of them is
    still being marked. It may be a pass, and what its markers say helps the next.
    """
    closes_at = closing(settings, allowance)
    if settings.opens_at and at < settings.opens_at:
        return Denial(Refusal.NOT_OPEN_YET, settings.opens_at)
    if closes_at and at >= closes_at:
        return Denial(Refusal.CLOSED)
    if waiting:
        return Denial(Refusal.BEING_MARKED)
    if tries_left(settings.tries, used, allowance.tries) == 0:
        return Denial(Refusal.NO_TRIES_LEFT)
    if settings.cooling_down and ended_at and not allowance.no_cooling_down:
        again_at = ended_at + timedelta(hours=settings.cooling_down)
        if at < again_at:
            return Denial(Refusal.COOLING_DOWN, again_at)
    return None


def tries_left(tries: int, used: int, extra: int = 0) -> int | None:
    """How many more attempts may be started; None where there is no limit. `tries`: 0 for any number."""
    return max(0, tries + extra - used) if tries else None


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

    `shuffle` returns its keys in a random order. Some types are always shuffled.
    """

    def keep(keys: tuple[str, ...]) -> tuple[str, ...]:
        return keys

    dealt = {}
    for version, points, question in questions:
        order = shuffle if shuffle_options or question.always_shuffled else keep
        dealt[str(version)] = Dealt(version, points, question.deal(order))
    keys = tuple(dealt)
    return [dealt[key] for key in (shuffle(keys) if shuffle_questions else keys)]


def draw(
    pool: Mapping[int, int], count: int, seen: Collection[int], taken: Collection[int], shuffle: Shuffle
) -> list[int]:
    """`count` versions out of `pool`, by chance; those whose question the learner has not seen come first.

    `pool`: version id → question id. `seen`, `taken`: question ids; what is taken is not asked a second time, so
    there may be fewer than `count` left.
    """
    free = shuffle(tuple(str(version) for version, question in pool.items() if question not in taken))
    versions = [int(key) for key in free]
    return sorted(versions, key=lambda version: pool[version] in seen)[:count]
