"""From the bytes of a file to its text."""

import codecs
import re

from quizzes.domain.formats.problems import ItemError, Reason

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Neither line ends nor tabs: control characters, and code points that are no characters at all.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
LINE_END = re.compile("\r\n?|\x85|\u2028|\u2029")


def decode(data: bytes) -> str:
    """Text with "\\n" as line end. UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252. Raises ItemError."""
    if b"\x00" in data and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ItemError(Reason.NOT_TEXT)
    try:
        return clean(_decode(data))
    except UnicodeError:
        raise ItemError(Reason.NOT_TEXT) from None


def _decode(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("windows-1252")


def clean(text: str) -> str:
    return NO_TEXT.sub("", LINE_END.sub("\n", text))
