"""Questions whose answer is a number to type, alone or with its unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, ClassVar, Self

from academy.domain.folding import fold
from academy.domain.quantities import Quantity, read_quantity, written
from quizzes.domain.questions.base import NO_WORDS, Answer, Shares, Shuffle, Words
from quizzes.domain.questions.spellings import typed


class UnitRule(Enum):
    """Named rules for the unit beside a number."""

    NOT_ASKED = "not_asked"
    MAY = "may"
    MUST = "must"


@dataclass(frozen=True)
class Band:
    """The numbers from `low` to `high`, both included; None for no end. `share`: what they earn, 0 to 1."""

    key: str
    low: Fraction | None
    high: Fraction | None
    share: Fraction = Fraction(1)

    def holds(self, value: Fraction) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def covers(self, other: "Band") -> bool:
        """Whether every number of `other` is in this one."""
        low = self.low is None or (other.low is not None and self.low <= other.low)
        high = self.high is None or (other.high is not None and other.high <= self.high)
        return low and high

    def example(self) -> Fraction:
        ends = [end for end in (self.low, self.high) if end is not None]
        return sum(ends, Fraction(0)) / len(ends) if ends else Fraction(0)

    def payload(self) -> dict[str, str | None]:
        low, high = (None if end is None else str(end) for end in (self.low, self.high))
        return {"key": self.key, "low": low, "high": high, "share": str(self.share)}

    @classmethod
    def from_payload(cls, payload: Mapping[str, str | None]) -> Self:
        low, high = (None if (end := payload[name]) is None else Fraction(end) for name in ("low", "high"))
        return cls(str(payload["key"]), low, high, Fraction(payload["share"] or 0))


@dataclass(frozen=True)
class Reading:
    """How an answer was understood: `value` in the first unit; `unit` is a key, None for no unit or a wrong one."""

    value: Fraction
    unit: str | None
    unit_is_right: bool


@dataclass(frozen=True)
class Number:
    """A number to type. Answer: `{"text": "3,5 kg"}` as it was typed.

    `bands` are tried in order; the first that holds the number counts. `units`: by how much a number in each unit is
    multiplied to be one in the first; their names belong to the wording, `{"units": {key: {"names": ["kg", …]}}}`, as
    does the language by which "1,234" is read. `unit_cost`: the part of what the number earned that a wrong unit
    takes away, or a missing one where there must be one, 0 to 1.
    """

    bands: tuple[Band, ...]
    units: Shares
    unit_rule: UnitRule = UnitRule.NOT_ASKED
    unit_cost: Fraction = Fraction(1)
    type: ClassVar[str] = "number"
    reads_words: ClassVar[bool] = True
    always_shuffled: ClassVar[bool] = False

    def read(self, given: Mapping[str, Any]) -> Answer:
        text = typed(given.get("text"))
        return {"text": text} if text else {}

    def reading(self, answer: Answer, words: Words) -> Reading | None:
        """What the answer says; None where it says no number."""
        quantity = read_quantity(answer.get("text", ""), words.get("language", "en"))
        if quantity is None:
            return None
        if self.unit_rule is UnitRule.NOT_ASKED:
            return Reading(quantity.value, None, unit_is_right=True)
        return self._with_unit(quantity, words)

    def _with_unit(self, quantity: Quantity, words: Words) -> Reading:
        if not quantity.unit:
            return Reading(quantity.value, None, unit_is_right=self.unit_rule is UnitRule.MAY)
        unit = self._unit_named(quantity.unit, words)
        if unit is None:
            return Reading(quantity.value, None, unit_is_right=False)
        return Reading(quantity.value * self.units[unit], unit, unit_is_right=True)

    def _unit_named(self, name: str, words: Words) -> str | None:
        """As it is written, or else but for capitals: mW and MW are two units, KG is kg."""
        named = words.get("units", {})
        for ignore_case in (False, True):
            wanted = _unit_name(name, ignore_case)
            for key in self.units:
                if wanted in [_unit_name(one, ignore_case) for one in named.get(key, {}).get("names", ())]:
                    return key
        return None

    def fitting(self, answer: Answer, words: Words) -> str | None:
        """The key of the band that counts."""
        reading = self.reading(answer, words)
        return next((band.key for band in self.bands if reading and band.holds(reading.value)), None)

    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction:
        """The share of the first band that holds the number, × (1 − unit_cost) where the unit is not right."""
        reading = self.reading(answer, words)
        if reading is None:
            return Fraction(0)
        share = next((band.share for band in self.bands if band.holds(reading.value)), Fraction(0))
        return share if reading.unit_is_right else share * (1 - self.unit_cost)

    def best(self, words: Words = NO_WORDS) -> Answer:
        """A number of the first band with the full mark, with its unit where there must be one."""
        language = words.get("language", "en")
        unit = self.first_unit(words) if self.unit_rule is UnitRule.MUST else ""
        values = [
            value
            for band in self.bands
            for value in (band.example(), band.low, band.high)
            if value is not None and band.share == 1
        ]
        answers = [{"text": f"{written(value, language)} {unit}".strip()} for value in values]
        return next((answer for answer in answers if self.mark(answer, words) == 1), {})

    def first_unit(self, words: Words) -> str:
        """The name of the unit that the bands are in; empty where none is asked for."""
        asked = () if self.unit_rule is UnitRule.NOT_ASKED else self.units
        names = [words.get("units", {}).get(key, {}).get("names", ()) for key in asked]
        return next((name for known in names for name in known), "")

    def guess(self) -> Fraction:
        return Fraction(0)

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        return ()

    def payload(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "bands": [band.payload() for band in self.bands],
            "units": [{"key": key, "factor": str(factor)} for key, factor in self.units.items()],
            "unit_rule": self.unit_rule.value,
            "unit_cost": str(self.unit_cost),
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        return cls(
            tuple(map(Band.from_payload, payload["bands"])),
            {unit["key"]: Fraction(unit["factor"]) for unit in payload["units"]},
            UnitRule(payload["unit_rule"]),
            Fraction(payload["unit_cost"]),
        )


def _unit_name(name: str, ignore_case: bool) -> str:
    return fold(name, case=ignore_case).strip(" .")
