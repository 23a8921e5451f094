"""Finds words in the sources that no translator can translate well: pure rules over the text of one file.

Each finding is the number of a line and what is wrong with it.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

Finding = tuple[int, str]

GETTEXT = {
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy",
    "npgettext", "npgettext_lazy",
}  # fmt: skip
GLUED = "a sentence in pieces, which other languages order differently: make it one message with placeholders"
BARE = "words outside of a translate tag"

# Python


def glued_in_python(source: str) -> Iterator[Finding]:
    """Messages that are built inside the call, or translations that are joined to something."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _is_gettext(node):
            if any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in node.args):
                yield node.lineno, "a message that is built when it runs is in no catalogue"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            if _is_gettext(node.left) or _is_gettext(node.right):
                yield node.lineno, GLUED
        elif isinstance(node, ast.JoinedStr) and any(_is_gettext(part) for part in ast.walk(node)):
            yield node.lineno, GLUED


def _is_gettext(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT


# Templates

COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)
BLOCK = re.compile(r"\{%\s*(blocktranslate|blocktrans)\b.*?%\}.*?\{%\s*end\1\s*%\}", re.DOTALL)
# A block that a page fills with the names of CSS classes ends in "class".
CLASSES = re.compile(r"\{%\s*block \w*class\s*%\}.*?\{%\s*endblock[^%]*%\}")
TRANSLATE = r"\{%\s*(?:translate|trans)\s[^%]*%\}"
# Two of them with nothing but text and variables between: no element, attribute or {% if %} parts them.
NEIGHBOURS = re.compile(rf"{TRANSLATE}(?:(?!=[\"'])[^<>{{\n]|\{{\{{.*?\}}\}})*?{TRANSLATE}")
ELEMENT_BY_VARIABLE = re.compile(r"(?<=<)\{\{.*?\}\}|(?<=</)\{\{.*?\}\}")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def glued_in_template(source: str) -> Iterator[Finding]:
    for match in NEIGHBOURS.finditer(_blanked(COMMENT, source)):
        yield _line(source, match.start()), GLUED


def bare_words(source: str, *, html: bool = True) -> Iterator[Finding]:
    """Text that readers see and that stands outside of {% translate %} and {% blocktranslate %}."""
    for pattern in (COMMENT, BLOCK, CLASSES):
        source = _blanked(pattern, source)
    source = _blanked(TAG, ELEMENT_BY_VARIABLE.sub("span", source))
    if html:
        reader = _TextReader()
        reader.feed(source)
        reader.close()
        yield from reader.findings
    else:
        yield from _bare_lines(source)


def _bare_lines(text: str, first: int = 1) -> Iterator[Finding]:
    for number, line in enumerate(text.split("\n"), first):
        if any(character.isalpha() for character in line):
            yield number, f"{BARE}: {line.strip()}"


class _TextReader(HTMLParser):
    """Collects what is read or read out: text, and the attributes that hold text."""

    SPOKEN = {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription"}
    UNREAD = {"script", "style"}
    EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[Finding] = []
        self.silent: list[str] = []  # the open elements, from the first whose text is not for translating

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in self.EMPTY and (self.silent or tag in self.UNREAD or given.get("translate") == "no"):
            self.silent.append(tag)
        self._look(" ".join(given[name] or "" for name in sorted(self.SPOKEN & set(given))))

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._look(data)

    def _look(self, text: str) -> None:
        self.findings += _bare_lines(text, first=self.getpos()[0])


def _blanked(pattern: re.Pattern[str], source: str) -> str:
    """Take out what matches and keep its line breaks, so that the numbers of the lines stay right."""
    return pattern.sub(lambda match: "\n" * match[0].count("\n"), source)


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1
