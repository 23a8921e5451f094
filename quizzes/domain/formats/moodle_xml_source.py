"""The elements of a Moodle XML file: parsing it safely, and the texts and pictures in it."""

import base64
import binascii
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from quizzes.domain.formats import items
from quizzes.domain.formats.encodings import clean, decode
from quizzes.domain.formats.items import NOTHING
from quizzes.domain.formats.percents import share
from quizzes.domain.formats.plain import Plain, plain
from quizzes.domain.formats.problems import ItemError, Note, Reason

DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
MARKUP = {
    "html": "html",
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "markdown": "markdown",
    "wiki_like": "moodle",
}
FILES = "@@PLUGINFILE@@/"


@dataclass
class Source:
    """A question element. `markup`: how its texts are written where they do not say so themselves."""

    node: Element
    markup: str

    def words(self, node: Element | None) -> Plain:
        """The text in an element, made plain."""
        if node is None:
            return Plain("")
        markup = MARKUP.get(node.get("format", ""), self.markup)
        return plain(inner(node.find("text")), markup)

    def text(self, node: Element | None) -> str:
        return self.words(node).text

    def value(self, name: str, default: str = "") -> str:
        return inner(self.node.find(name)) or default

    def answers(self) -> list[Element]:
        return self.node.findall("answer")

    def choices(self, name: str = "answer") -> list[items.Choice]:
        options = [
            items.Choice(self.text(node), fraction(node), feedback=self.text(node.find("feedback")))
            for node in self.node.findall(name)
        ]
        if len(options) < 2:
            raise ItemError(Reason.TOO_FEW_OPTIONS)
        if any(not option.text for option in options):
            raise ItemError(Reason.EMPTY_OPTION)
        return options


class Builder(TreeBuilder):
    """Keeps the line of each question."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Element, int] = {}
        self.parser: XMLParser | None = None

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        element = super().start(tag, attrs)
        if tag == "question" and self.parser:
            self.lines[element] = self.parser.parser.CurrentLineNumber
        return element


def parse(data: bytes) -> tuple[Element, dict[Element, int]]:
    builder = Builder()
    builder.parser = XMLParser(target=builder)
    try:
        builder.parser.feed(text_of(data))
        return builder.parser.close(), builder.lines
    except (ParseError, DefusedXmlException, ValueError) as error:
        if isinstance(error, ItemError):
            raise
        raise ItemError(Reason.NOT_XML, str(error)) from None


def text_of(data: bytes) -> str:
    """The text, in the encoding that it declares or else as every other file."""
    declared = DECLARED.match(data[:200])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        try:
            return clean(data.decode(declared[1].decode()))
        except (LookupError, UnicodeError, ValueError):
            pass  # what it declares is not what it is
    return decode(data)


def picture_of(body: Element | None, stem: Plain) -> items.Picture | None:
    """The first picture of the stem that the file holds. Raises ItemError for one that can not be read."""
    if body is None:
        return None
    files = {file.get("path", "/").strip("/") + "/" + file.get("name", ""): file for file in body.findall("file")}
    for address, alt in stem.pictures:
        name = "/" + unquote(address.removeprefix(FILES).partition("?")[0]).lstrip("/")
        file = files.get(name) if name.count("/") == 1 else files.get(name.lstrip("/"))
        if address.startswith(FILES) and file is not None:
            return items.Picture(file.get("name", ""), decoded(file), " ".join(alt.split()))
    return None


def worded(picture: items.Picture | None) -> tuple[items.Picture | None, tuple[Note, ...]]:
    """A picture with words for who cannot see it, and what there is to say of them.

    Moodle asks for none. Then the name of the file is better than nothing: "old_map.png" is an old map.
    """
    if picture is None or picture.alt:
        return picture, ()
    words = " ".join(re.findall(r"\w+", picture.name.rpartition(".")[0].replace("_", " ")))
    return replace(picture, alt=words), (Note.PICTURE_WORDS,) if words else ()


def decoded(file: Element) -> bytes:
    try:
        return base64.b64decode("".join(inner(file).split()), validate=True)
    except (binascii.Error, ValueError):
        raise ItemError(Reason.DETAILS, file.get("name", "")) from None


def inner(node: Element | None) -> str:
    return "" if node is None else "".join(node.itertext())


def fraction(answer: Element) -> Fraction:
    return share(answer.get("fraction") or "0") if answer.get("fraction") else NOTHING
