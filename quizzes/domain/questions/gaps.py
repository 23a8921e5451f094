"""Questions whose answer is a text made whole: each gap is typed or chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
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
from quizzes.domain.questions.short_text import ShortText
from quizzes.domain.questions.spellings import LENIENT, Comparison


@dataclass(frozen=True)
class Gap:
    """A gap in a text. `shares`: what each answer (typed) or option (chosen) earns, up to 1, in the editor's order.

    The wording of a gap is that of a short text or of options: `{"answers": {key: {"spellings": […]}}}` or
    `{"options": {key: {"text": "…"}}}`. `weight`: how much the gap counts beside the others.
    """

    key: str
    shares: Shares
    chosen: bool
    weight: int = 1

    def read(self, given: Any, typing: ShortText) -> str:
        if self.chosen:
            return given if isinstance(given, str) and given in self.shares else ""
        return str(typing.read({"text": given}).get("text", ""))

    def fitting(self, given: str, words: Words, comparison: Comparison) -> str | None:
        """The key of the answer or option that counts."""
        if self.chosen:
            return given if given in self.shares else None
        return ShortText(self.shares, comparison).fitting({"text": given} if given else {}, words)

    def best(self, words: Words, comparison: Comparison) -> str:
        if self.chosen:
            return next((key for key, share in self.shares.items() if share == 1), "")
        return str(ShortText(self.shares, comparison).best(words).get("text", ""))

    def guess(self) -> Fraction:
        return sum(self.shares.values(), Fraction(0)) / len(self.shares) if self.chosen else Fraction(0)

    def guess_of_everything(self) -> Fraction:
        right = sum(share == 1 for share in self.shares.values())
        return Fraction(right, len(self.shares)) if self.chosen else Fraction(0)

    def payload(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "chosen": self.chosen,
            "answers": list(self.shares),
            "shares": shares_payload(self.shares),
            "weight": self.weight,
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        shares = shares_from(payload["shares"])
        ordered = {key: shares[key] for key in payload["answers"]}
        return cls(payload["key"], ordered, payload["chosen"], payload["weight"])


@dataclass(frozen=True)
class Gaps:
    """A text with gaps. Answer: `{"gaps": {gap key: what was typed, or the key of what was chosen}}`.

    Where the gaps stand belongs to the wording, so that a sentence may have them in another order in each language.
    """

    gaps: tuple[Gap, ...]
    marking: Marking = Marking.PER_PART
    comparison: Comparison = LENIENT
    type: ClassVar[str] = "gaps"
    reads_words: ClassVar[bool] = True
    always_shuffled: ClassVar[bool] = True

    def read(self, given: Mapping[str, Any]) -> Answer:
        sent = given.get("gaps")
        if not isinstance(sent, Mapping):
            return {}
        typing = ShortText({}, self.comparison)
        filled = {gap.key: text for gap in self.gaps if (text := gap.read(sent.get(gap.key), typing))}
        return {"gaps": filled} if filled else {}

    def fitting(self, gap: Gap, answer: Answer, words: Words) -> str | None:
        """The key of the answer or option of `gap` that counts."""
        return gap.fitting(answer.get("gaps", {}).get(gap.key, ""), words_of(words, gap), self.comparison)

    def share_of(self, gap: Gap, answer: Answer, words: Words) -> Fraction:
        """What was earned in one gap, of 1."""
        key = self.fitting(gap, answer, words)
        return gap.shares[key] if key else Fraction(0)

    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction:
        """Σ share·weight / Σ weight over the gaps, never below 0; or all or nothing."""
        shares = [self.share_of(gap, answer, words) for gap in self.gaps]
        if self.marking is Marking.ALL_OR_NOTHING:
            return Fraction(all(share == 1 for share in shares))
        return max(Fraction(0), self._weigh(shares))

    def _weigh(self, shares: list[Fraction]) -> Fraction:
        weights = [gap.weight for gap in self.gaps]
        earned = sum((share * weight for share, weight in zip(shares, weights, strict=True)), Fraction(0))
        return earned / sum(weights)

    def best(self, words: Words = NO_WORDS) -> Answer:
        return self.read({"gaps": {gap.key: gap.best(words_of(words, gap), self.comparison) for gap in self.gaps}})

    def guess(self) -> Fraction:
        """Nobody guesses what is to be typed; of what is to be chosen, each option as often."""
        if self.marking is Marking.ALL_OR_NOTHING:
            return prod((gap.guess_of_everything() for gap in self.gaps), start=Fraction(1))
        return max(Fraction(0), self._weigh([gap.guess() for gap in self.gaps]))

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        """All options. Several gaps may share some: then their order would give the answers away."""
        return shuffle(tuple(dict.fromkeys(key for gap in self.gaps if gap.chosen for key in gap.shares)))

    def payload(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "gaps": [gap.payload() for gap in self.gaps],
            "marking": self.marking.value,
            "ignore_case": self.comparison.ignore_case,
            "ignore_accents": self.comparison.ignore_accents,
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        return cls(
            tuple(map(Gap.from_payload, payload["gaps"])),
            Marking(payload["marking"]),
            Comparison(payload["ignore_case"], payload["ignore_accents"]),
        )


def words_of(words: Words, gap: Gap) -> Words:
    """The wording of one gap; nothing where it has none."""
    own: Words = words.get("gaps", {}).get(gap.key, NO_WORDS)
    return own
