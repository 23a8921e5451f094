"""What every type of question has in common.

A question says what it asks and which answers are right, apart from all wording. Each type is a small frozen
class in a module of this package, with the same duties:

- `read(given)`: the answer in its stored shape, made from whatever a browser sent; unknown parts are dropped;
- `mark(answer, words)`: its share of the full mark, a Fraction up to 1 and below 0 only where the editor said so,
  or None where a person has to mark it;
- `best(words)`: an answer that earns the full mark;
- `guess()`: the share that a random answer earns on average;
- `deal(shuffle)`: the keys in the order in which one attempt shows them;
- `payload()`: itself as JSON, from which `from_payload` makes it again.

Answers are JSON objects: `{}` is no answer. Keys are the ids of the parts as the editor's form gives them.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, ClassVar, Protocol, Self

Answer = dict[str, Any]
Words = Mapping[str, Any]
"""The wording that was shown, as `QuestionText.payload` keeps it."""
Shares = Mapping[str, Fraction]
Shuffle = Callable[[tuple[str, ...]], tuple[str, ...]]
"""Puts keys into the order of one attempt. Randomness belongs to the caller."""

NO_WORDS: Words = MappingProxyType({})


class Marking(Enum):
    """Named rules for partial credit."""

    ALL_OR_NOTHING = "all_or_nothing"
    RIGHT_MINUS_WRONG = "right_minus_wrong"
    PER_OPTION = "per_option"
    PER_PART = "per_part"


class Question(Protocol):
    type: ClassVar[str]
    reads_words: ClassVar[bool]
    """Whether marking needs the wording: spellings that are accepted belong to a language."""
    always_shuffled: ClassVar[bool]
    """Whether the editor's order would give the answer away."""

    def read(self, given: Mapping[str, Any]) -> Answer: ...
    def mark(self, answer: Answer, words: Words = NO_WORDS) -> Fraction | None: ...
    def best(self, words: Words = NO_WORDS) -> Answer: ...
    def guess(self) -> Fraction: ...
    def deal(self, shuffle: Shuffle) -> tuple[str, ...]: ...
    def payload(self) -> dict[str, Any]: ...
    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self: ...


def shares_payload(shares: Shares) -> dict[str, str]:
    """Shares as JSON keeps them, exactly: `"1/3"`."""
    return {key: str(share) for key, share in shares.items()}


def shares_from(payload: Mapping[str, str]) -> Shares:
    return {key: Fraction(share) for key, share in payload.items()}
