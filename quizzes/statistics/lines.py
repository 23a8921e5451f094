"""What the templates of the statistics show, line by line."""

from dataclasses import dataclass

from django.utils.functional import Promise

from quizzes.domain import verdicts
from quizzes.domain.statistics import Interval
from quizzes.domain.verdicts import Verdict
from quizzes.models import QuestionText
from quizzes.statistics import charts, wording


@dataclass(frozen=True)
class Fact:
    """A figure with its meaning. `unit`: "percent" or ""; `value` None: there is no such figure."""

    label: Promise
    value: float | None
    meaning: Promise
    unit: str = "percent"
    places: int = 0


@dataclass(frozen=True)
class Cell:
    """How many of a third chose something; `share` None: the third is empty."""

    label: Promise
    count: int
    share: float | None

    @property
    def percent(self) -> float | None:
        return None if self.share is None else 100 * self.share


@dataclass(frozen=True)
class OptionRow:
    number: int
    text: str
    right: bool
    cells: list["Cell"]
    words: Promise | None

    @property
    def shares(self) -> list[float | None]:
        return [cell.share for cell in self.cells]


@dataclass(frozen=True)
class LanguageRow:
    name: str
    count: int
    percent: float
    difference: float | None
    words: Promise
    harder: bool


@dataclass(frozen=True)
class VersionView:
    """A question version with everything that is known of it. `urgent`: the one verdict that asks for something."""

    anchor: str
    number: int
    text: QuestionText
    count: int
    facility: float | None
    discrimination: float | None
    interval: Interval | None
    facts: list[Fact]
    thirds: list[int]
    options: list[OptionRow]
    chart: charts.Chart | None
    blank: int
    languages: list[LanguageRow]
    urgent: Verdict | None

    @property
    def stem(self) -> str:
        return self.text.payload["stem"]

    @property
    def language(self) -> str:
        return self.text.locale.language_code

    @property
    def percent(self) -> float | None:
        return None if self.facility is None else 100 * self.facility

    @property
    def headings(self) -> list[Cell]:
        """Of how many each third is."""
        return [Cell(label, count, None) for label, count in zip(wording.THIRDS, self.thirds, strict=True)]

    @property
    def low(self) -> float | None:
        return 100 * self.interval.low if self.interval else None

    @property
    def high(self) -> float | None:
        return 100 * self.interval.high if self.interval else None

    @property
    def short(self) -> Promise | None:
        return wording.SHORT[self.urgent] if self.urgent else None

    @property
    def enough(self) -> bool:
        return self.count >= verdicts.ENOUGH


@dataclass(frozen=True)
class QuestionView:
    """`position` None: each attempt drew its own."""

    position: int | None
    asked_now: bool
    latest: VersionView
    earlier: list[VersionView]
