"""Files of questions: reading and writing the formats in which other systems, and spreadsheets, keep them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from quizzes.domain.formats import aiken, gift, gift_writer, moodle_xml, moodle_xml_writer, table, table_writer
from quizzes.domain.formats.items import Item
from quizzes.domain.formats.problems import ItemError, Problem, Reason, Rejection


@dataclass(frozen=True)
class Format:
    """`one` makes one question, and raises ItemError for what the format can not carry."""

    name: str
    suffix: str
    content_type: str
    parse: Callable[[bytes], list[Item | Rejection]]
    compose: Callable[[Iterable[Item]], bytes]
    one: Callable[[Item], object]


FORMATS = {
    found.name: found
    for found in (
        Format("gift", "gift.txt", "text/plain", gift.read, gift_writer.write, gift_writer.block),
        Format("aiken", "aiken.txt", "text/plain", aiken.read, aiken.write, aiken.block_of),
        Format(
            "moodle-xml", "xml", "application/xml", moodle_xml.read, moodle_xml_writer.write, moodle_xml_writer.element
        ),
        Format("csv", "csv", "text/csv", table.read, table_writer.write, table_writer.row_of),
    )
}


@dataclass(frozen=True)
class Content:
    """What a file holds, in its order: questions, and what can not be taken in."""

    entries: tuple[Item | Rejection, ...]

    @property
    def items(self) -> list[Item]:
        return [entry for entry in self.entries if isinstance(entry, Item)]

    @property
    def rejections(self) -> list[Rejection]:
        return [entry for entry in self.entries if isinstance(entry, Rejection)]


def read_file(format_: str, data: bytes) -> Content:
    """What the file holds, whatever its bytes are: what is no file of this format is one rejection."""
    try:
        entries = FORMATS[format_].parse(data)
    except ItemError as error:
        return Content((Rejection(0, "", error.problem),))
    return Content(tuple(entries) or (Rejection(0, "", Problem(Reason.EMPTY)),))


def write_file(format_: str, questions: Iterable[Item]) -> tuple[bytes, list[Rejection]]:
    """The file, and each question that the format can not carry. `line` is its place among them, from 1."""
    kept, left = [], []
    for place, item in enumerate(questions, start=1):
        try:
            FORMATS[format_].one(item)
        except ItemError as error:
            left.append(Rejection(place, item.label, error.problem))
        else:
            kept.append(item)
    return FORMATS[format_].compose(kept), left
