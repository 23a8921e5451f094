"""Questions that are answered in one's own words and marked by a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Self

from quizzes.domain.questions.base import NO_WORDS, Answer, Shuffle, Words

LONGEST = 10_000
"""Characters that are kept of an answer: about 1,500 words."""


@dataclass(frozen=True)
class FreeText:
    """A text that a marker judges by a rubric. Answer: `{"text": …}` as it was typed, without blanks around it.

    `criteria`: their keys, in the editor's order; `points`: what each can earn, 1 or more. `least` and `most`: how many
    words are asked for, 0 for any number; they are advice, an answer of another length is marked all the same.
    """

    criteria: tuple[str, ...]
    points: Mapping[str, int]
    least: int = 0
    most: int = 0
    type: ClassVar[str] = "free_text"
    reads_words: ClassVar[bool] = False
    always_shuffled: ClassVar[bool] = False

    def read(self, given: Mapping[str, Any]) -> Answer:
        sent = given.get("text")
        text = plain(sent) if isinstance(sent, str) else ""
        return {"text": text} if text else {}

    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction | None:
        """Nothing for nothing; whatever was written waits for a person."""
        return None if answer else Fraction(0)

    def share_of(self, given: Mapping[str, int]) -> Fraction:
        """What points by criterion come to: Σ given / Σ that can be earned."""
        return Fraction(sum(given[key] for key in self.criteria), sum(self.points.values()))

    def best(self, words: Words = NO_WORDS) -> Answer:
        return self.read({"text": words.get("model", "")})

    def guess(self) -> Fraction:
        return Fraction(0)

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        return ()

    def payload(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "criteria": list(self.criteria),
            "points": dict(self.points),
            "least": self.least,
            "most": self.most,
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        return cls(tuple(payload["criteria"]), payload["points"], payload["least"], payload["most"])


def plain(text: str) -> str:
    """As it can be stored: line ends of one kind, no NUL (no database keeps it) and no half of a character pair."""
    whole = text.encode("utf-8", "ignore").decode()
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()[:LONGEST].rstrip()


def count_words(text: str) -> int:
    """What stands between blanks. words.js counts the same way."""
    return len(text.split())
