"""Questions that ask for the right order."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from math import factorial
from typing import Any, ClassVar, Self

from quizzes.domain.questions.base import NO_WORDS, Answer, Shuffle, Words


class Placing(Enum):
    """Named rules for an order that is partly right."""

    ALL_OR_NOTHING = "all_or_nothing"
    EACH_PLACE = "each_place"
    NEIGHBOURS = "neighbours"


@dataclass(frozen=True)
class Ordering:
    """Items to put in order; `items` has them in the right one. Answer: `{"order": [key or None, …]}`.

    A place that was left open is None; a key stands in one place only.
    """

    items: tuple[str, ...]
    placing: Placing = Placing.EACH_PLACE
    type: ClassVar[str] = "ordering"
    reads_words: ClassVar[bool] = False
    always_shuffled: ClassVar[bool] = True

    def read(self, given: Mapping[str, Any]) -> Answer:
        sent = given.get("order")
        order: list[str | None] = []
        for key in sent[: len(self.items)] if isinstance(sent, list) else ():
            known = isinstance(key, str) and key in self.items and key not in order
            order.append(key if known else None)
        while order and order[-1] is None:
            order.pop()
        return {"order": order} if order else {}

    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction:
        """By its rule, 0–1.

        Each place: the share of items that stand where they belong. Neighbours: the share of the pairs that follow
        each other in the right order and do so in the answer (Moodle's "relative to the next item").
        """
        order = tuple(answer.get("order", ()))
        match self.placing:
            case Placing.ALL_OR_NOTHING:
                return Fraction(order == self.items)
            case Placing.EACH_PLACE:
                right = sum(given == key for given, key in zip(order, self.items, strict=False))
                return Fraction(right, len(self.items))
            case Placing.NEIGHBOURS:
                return Fraction(len(set(pairwise(order)) & set(pairwise(self.items))), len(self.items) - 1)

    def best(self, words: Words = NO_WORDS) -> Answer:
        return {"order": list(self.items)}

    def guess(self) -> Fraction:
        """Of n items in a random order one stands in its place on average, and (n − 1)/n of the n − 1 pairs hold."""
        count = len(self.items)
        return Fraction(1, factorial(count) if self.placing is Placing.ALL_OR_NOTHING else count)

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        """Never the right order: whoever left it as it stands would have answered."""
        dealt = shuffle(self.items)
        return dealt if dealt != self.items else dealt[1:] + dealt[:1]

    def payload(self) -> dict[str, Any]:
        return {"type": self.type, "items": list(self.items), "placing": self.placing.value}

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        return cls(tuple(payload["items"]), Placing(payload["placing"]))
