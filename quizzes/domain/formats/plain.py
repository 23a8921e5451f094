"""Plain text out of marked-up text: our questions are plain, other systems write HTML and Markdown."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown_it import MarkdownIt

BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figure", "footer", "form", "header", "hr")
) | frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul"))
UNSEEN = frozenset(("script", "style", "head", "title", "template"))
RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
SMALL = {"sup": RAISED, "sub": LOWERED}
LOOKS_LIKE_HTML = re.compile(
    r"</?(?:a|b|br|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|q|small|span|strike|strong|sub|sup|table|tbody|td|th"
    r"|thead|tr|tt|u|ul)(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#[0-9]{2,6}|#x[0-9a-f]{2,6});",
    re.IGNORECASE,
)
SPACE = re.compile("[ \t\n\r\f]+")
MARKDOWN = MarkdownIt("commonmark")


@dataclass(frozen=True)
class Plain:
    """`pictures`: (address, alternative text) of each picture, in order."""

    text: str
    pictures: tuple[tuple[str, str], ...] = field(default=())


def plain(text: str, markup: str) -> Plain:
    """`markup`: "html", "markdown", "moodle" (plain text in which tags may stand) or "plain"."""
    match markup:
        case "html":
            return from_html(text)
        case "markdown":
            return from_html(MARKDOWN.render(text))
        case "moodle" if LOOKS_LIKE_HTML.search(text):
            return from_html(text.strip().replace("\n", "<br>"))
    return Plain(text.strip())


def from_html(html: str) -> Plain:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.pieces).split("\n")
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(SPACE.sub(" ", line).strip(" ") for line in lines))
    return Plain(text.strip().replace("\xa0", " "), tuple(reader.pictures))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        self.unseen = 0
        self.small: list[dict[int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag == "li":
            self._break()
            self.pieces.append("• ")
        elif tag in BLOCKS:
            self._break()
        elif tag in ("td", "th") and self.pieces and not self.pieces[-1].endswith(("\n", "\t")):
            self.pieces.append(" | ")
        elif tag in SMALL:
            self.small.append(SMALL[tag])
        elif tag == "img":
            given = dict(attrs)
            self.pictures.append((given.get("src") or "", given.get("alt") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in BLOCKS:
            self._break()
        elif tag in SMALL and self.small:
            self.small.pop()

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            text = SPACE.sub(" ", data)
            small = self.small and all(ord(character) in self.small[-1] for character in text.strip())
            self.pieces.append(text.translate(self.small[-1]) if small else text)

    def _break(self) -> None:
        """A block begins on a line of its own."""
        while self.pieces and self.pieces[-1] == " ":
            self.pieces.pop()
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")
