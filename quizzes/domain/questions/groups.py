"""Questions that ask where each item belongs."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Self

from quizzes.domain.questions.base import NO_WORDS, Answer, Shuffle, Words


@dataclass(frozen=True)
class Groups:
    """Items to sort into groups. Answer: `{"groups": {item key: group key, …}}`.

    `belongs`: the group of each item.
    """

    items: tuple[str, ...]
    groups: tuple[str, ...]
    belongs: Mapping[str, str]
    all_or_nothing: bool = False
    type: ClassVar[str] = "groups"
    reads_words: ClassVar[bool] = False
    always_shuffled: ClassVar[bool] = True

    def read(self, given: Mapping[str, Any]) -> Answer:
        sent = given.get("groups")
        if not isinstance(sent, Mapping):
            return {}
        groups = {item: sent[item] for item in self.items if item in sent and sent[item] in self.groups}
        return {"groups": groups} if groups else {}

    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction:
        """Each item earns the same share; or all of them everything, and anything less nothing."""
        given = answer.get("groups", {})
        right = sum(given.get(item) == self.belongs[item] for item in self.items)
        if self.all_or_nothing:
            return Fraction(right == len(self.items))
        return Fraction(right, len(self.items))

    def best(self, words: Words = NO_WORDS) -> Answer:
        return {"groups": dict(self.belongs)}

    def guess(self) -> Fraction:
        one = Fraction(1, len(self.groups))
        return one ** len(self.items) if self.all_or_nothing else one

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        """The items. In the editor's order they stand group by group."""
        return shuffle(self.items)

    def payload(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "items": list(self.items),
            "groups": list(self.groups),
            "belongs": dict(self.belongs),
            "all_or_nothing": self.all_or_nothing,
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        return cls(tuple(payload["items"]), tuple(payload["groups"]), payload["belongs"], payload["all_or_nothing"])
