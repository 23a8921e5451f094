"""The one text normaliser: for answers that people type, and for what is searched and how it is asked for.

Two texts that a reader takes for the same word fold to the same characters. Unicode's compatibility forms (UAX #15)
join presentation forms, ligatures and full-width letters; they leave apart what the tables below join:

- letters that differ only by the keyboard they were typed on: Arabic yeh and kaf beside the Persian ones, the heh of
  Urdu, the digits of both scripts, typographic apostrophes, quotation marks and dashes;
- characters that shape or direct text and are never meant: zero-width joiner and non-joiner, bidi marks, tatweel, the
  soft hyphen;
- where accents are folded, letters that Unicode does not decompose (đ ð þ æ ø ł ı ß), and forms of alef, waw, yeh and
  teh marbuta, as Lucene's ArabicNormalizer and PersianNormalizer join them.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache


def _each(characters: Iterable[str], becomes: str) -> dict[int, str]:
    return {ord(character): becomes for character in characters}


def _pairs(becomes: dict[str, str]) -> dict[int, str]:
    return {ord(character): instead for character, instead in becomes.items()}


def _characters(*ranges: tuple[int, int]) -> list[str]:
    return [chr(code) for first, last in ranges for code in range(first, last + 1)]


# Controls of shape and direction; the tatweel draws a word out.
INVISIBLE = _each(
    _characters((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x206F), (0xFE00, 0xFE0F)), ""
) | _each("\u00ad\u034f\u061c\u0640\u180e\ufeff", "")
QUOTES = _each("‘’‚‛′´ʹʻʼʽ＇", "'") | _each("“”„‟″«»", '"') | _each("‹›", "'")
DASHES = _each("‐‑‒–—―−﹣－", "-")
ARABIC_SIGNS = _pairs({"،": ",", "؛": ";", "؟": "?", "٪": "%", "٫": ".", "٬": ",", "۔": "."})
DIGITS = _pairs(dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2, strict=True)))
SIGNS = INVISIBLE | QUOTES | DASHES | ARABIC_SIGNS | DIGITS

# One letter, several code points: which one a person gets depends on the keyboard.
KEYBOARDS = _each("يىے", "ی") | _each("كڪ", "ک") | _each("ہھە", "ه") | _each("ۀ", "ه\u0654")

# Letters with a stroke, a hook or a second letter in them, which have no decomposition.
LETTERS = _pairs(
    {"đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n"}
    | {"Đ": "D", "Ð": "D", "Þ": "Th", "Æ": "Ae", "Œ": "Oe", "Ø": "O", "Ł": "L", "Ħ": "H", "Ŧ": "T", "Ŋ": "N"}
    | {"ß": "ss", "ẞ": "SS", "ة": "ه", "ٱ": "ا"}
)
# Marks of the Latin and Arabic scripts alone: elsewhere a mark may be a vowel.
MARKS = _each(
    _characters(
        (0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20F0), (0xFE20, 0xFE2F), (0x0610, 0x061A)
    )
    + _characters((0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E8), (0x06EA, 0x06ED)),
    "",
)

BEFORE = SIGNS
AFTER = SIGNS | KEYBOARDS
PLAIN = AFTER | LETTERS | MARKS


@lru_cache(maxsize=1024)
def fold(text: str, *, case: bool = True, accents: bool = True) -> str:
    """`text` as it is compared. Folding what is folded changes nothing.

    `case`: capital and small letters are the same. `accents`: letters with and without their accent, tone, stroke or
    vowel sign are the same. Always: white space is one space and none at the ends, and what `SIGNS` and `KEYBOARDS`
    join is the same.
    """
    return " ".join(_fold_characters(text, case=case, accents=accents).split())


def _fold_characters(text: str, *, case: bool, accents: bool) -> str:
    if text.isascii():
        return text.lower() if case else text
    text = unicodedata.normalize("NFKC", text.translate(BEFORE)).translate(AFTER)
    if case:
        text = unicodedata.normalize("NFKC", text.casefold()).translate(AFTER)
    if accents:
        text = unicodedata.normalize("NFKD", text).translate(PLAIN)
    return unicodedata.normalize("NFC", text)
