"""How a quiz is tried and shown: what an editor chose, as a revision keeps it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Self

from quizzes.domain.disclosure import Show, When


class DoneWhen(Enum):
    """When a quiz counts as done for its course."""

    PASSED = "passed"
    HANDED_IN = "handed_in"


class GradingMethod(Enum):
    """Which grade counts when a learner tried several times."""

    HIGHEST = "highest"
    LATEST = "latest"
    FIRST = "first"
    AVERAGE = "average"


class Navigation(Enum):
    """Whether a learner may go back to a page of questions that they have left."""

    FREE = "free"
    FORWARD_ONLY = "forward_only"


@dataclass(frozen=True)
class Band:
    """What is said to grades from `least` percent up to the next band. `key` finds the words in each language."""

    key: str
    least: int
    text: str


@dataclass(frozen=True)
class QuizSettings:
    """The settings of one revision of a quiz. The defaults are what was in force before a setting was invented.

    `pass_mark` in percent; `tries` 0 for any number; `time_limit` in minutes, 0 for none; `cooling_down` in hours
    between tries; `per_page` questions on a page, 0 for all of them.
    Of written answers `second_marker_percent` of a hundred are marked by two people, whose marks may lie `marks_apart`
    percent of the full mark apart.
    """

    pass_mark: int = 70
    tries: int = 3
    shuffle_questions: bool = True
    shuffle_options: bool = True
    show_result: Show = Show.ANSWERS
    show_when: When = When.AFTER_LAST_TRY
    done_when: DoneWhen = DoneWhen.PASSED
    time_limit: int = 0
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    cooling_down: int = 0
    grading_method: GradingMethod = GradingMethod.HIGHEST
    per_page: int = 1
    navigation: Navigation = Navigation.FREE
    ask_confidence: bool = False
    bands: tuple[Band, ...] = ()
    anonymous_marking: bool = True
    second_marker_percent: int = 0
    marks_apart: int = 25

    def to_json(self) -> dict[str, Any]:
        return {field.name: _to_json(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The settings behind what a revision keeps. What an older revision does not know has its default."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: READERS.get(name, _same)(value) for name, value in data.items() if name in known})

    def band_of(self, percent: Decimal | int) -> Band | None:
        """The highest band that a grade reaches; None below the lowest."""
        reached = [band for band in self.bands if band.least <= percent]
        return max(reached, key=lambda band: band.least, default=None)


def _same(value: Any) -> Any:
    return value


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _bands(value: list[Mapping[str, Any]]) -> tuple[Band, ...]:
    return tuple(Band(**band) for band in value)


READERS: dict[str, Callable[[Any], Any]] = {
    "show_result": Show,
    "show_when": When,
    "done_when": DoneWhen,
    "opens_at": _moment,
    "closes_at": _moment,
    "grading_method": GradingMethod,
    "navigation": Navigation,
    "bands": _bands,
}


def _to_json(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.isoformat()
        case tuple():
            return [vars(band) for band in value]
    return value
