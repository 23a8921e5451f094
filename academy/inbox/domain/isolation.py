"""Words of one direction inside a line of the other."""

import unicodedata

FIRST_STRONG, END = "\u2068", "\u2069"
CONTROLS = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
RIGHT_TO_LEFT = {"R", "AL", "AN"}


def one_line(text: str) -> str:
    """`text` without line breaks and without signs that would turn the direction of what stands around it."""
    return " ".join(text.translate(CONTROLS).split())


def isolated(text: str, direction: str) -> str:
    """`text` set apart for a line of `direction` ("ltr", "rtl"), where a subject or a chat knows no markup.

    Left-to-right words in a left-to-right line need nothing, so that most subjects hold no invisible signs.
    """
    text = one_line(text)
    turns = any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text)
    return f"{FIRST_STRONG}{text}{END}" if direction == "rtl" or turns else text
