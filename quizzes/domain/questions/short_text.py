"""Questions whose answer is a few words to type."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Self

from quizzes.domain.questions.base import (
    NO_WORDS,
    Answer,
    Shares,
    Shuffle,
    Words,
    shares_from,
    shares_payload,
)
from quizzes.domain.questions.spellings import LENIENT, Comparison, example_of, spellings_of, typed


@dataclass(frozen=True)
class ShortText:
    """A few words to type. Answer: `{"text": "…"}` as it was typed.

    `shares`: what each answer earns, 0 to 1, in the order in which they are tried; the first that fits counts. The
    spellings of an answer belong to the wording: `{"answers": {key: {"spellings": ["refund*", …]}}}`.
    """

    shares: Shares
    comparison: Comparison = LENIENT
    type: ClassVar[str] = "short_text"
    reads_words: ClassVar[bool] = True
    always_shuffled: ClassVar[bool] = False

    def read(self, given: Mapping[str, Any]) -> Answer:
        text = typed(given.get("text"))
        return {"text": text} if text else {}

    def fitting(self, answer: Answer, words: Words) -> str | None:
        """The key of the answer that counts."""
        if not answer:
            return None
        text = answer["text"]
        fits = self.comparison.fits
        return next((key for key in self.shares if any(fits(text, one) for one in spellings_of(words, key))), None)

    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction:
        key = self.fitting(answer, words)
        return self.shares[key] if key else Fraction(0)

    def best(self, words: Words = NO_WORDS) -> Answer:
        """The first example that no earlier answer takes away. Needs the wording."""
        full = [key for key, share in self.shares.items() if share == 1]
        examples = [{"text": example_of(one)} for key in full for one in spellings_of(words, key)]
        return next((answer for answer in examples if self.mark(answer, words) == 1), {})

    def guess(self) -> Fraction:
        return Fraction(0)

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        return ()

    def payload(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "answers": list(self.shares),
            "shares": shares_payload(self.shares),
            "ignore_case": self.comparison.ignore_case,
            "ignore_accents": self.comparison.ignore_accents,
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        shares = shares_from(payload["shares"])
        comparison = Comparison(payload["ignore_case"], payload["ignore_accents"])
        return cls({key: shares[key] for key in payload["answers"]}, comparison)
