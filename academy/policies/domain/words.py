"""The text of a clause as the lines that a reader sees, and what changed in them.

The HTML comes from the editor's rich text: paragraphs, lists, bold and italic. Whatever else it may hold is read as its
words. What comes out is escaped, and the marks of each piece are closed within it.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from html import escape
from html.parser import HTMLParser
from itertools import groupby

from academy.domain.pieces import Op, spans, tokens

MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i"}
LISTS = ("ul", "ol")
ALIKE = 0.4
"""From this share of common words on, two lines are one line that was changed."""


@dataclass(frozen=True)
class Token:
    """`marks`: "b", "i", "bi" or ""."""

    text: str
    marks: str = ""


@dataclass(frozen=True)
class Run:
    """Words that share a fate. `html` is safe to show as it is."""

    op: Op
    html: str


@dataclass(frozen=True)
class Line:
    """A paragraph ("p") or an item of a list ("ul", "ol"), `depth` lists deep; `number`: that of a numbered item."""

    kind: str
    tokens: tuple[Token, ...]
    depth: int = 0
    number: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(token.text for token in self.tokens)

    @property
    def text(self) -> str:
        return "".join(self.words)


@dataclass(frozen=True)
class ShownLine:
    line: Line
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Passage:
    """Paragraphs that follow each other, or the items of one list."""

    kind: str
    lines: tuple[ShownLine, ...]


def lines_of(html: str) -> list[Line]:
    """The lines of a clause's text that hold any words, in normal form C."""
    reader = _LineReader()
    reader.feed(unicodedata.normalize("NFC", html))
    reader.close()
    return reader.lines()


def text_of(html: str) -> str:
    """The words of a clause's text, a line for each paragraph and item."""
    return "\n".join(line.text for line in lines_of(html))


def word_count(text: str) -> int:
    return len(text.split())


def compare(old: Sequence[Line], new: Sequence[Line]) -> list[ShownLine]:
    """The lines of both: the newer ones in their order, with the words that came and went. By words alone: bold or not
    is no change."""
    matcher = SequenceMatcher(None, [_key(line) for line in old], [_key(line) for line in new], autojunk=False)
    shown: list[ShownLine] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            shown += [whole(line, Op.SAME) for line in new[c:d]]
        else:
            shown += _pair(old[a:b], new[c:d])
    return shown


def whole(line: Line, op: Op) -> ShownLine:
    return ShownLine(line, (Run(op, _html(line.tokens)),))


def passages(shown: Sequence[ShownLine]) -> tuple[Passage, ...]:
    return tuple(Passage(kind, tuple(lines)) for kind, lines in groupby(shown, lambda one: one.line.kind))


def compare_words(old: str, new: str) -> tuple[Run, ...]:
    """The same for a heading, which is plain text."""
    before, after = (_tokens(unicodedata.normalize("NFC", text), "") for text in (old, new))
    return _runs(before, after)


def _key(line: Line) -> tuple[str, tuple[str, ...]]:
    return line.kind, line.words


def _pair(old: Sequence[Line], new: Sequence[Line]) -> Iterator[ShownLine]:
    """Each newer line beside the first older one that it is like; those passed over were taken out."""
    passed = 0
    for line in new:
        partner = next((n for n in range(passed, len(old)) if _alike(old[n], line)), None)
        if partner is None:
            yield whole(line, Op.ADDED)
            continue
        yield from (whole(gone, Op.REMOVED) for gone in old[passed:partner])
        yield ShownLine(line, _runs(old[partner].tokens, line.tokens))
        passed = partner + 1
    yield from (whole(gone, Op.REMOVED) for gone in old[passed:])


def _alike(old: Line, new: Line) -> bool:
    if old.kind != new.kind:
        return False
    before, after = ([word for word in line.words if not word.isspace()] for line in (old, new))
    return SequenceMatcher(None, before, after, autojunk=False).ratio() >= ALIKE


def _runs(old: Sequence[Token], new: Sequence[Token]) -> tuple[Run, ...]:
    found = spans([token.text for token in old], [token.text for token in new])
    return tuple(Run(op, _html((old if op is Op.REMOVED else new)[start:end])) for op, start, end in found)


def _html(marked: Sequence[Token]) -> str:
    parts = []
    for marks, group in groupby(marked, lambda token: token.marks):
        text = escape("".join(token.text for token in group)).replace("\n", "<br>")
        parts.append(f"{''.join(f'<{mark}>' for mark in marks)}{text}{''.join(f'</{mark}>' for mark in marks[::-1])}")
    return "".join(parts)


def _tokens(text: str, marks: str) -> tuple[Token, ...]:
    return tuple(Token(word, marks) for word in tokens(text))


class _LineReader(HTMLParser):
    """Cuts HTML into lines. A break inside of a paragraph stays in it, as "\\n"."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Line] = []
        self.parts: list[tuple[str, str]] = []
        self.open_marks: list[str] = []
        self.lists: list[str] = []
        self.counts: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in MARKS:
            self.open_marks.append(MARKS[tag])
        elif tag == "br":
            self.parts.append(("\n", self._marks()))
        elif tag in ("p", "li", *LISTS):
            self._end_line()
            if tag in LISTS:
                self.lists.append(tag)
                self.counts.append(0)
            elif tag == "li" and self.counts:
                self.counts[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in MARKS and MARKS[tag] in self.open_marks:
            self.open_marks.remove(MARKS[tag])
        elif tag in ("p", "li", *LISTS):
            self._end_line()
            if tag in LISTS and self.lists:
                self.lists.pop()
                self.counts.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.parts.append((" ".join(f"[{data}]".split())[1:-1], self._marks()))
        elif self.parts:
            self.parts.append((" ", self._marks()))

    def lines(self) -> list[Line]:
        self._end_line()
        return self.found

    def _marks(self) -> str:
        return "".join(sorted(set(self.open_marks)))

    def _end_line(self) -> None:
        marked = _trimmed([token for text, marks in self.parts for token in _tokens(text, marks)])
        self.parts = []
        if marked:
            kind, number = (self.lists[-1], self.counts[-1]) if self.lists else ("p", 0)
            line = Line(kind, tuple(marked), depth=len(self.lists))
            self.found.append(replace(line, number=number) if kind == "ol" else line)


def _trimmed(marked: list[Token]) -> list[Token]:
    while marked and marked[0].text.isspace():
        marked = marked[1:]
    while marked and marked[-1].text.isspace():
        marked = marked[:-1]
    return marked
