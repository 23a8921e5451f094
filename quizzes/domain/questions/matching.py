"""Questions that ask what belongs to what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar, Self

from quizzes.domain.questions.base import NO_WORDS, Answer, Shuffle, Words


@dataclass(frozen=True)
class Matching:
    """Prompts and what belongs to each. Answer: `{"pairs": {prompt key: match key, …}}`.

    A prompt and its match share a key; `same` names the earlier prompt where several have one match.
    `extra` are matches for no prompt.
    """

    pairs: tuple[str, ...]
    extra: tuple[str, ...] = ()
    same: Mapping[str, str] = field(default_factory=dict)
    type: ClassVar[str] = "matching"
    reads_words: ClassVar[bool] = False
    always_shuffled: ClassVar[bool] = True

    def match_of(self, prompt: str) -> str:
        return self.same.get(prompt, prompt)

    @property
    def matches(self) -> tuple[str, ...]:
        return (*(key for key in self.pairs if key not in self.same), *self.extra)

    def read(self, given: Mapping[str, Any]) -> Answer:
        sent = given.get("pairs")
        if not isinstance(sent, Mapping):
            return {}
        known = set(self.matches)
        pairs = {key: sent[key] for key in self.pairs if isinstance(sent.get(key), str) and sent[key] in known}
        return {"pairs": pairs} if pairs else {}

    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction:
        """Each pair earns the same share."""
        given = answer.get("pairs", {})
        return Fraction(sum(given.get(key) == self.match_of(key) for key in self.pairs), len(self.pairs))

    def best(self, words: Words = NO_WORDS) -> Answer:
        return {"pairs": {key: self.match_of(key) for key in self.pairs}}

    def guess(self) -> Fraction:
        return Fraction(1, len(self.matches))

    def deal(self, shuffle: Shuffle) -> tuple[str, ...]:
        """The matches. In the editor's order the first would belong to the first."""
        return shuffle(self.matches)

    def payload(self) -> dict[str, Any]:
        same = {"same": dict(self.same)} if self.same else {}
        return {"type": self.type, "pairs": list(self.pairs), "extra": list(self.extra), **same}

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        return cls(tuple(payload["pairs"]), tuple(payload["extra"]), payload.get("same", {}))
