"""What changed between two texts, by words.

A word is what a reader takes for one: the zero-width joiner and non-joiner of Persian stand inside of it, as do the
marks of Vietnamese and Arabic, apostrophes, hyphens, and the points and commas of a number. Each other sign is a token
of its own, so that a comma after a word does not change the word; but the sign of money or of per cent that touches a
number goes with it, so that nobody reads "€ 50 80".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d"
WORD = rf"\w(?:[\w{MARKS}]|[.,'’٫٬\-‐‑](?=\w))*"
SIGNS = "€$£¥₫₱﷼"
TOKEN = re.compile(rf"\s+|(?:[{SIGNS}](?=\d))?{WORD}(?:(?<=\d)[%٪{SIGNS}])?|.", re.DOTALL)


class Op(Enum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    op: Op
    text: str


Span = tuple[Op, int, int]
"""Tokens from … to (not included): of the older text where they were removed, of the newer one otherwise."""


def tokens(text: str) -> list[str]:
    """The words, spaces and signs of a text, which joined are the text again."""
    return TOKEN.findall(text)


def pieces(before: str, after: str) -> Iterator[Piece]:
    """The words of both texts: what stayed, what went, what came. A space between two changes belongs to both."""
    old, new = tokens(before), tokens(after)
    for op, start, end in spans(old, new):
        yield Piece(op, "".join((old if op is Op.REMOVED else new)[start:end]))


def spans(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    """The same for tokens, by their places: whole phrases, what went before what came."""
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = come = (0, 0)
    for number, (tag, _a, b, c, d) in enumerate(codes):
        between = 0 < number < len(codes) - 1
        if tag == "equal" and not (between and "".join(new[c:d]).isspace()):
            yield from _change(gone, come)
            yield Op.SAME, c, d
            gone, come = (b, b), (d, d)
        else:
            gone, come = (gone[0], b), (come[0], d)
    yield from _change(gone, come)


def _change(gone: tuple[int, int], come: tuple[int, int]) -> Iterator[Span]:
    if gone[0] < gone[1]:
        yield Op.REMOVED, *gone
    if come[0] < come[1]:
        yield Op.ADDED, *come
