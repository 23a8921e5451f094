"""Answers that people type, held against the spellings that an editor accepts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from academy.domain.folding import fold

LONGEST = 500
"""Characters of an answer that are kept."""

ANYTHING = "\ue000"
"""Stands for a star while a spelling is folded: a character that nobody types and folding leaves alone."""
STAR = re.compile(r"\\\*|\*")


@dataclass(frozen=True)
class Comparison:
    """What makes no difference between an answer and a spelling."""

    ignore_case: bool = True
    ignore_accents: bool = True

    def fold(self, text: str) -> str:
        return fold(text, case=self.ignore_case, accents=self.ignore_accents)

    def fits(self, text: str, spelling: str) -> bool:
        """Whether `text` is written as `spelling`, in which `*` stands for any characters and `\\*` for a star.

        The work grows with the length of both, however many stars there are.
        """
        first, *rest = self.fold(STAR.sub(_star, spelling)).split(ANYTHING)
        folded = self.fold(text)
        if not rest:
            return folded == first
        *inner, last = rest
        if not folded.startswith(first) or not folded[len(first) :].endswith(last):
            return False
        return _in_order(inner, folded[len(first) : len(folded) - len(last)])


LENIENT = Comparison()


def _star(found: re.Match[str]) -> str:
    return "*" if found[0] == "\\*" else ANYTHING


def _in_order(pieces: list[str], text: str) -> bool:
    """Taking each piece where it first occurs leaves the most room for the next."""
    place = 0
    for piece in pieces:
        found = text.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return True


def example_of(spelling: str) -> str:
    """An answer that fits the spelling: nothing in the place of each star, or a dash where nothing else is left."""
    return STAR.sub(lambda star: "*" if star[0] == "\\*" else "", spelling).strip() or "-"


def typed(given: Any) -> str:
    """What somebody typed, as it can be stored: without NUL and halves of characters, trimmed and not too long."""
    if not isinstance(given, str):
        return ""
    return given.replace("\x00", "").encode("utf-8", "ignore").decode()[:LONGEST].strip()


def spellings_of(words: Mapping[str, Any], key: str) -> list[str]:
    """The spellings of the answer `key` in a wording; none where the wording has no such answer."""
    return list(words.get("answers", {}).get(key, {}).get("spellings", ()))
