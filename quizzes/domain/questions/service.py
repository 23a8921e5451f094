"""Questions taken from a contact with a customer: the best reply, the mistake in a transcript."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb
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
class BestReply:
    """Replies to a customer, each with what it is worth. Answer: `{"choice": key}`.

    `worth`: −1 (harmful) to 1 (best) by key. `floored`: a reply that is worth less than nothing earns nothing;
    otherwise it costs marks.
    """

    replies: tuple[str, ...]
    worth: Shares
    floored: bool = True
    type: ClassVar[str] = "best_reply"
    reads_words: ClassVar[bool] = False
    always_shuffled: ClassVar[bool] = False

    def _earned(self, reply: str) -> Fraction:
        return max(Fraction(0), self.worth[reply]) if self.floored else self.worth[reply]

    def read(self, given: Mapping[str, Any]) -> Answer:
        choice = given.get("choice")
        return {"choice": choice} if choice in self.replies else {}

    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction:
        return self._earned(answer["choice"]) if answer else Fraction(0)

    def best(self, words: Words = NO_WORDS) -> Answer:
        return {"choice": max(self.replies, key=self.worth.__getitem__)}

    def guess(self) -> Fraction:
        return sum(map(self._earned, self.replies), Fraction(0)) / len(self.replies)

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        return shuffle(self.replies)

    def payload(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "replies": list(self.replies),
            "worth": shares_payload(self.worth),
            "floored": self.floored,
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        return cls(tuple(payload["replies"]), shares_from(payload["worth"]), payload["floored"])


@dataclass(frozen=True)
class Mistake:
    """The lines of a transcript; one or more are a mistake. Answer: `{"lines": [key, …]}` in their order."""

    lines: tuple[str, ...]
    wrong: frozenset[str]
    marking: Marking = Marking.RIGHT_MINUS_WRONG
    type: ClassVar[str] = "mistake"
    reads_words: ClassVar[bool] = False
    always_shuffled: ClassVar[bool] = False

    @property
    def only_one(self) -> bool:
        """Whether there is one mistake: then a learner chooses one line."""
        return len(self.wrong) == 1

    def read(self, given: Mapping[str, Any]) -> Answer:
        sent = given.get("lines")
        lines = [key for key in self.lines if isinstance(sent, list) and key in sent]
        return {"lines": lines} if lines else {}

    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction:
        """All or nothing; or (mistakes found − other lines chosen) / all mistakes, floored at 0."""
        chosen = frozenset(answer.get("lines", ()))
        return self._earned(len(chosen & self.wrong), len(chosen - self.wrong))

    def _earned(self, found: int, others: int) -> Fraction:
        if self.marking is Marking.ALL_OR_NOTHING:
            return Fraction(found == len(self.wrong) and not others)
        return max(Fraction(0), Fraction(found - others, len(self.wrong)))

    def best(self, words: Words = NO_WORDS) -> Answer:
        return {"lines": [key for key in self.lines if key in self.wrong]}

    def guess(self) -> Fraction:
        """One of n lines; or the mean over the 2ⁿ − 1 answers that choose something, counted by their sizes."""
        if self.only_one:
            return Fraction(1, len(self.lines))
        wrong = len(self.wrong)
        fine = len(self.lines) - wrong
        total = Fraction(0)
        for found, others in product(range(wrong + 1), range(fine + 1)):
            total += comb(wrong, found) * comb(fine, others) * self._earned(found, others)
        return total / ((1 << len(self.lines)) - 1)

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        """A transcript is read from its first line to its last."""
        return self.lines

    def payload(self) -> dict[str, Any]:
        wrong = [key for key in self.lines if key in self.wrong]
        return {"type": self.type, "lines": list(self.lines), "wrong": wrong, "marking": self.marking.value}

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        return cls(tuple(payload["lines"]), frozenset(payload["wrong"]), Marking(payload["marking"]))
