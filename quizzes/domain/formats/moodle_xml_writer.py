"""Writing Moodle XML."""

import base64
from collections.abc import Iterable
from html import escape
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from quizzes.domain.formats import cloze, items
from quizzes.domain.formats.encodings import clean
from quizzes.domain.formats.items import Item
from quizzes.domain.formats.moodle_xml_source import FILES
from quizzes.domain.formats.percents import decimal, percent
from quizzes.domain.formats.problems import ItemError, Reason

TYPES = {
    "single_choice": "multichoice",
    "multiple_choice": "multichoice",
    "true_false": "truefalse",
    "short_text": "shortanswer",
    "number": "numerical",
    "matching": "matching",
    "ordering": "ordering",
    "gaps": "cloze",
    "free_text": "essay",
}

PLACING = {
    "each_place": "ABSOLUTE_POSITION",
    "neighbours": "RELATIVE_NEXT_EXCLUDE_LAST",
    "all_or_nothing": "ALL_OR_NOTHING",
}


def write(questions: Iterable[Item]) -> bytes:
    """A file in UTF-8. Each question must be one that `element` can write."""
    quiz = Element("quiz")
    quiz.extend(map(element, questions))
    ElementTree.indent(quiz)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(quiz, encoding="unicode")}\n'.encode()


def element(item: Item) -> Element:
    """One question. Raises ItemError for what Moodle XML has no way to say."""
    if item.type not in TYPES:
        raise ItemError(Reason.CANNOT_CARRY, "type")
    node = Element("question", type=TYPES[item.type])
    text(SubElement(node, "name"), items.shortened(item.stem, 250))
    stem(node, item)
    formatted(node, "generalfeedback", item.feedback)
    SubElement(node, "defaultgrade").text = decimal(item.points)
    answers(node, item.asked)
    if item.skills:
        tags = SubElement(node, "tags")
        for skill in item.skills:
            text(SubElement(tags, "tag"), skill)
    return node


def stem(node: Element, item: Item) -> None:
    if isinstance(item.asked, items.Gaps):
        if item.points != sum(gap.weight for gap in item.asked.gaps):  # Moodle counts the weights of the gaps
            raise ItemError(Reason.CANNOT_CARRY, "points")
        text(SubElement(node, "questiontext", format="html"), html(f"{item.stem}\n{cloze.written(item.asked)}"))
    elif item.picture is None:
        formatted(node, "questiontext", item.stem)
    else:
        body = SubElement(node, "questiontext", format="html")
        address = f"{FILES}{quote(item.picture.name)}"
        text(body, f'{html(item.stem)}<br><img src="{address}" alt="{escape(item.picture.alt)}">')
        file = SubElement(body, "file", name=item.picture.name, path="/", encoding="base64")
        file.text = base64.b64encode(item.picture.data).decode()


def answers(node: Element, asked: items.Asked) -> None:
    match asked:
        case items.SingleChoice():
            choices(node, asked.options, single=True)
        case items.MultipleChoice():
            choices(node, items.with_shares(asked), single=False)
        case items.TrueFalse():
            true_false(node, asked)
        case items.Matching():
            matching(node, asked)
        case items.ShortText():
            short_text(node, asked)
        case items.Number():
            number(node, asked)
        case items.Ordering():
            ordering(node, asked)
        case items.Own():
            formatted(node, "graderinfo", items.model_of(asked))


def true_false(node: Element, asked: items.TrueFalse) -> None:
    for name, reason in (("true", asked.feedback_true), ("false", asked.feedback_false)):
        answer(node, name, "100" if (name == "true") == asked.right else "0", reason)


def matching(node: Element, asked: items.Matching) -> None:
    SubElement(node, "shuffleanswers").text = "true"
    for pair in (*asked.pairs, *(items.Pair("", extra) for extra in asked.extra)):
        text(SubElement(formatted(node, "subquestion", pair.prompt), "answer"), pair.match)


def ordering(node: Element, asked: items.Ordering) -> None:
    for name, value in (("selecttype", "ALL"), ("gradingtype", PLACING[asked.placing])):
        SubElement(node, name).text = value
    for place, step in enumerate(asked.items, start=1):
        formatted(node, "answer", step.text).set("fraction", str(place))


def choices(node: Element, options: Iterable[items.Choice], *, single: bool) -> None:
    SubElement(node, "single").text = "true" if single else "false"
    SubElement(node, "shuffleanswers").text = "true"
    options = list(options)
    if single and next((option for option in options if option.share == 1), None) != next(
        option for option in options if option.right
    ):
        raise ItemError(Reason.CANNOT_CARRY, "share")
    for option in options:
        answer(node, option.text, percent(option.share), option.feedback)


def short_text(node: Element, asked: items.ShortText) -> None:
    if asked.ignore_accents:
        raise ItemError(Reason.CANNOT_CARRY, "spelling")
    SubElement(node, "usecase").text = "0" if asked.ignore_case else "1"
    for found in asked.answers:
        for spelling in found.spellings:
            answer(node, spelling, percent(found.share), found.feedback)


def number(node: Element, asked: items.Number) -> None:
    for found in asked.bands:
        band(node, found)
    if not asked.units:
        return
    if asked.unit_rule == "not_asked" or (asked.unit_rule == "may" and asked.unit_cost != 1):
        raise ItemError(Reason.CANNOT_CARRY, "unit")
    units = SubElement(node, "units")
    for unit in asked.units:
        for name in unit.names:
            part = SubElement(units, "unit")
            SubElement(part, "multiplier").text = decimal(1 / unit.factor, 15)
            SubElement(part, "unit_name").text = clean(name)
    SubElement(node, "unitgradingtype").text = "1" if asked.unit_rule == "must" else "0"
    SubElement(node, "unitpenalty").text = decimal(asked.unit_cost, 7)


def band(node: Element, found: items.Band) -> None:
    if found.relative:
        raise ItemError(Reason.CANNOT_CARRY, "tolerance")
    middle, around = found.value, found.tolerance
    if middle is not None and found.up_to is not None:
        middle, around = (middle + found.up_to) / 2, (found.up_to - middle) / 2
    words = "*" if middle is None else decimal(middle)
    SubElement(answer(node, words, percent(found.share), found.feedback), "tolerance").text = decimal(around)


# The smallest parts


def answer(node: Element, words: str, fraction: str, feedback: str = "") -> Element:
    found = formatted(node, "answer", words)
    found.set("fraction", fraction)
    formatted(found, "feedback", feedback)
    return found


def formatted(parent: Element, name: str, words: str) -> Element:
    node = SubElement(parent, name, format="plain_text")
    text(node, words)
    return node


def text(node: Element, words: str) -> None:
    SubElement(node, "text").text = clean(words)


def html(words: str) -> str:
    """Plain text as HTML that reads the same: lines and runs of spaces stay as they are."""
    return escape(words).replace("  ", " \xa0").replace("\n", "<br>")
