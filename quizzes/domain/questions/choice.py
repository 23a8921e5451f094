"""Questions that offer options: one is right, several are right, or a statement is true."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import Any, ClassVar, Self

from quizzes.domain.questions.base import (
    NO_WORDS,
    Answer,
    Marking,
    Shares,
    Shuffle,
    Words,
    shares_from,
    shares_payload,
)


@dataclass(frozen=True)
class SingleChoice:
    """One of several options; one is right, others may earn or cost a share. Answer: `{"choice": key}`.

    `shares`: for options that the editor gave a share of their own, −1 to 1.
    """

    options: tuple[str, ...]
    right: str
    shares: Shares = field(default_factory=dict)
    type: ClassVar[str] = "single_choice"
    reads_words: ClassVar[bool] = False
    always_shuffled: ClassVar[bool] = False

    def share_of(self, option: str) -> Fraction:
        return self.shares.get(option, Fraction(option == self.right))

    def read(self, given: Mapping[str, Any]) -> Answer:
        choice = given.get("choice")
        return {"choice": choice} if choice in self.options else {}

    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction:
        return self.share_of(answer["choice"]) if answer else Fraction(0)

    def best(self, words: Words = NO_WORDS) -> Answer:
        return {"choice": self.right}

    def guess(self) -> Fraction:
        return sum(map(self.share_of, self.options), Fraction(0)) / len(self.options)

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        return shuffle(self.options)

    def payload(self) -> dict[str, Any]:
        shares = {"shares": shares_payload(self.shares)} if self.shares else {}
        return {"type": self.type, "options": list(self.options), "right": self.right, **shares}

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        return cls(tuple(payload["options"]), payload["right"], shares_from(payload.get("shares", {})))


@dataclass(frozen=True)
class MultipleChoice:
    """Any number of several options. Answer: `{"choices": [key, …]}` in the editor's order.

    `shares`: what each option earns or costs, −1 to 1, under the rule PER_OPTION.
    """

    options: tuple[str, ...]
    right: frozenset[str]
    marking: Marking = Marking.RIGHT_MINUS_WRONG
    shares: Shares = field(default_factory=dict)
    type: ClassVar[str] = "multiple_choice"
    reads_words: ClassVar[bool] = False
    always_shuffled: ClassVar[bool] = False

    def read(self, given: Mapping[str, Any]) -> Answer:
        sent = given.get("choices")
        choices = [key for key in self.options if isinstance(sent, list) and key in sent]
        return {"choices": choices} if choices else {}

    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction:
        """By its rule; never below 0 and never above 1.

        All or nothing; right minus wrong: (right − wrong) / all that are right; per option: Σ shares of the chosen.
        """
        return self._mark(frozenset(answer.get("choices", ())))

    def _mark(self, chosen: frozenset[str]) -> Fraction:
        match self.marking:
            case Marking.ALL_OR_NOTHING:
                return Fraction(chosen == self.right)
            case Marking.RIGHT_MINUS_WRONG:
                earned = Fraction(len(chosen & self.right) - len(chosen - self.right), len(self.right))
            case Marking.PER_OPTION:
                earned = sum((self.shares.get(key, Fraction(0)) for key in chosen), Fraction(0))
        return min(Fraction(1), max(Fraction(0), earned))

    def best(self, words: Words = NO_WORDS) -> Answer:
        return {"choices": [key for key in self.options if key in self.right]}

    def guess(self) -> Fraction:
        """The mean over the 2ⁿ − 1 answers that choose something."""
        sizes = range(1, len(self.options) + 1)
        answers = [frozenset(some) for size in sizes for some in combinations(self.options, size)]
        return sum(map(self._mark, answers), Fraction(0)) / len(answers)

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        return shuffle(self.options)

    def payload(self) -> dict[str, Any]:
        right = [key for key in self.options if key in self.right]
        shares = {"shares": shares_payload(self.shares)} if self.shares else {}
        return {
            "type": self.type,
            "options": list(self.options),
            "right": right,
            "marking": self.marking.value,
            **shares,
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        return cls(
            tuple(payload["options"]),
            frozenset(payload["right"]),
            Marking(payload["marking"]),
            shares_from(payload.get("shares", {})),
        )


@dataclass(frozen=True)
class TrueFalse:
    """A statement to judge. Answer: `{"choice": "true"}` or `{"choice": "false"}`."""

    right: bool
    type: ClassVar[str] = "true_false"
    reads_words: ClassVar[bool] = False
    always_shuffled: ClassVar[bool] = False

    def read(self, given: Mapping[str, Any]) -> Answer:
        choice = given.get("choice")
        return {"choice": choice} if choice in ("true", "false") else {}

    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction:
        return Fraction(answer.get("choice") == ("true" if self.right else "false"))

    def best(self, words: Words = NO_WORDS) -> Answer:
        return {"choice": "true" if self.right else "false"}

    def guess(self) -> Fraction:
        return Fraction(1, 2)

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        return ("true", "false")

    def payload(self) -> dict[str, Any]:
        return {"type": self.type, "right": self.right}

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        return cls(payload["right"])
