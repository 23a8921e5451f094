"""What a question asks and which answers are right, apart from all wording.

Each type is a small frozen class with the same four duties:

- `read(given)`: the answer in its stored shape, made from whatever a browser sent; unknown parts are dropped;
- `mark(answer)`: its share of the full mark, a Fraction from 0 to 1;
- `guess()`: the share that a random answer earns on average;
- `deal(order)`: the keys in the order in which one attempt shows them.

Answers are JSON objects: `{}` is no answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, Protocol

Answer = dict[str, Any]
Shuffle = Callable[[tuple[str, ...]], tuple[str, ...]]
"""Puts keys into the order of one attempt. Randomness belongs to the caller."""


class Marking(Enum):
    """Named rules for partial credit."""

    ALL_OR_NOTHING = "all_or_nothing"
    RIGHT_MINUS_WRONG = "right_minus_wrong"


class Question(Protocol):
    type: str

    def read(self, given: Mapping[str, Any]) -> Answer: ...
    def mark(self, answer: Answer) -> Fraction: ...
    def guess(self) -> Fraction: ...
    def deal(self, shuffle: Shuffle) -> tuple[str, ...]: ...
    def payload(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class SingleChoice:
    """One of several options; exactly one is right. Answer: `{"choice": key}`."""

    options: tuple[str, ...]
    right: str
    type = "single_choice"

    def read(self, given: Mapping[str, Any]) -> Answer:
        choice = given.get("choice")
        return {"choice": choice} if choice in self.options else {}

    def mark(self, answer: Answer) -> Fraction:
        return Fraction(answer.get("choice") == self.right)

    def guess(self) -> Fraction:
        return Fraction(1, len(self.options))

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        return shuffle(self.options)

    def payload(self) -> dict[str, Any]:
        return {"type": self.type, "options": list(self.options), "right": self.right}


@dataclass(frozen=True)
class MultipleChoice:
    """Any number of several options. Answer: `{"choices": [key, …]}` in the editor's order."""

    options: tuple[str, ...]
    right: frozenset[str]
    marking: Marking = Marking.RIGHT_MINUS_WRONG
    type = "multiple_choice"

    def read(self, given: Mapping[str, Any]) -> Answer:
        sent = given.get("choices")
        choices = [key for key in self.options if isinstance(sent, list) and key in sent]
        return {"choices": choices} if choices else {}

    def mark(self, answer: Answer) -> Fraction:
        """All or nothing; or (right − wrong) / all that are right, never below 0."""
        chosen = set(answer.get("choices", ()))
        if self.marking is Marking.ALL_OR_NOTHING:
            return Fraction(chosen == self.right)
        hits, misses = len(chosen & self.right), len(chosen - self.right)
        return max(Fraction(0), Fraction(hits - misses, len(self.right)))

    def guess(self) -> Fraction:
        """For all or nothing: one of the 2ⁿ − 1 answers that choose something. Right minus wrong: taken as 0."""
        if self.marking is Marking.ALL_OR_NOTHING:
            return Fraction(1, 2 ** len(self.options) - 1)
        return Fraction(0)

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        return shuffle(self.options)

    def payload(self) -> dict[str, Any]:
        right = [key for key in self.options if key in self.right]
        return {
            "type": self.type,
            "options": list(self.options),
            "right": right,
            "marking": self.marking.value,
        }


@dataclass(frozen=True)
class TrueFalse:
    """A statement to judge. Answer: `{"choice": "true"}` or `{"choice": "false"}`."""

    right: bool
    type = "true_false"

    def read(self, given: Mapping[str, Any]) -> Answer:
        choice = given.get("choice")
        return {"choice": choice} if choice in ("true", "false") else {}

    def mark(self, answer: Answer) -> Fraction:
        return Fraction(answer.get("choice") == ("true" if self.right else "false"))

    def guess(self) -> Fraction:
        return Fraction(1, 2)

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        return ("true", "false")

    def payload(self) -> dict[str, Any]:
        return {"type": self.type, "right": self.right}


@dataclass(frozen=True)
class Matching:
    """Prompts and what belongs to each. A prompt and its match share a key; `extra` are matches for no prompt.

    Answer: `{"pairs": {prompt key: match key, …}}`.
    """

    pairs: tuple[str, ...]
    extra: tuple[str, ...] = ()
    type = "matching"

    def read(self, given: Mapping[str, Any]) -> Answer:
        sent = given.get("pairs")
        if not isinstance(sent, Mapping):
            return {}
        known = {*self.pairs, *self.extra}
        pairs = {key: sent[key] for key in self.pairs if isinstance(sent.get(key), str) and sent[key] in known}
        return {"pairs": pairs} if pairs else {}

    def mark(self, answer: Answer) -> Fraction:
        """Each pair earns the same share."""
        given = answer.get("pairs", {})
        return Fraction(sum(given.get(key) == key for key in self.pairs), len(self.pairs))

    def guess(self) -> Fraction:
        return Fraction(1, len(self.pairs) + len(self.extra))

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        """The matches. Always shuffled: in the editor's order the first would belong to the first."""
        return shuffle((*self.pairs, *self.extra))

    def payload(self) -> dict[str, Any]:
        return {"type": self.type, "pairs": list(self.pairs), "extra": list(self.extra)}


def from_payload(payload: Mapping[str, Any]) -> Question:
    """The question behind a stored payload. Raises ValueError for a type that is not known."""
    match payload["type"]:
        case SingleChoice.type:
            return SingleChoice(tuple(payload["options"]), payload["right"])
        case MultipleChoice.type:
            marking = Marking(payload["marking"])
            return MultipleChoice(tuple(payload["options"]), frozenset(payload["right"]), marking)
        case TrueFalse.type:
            return TrueFalse(payload["right"])
        case Matching.type:
            return Matching(tuple(payload["pairs"]), tuple(payload["extra"]))
    raise ValueError(f"unknown question type {payload['type']!r}")
