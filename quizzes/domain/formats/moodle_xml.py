"""Reading Moodle XML (docs.moodle.org, "Moodle XML format"), as Moodle exports and reads it."""

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import count
from xml.etree.ElementTree import Element

from quizzes.domain.formats import cloze, items
from quizzes.domain.formats.items import Item
from quizzes.domain.formats.moodle_xml_source import MARKUP, Source, fraction, inner, parse, picture_of, worded
from quizzes.domain.formats.percents import number
from quizzes.domain.formats.plain import Plain, plain
from quizzes.domain.formats.problems import ItemError, Note, Reason, Rejection

FILL = "Fill in the gaps."
PLACING = {
    "ABSOLUTE_POSITION": "each_place",
    "0": "each_place",
    "RELATIVE_NEXT_EXCLUDE_LAST": "neighbours",
    "1": "neighbours",
    "ALL_OR_NOTHING": "all_or_nothing",
    "-1": "all_or_nothing",
}
PLACE = re.compile(r"\[\[([0-9]{1,3})\]\]")


def read(data: bytes) -> list[Item | Rejection]:
    """Every question of a file, in order, and each that we can not take. Raises ItemError where it is no quiz."""
    root, lines = parse(data)
    if root.tag != "quiz":
        raise ItemError(Reason.NOT_A_QUIZ, items.shortened(str(root.tag), 40))
    found: list[Item | Rejection] = []
    category: tuple[str, ...] = ()
    for node in root.findall("question"):
        kind = node.get("type", "")
        if kind == "category":
            category = items.skills_of(inner(node.find("category/text")))
            continue
        try:
            found.append(question(node, kind, category, lines[node]))
        except ItemError as error:
            label = inner(node.find("name/text")) or plain(inner(node.find("questiontext/text")), "html").text
            found.append(Rejection(lines[node], items.shortened(label), error.problem))
    return found


def question(node: Element, kind: str, category: tuple[str, ...], line: int) -> Item:
    body = node.find("questiontext")
    markup = MARKUP.get(body.get("format", "html"), "html") if body is not None else "html"
    source = Source(node, markup)
    if kind == "description":
        raise ItemError(Reason.NO_QUESTION)
    reader = READERS.get(kind)
    if reader is None:
        raise ItemError(Reason.TYPE, kind)
    stem = source.words(body)
    asked = reader(source)
    points = source.value("defaultgrade", "1")
    if isinstance(asked, items.Gaps):
        name = inner(node.find("name/text")).strip() or FILL
        words, asked = cloze.stem_of(asked, name)
        stem = Plain(words, stem.pictures)
        points = source.value("defaultgrade", str(sum(gap.weight for gap in asked.gaps)))
    if not stem.text:
        raise ItemError(Reason.NO_STEM)
    picture, named = worded(picture_of(body, stem))
    return Item(
        stem=stem.text,
        asked=asked,
        feedback=source.text(node.find("generalfeedback")),
        skills=tuple(dict.fromkeys((*category, *tags(node)))),
        points=number(points),
        picture=picture,
        name=inner(node.find("name/text")).strip(),
        line=line,
        notes=(*notes_on(node, source, len(stem.pictures) > (1 if picture else 0)), *named),
    )


def tags(node: Element) -> list[str]:
    return [text for tag in node.findall("tags/tag") if (text := inner(tag.find("text")).strip())]


def notes_on(node: Element, source: Source, pictures_left: bool) -> tuple[Note, ...]:
    """What the file says of a question and we have no place for."""
    combined = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    found = {
        Note.HINTS: node.find("hint") is not None,
        Note.PICTURES: pictures_left or any(child.find("file") is not None for child in node.iter("answer")),
        Note.FEEDBACK: any(source.text(node.find(name)) for name in combined),
    }
    return tuple(note for note, there in found.items() if there)


# A reader for each type


def multichoice(source: Source) -> items.Asked:
    options = source.choices()
    if source.value("single", "true").strip() not in ("false", "0"):
        return items.single_choice(options)
    return items.multiple_choice(options)


def multichoiceset(source: Source) -> items.MultipleChoice:
    """All or nothing, by a plugin of Moodle."""
    return items.MultipleChoice(items.multiple_choice(source.choices()).options, "all_or_nothing")


def truefalse(source: Source) -> items.TrueFalse:
    """Old files name the answers in the language of their site; then the first is "true"."""
    answers = source.answers()
    if len(answers) != 2:
        raise ItemError(Reason.TOO_FEW_OPTIONS)
    names = [inner(answer.find("text")).strip() for answer in answers]
    true, false = answers if names[0] != "false" and names[1] != "true" else reversed(answers)
    shares = fraction(true), fraction(false)
    if sorted(shares) != [0, 1]:
        raise ItemError(Reason.NO_RIGHT_OPTION)
    return items.TrueFalse(shares[0] == 1, source.text(true.find("feedback")), source.text(false.find("feedback")))


def shortanswer(source: Source) -> items.ShortText:
    answers = [
        items.Spelling((text,), fraction(node), source.text(node.find("feedback")))
        for node in source.answers()
        if (text := " ".join(inner(node.find("text")).split()))
    ]
    if not answers:
        raise ItemError(Reason.NO_ANSWER)
    return items.ShortText(items.merged(answers), ignore_case=source.value("usecase", "0").strip() in ("0", "false"))


def numerical(source: Source) -> items.Number:
    bands = tuple(band(source, node) for node in source.answers())
    if all(found.value is None for found in bands):
        raise ItemError(Reason.NO_ANSWER)
    units = list(map(unit, source.node.findall("units/unit")))
    if not units:
        return items.Number(bands)
    if units[0].factor != 1:  # the answers are in whichever is one of itself
        units.sort(key=lambda found: found.factor != 1)
    match source.value("unitgradingtype", "0").strip():
        case "0":
            return items.Number(bands, tuple(units), "may")
        case "1":  # the penalty is a part of what the number earned
            return items.Number(bands, tuple(units), "must", number(source.value("unitpenalty", "0.1")))
    raise ItemError(Reason.TYPE, "numerical, unitgradingtype")


def band(source: Source, node: Element) -> items.Band:
    text, reason = inner(node.find("text")).strip(), source.text(node.find("feedback"))
    if text == "*":
        return items.Band(None, share=fraction(node), feedback=reason)
    tolerance = abs(number(inner(node.find("tolerance")).strip() or "0"))
    return items.Band(number(text), tolerance, share=fraction(node), feedback=reason)


def unit(node: Element) -> items.Unit:
    """Moodle's multiplier says how many of this unit one of the first is; our factor says the opposite."""
    multiplier, name = number(inner(node.find("multiplier")) or "1"), inner(node.find("unit_name")).strip()
    if multiplier <= 0 or not name:
        raise ItemError(Reason.NUMBER, f"{multiplier} {name}")
    return items.Unit((name,), 1 / multiplier)


def matching(source: Source) -> items.Matching:
    pairs, extra = [], []
    for node in source.node.findall("subquestion"):
        prompt, match = source.text(node), inner(node.find("answer/text")).strip()
        if not match:
            raise ItemError(Reason.PAIR, prompt)
        if prompt:
            pairs.append(items.Pair(prompt, match))
        else:
            extra.append(match)
    if len(pairs) < 2:
        raise ItemError(Reason.TOO_FEW_OPTIONS)
    return items.Matching(tuple(pairs), tuple(extra))


def ordering(source: Source) -> items.Ordering:
    placing = PLACING.get(source.value("gradingtype", "RELATIVE_NEXT_EXCLUDE_LAST").strip().upper())
    if placing is None or source.value("selecttype", "ALL").strip().upper() not in ("ALL", "0"):
        raise ItemError(Reason.TYPE, "ordering, gradingtype" if placing is None else "ordering, selecttype")
    texts = [source.text(node) for node in source.answers()]
    if len(texts) < 2:
        raise ItemError(Reason.TOO_FEW_OPTIONS)
    if not all(texts):
        raise ItemError(Reason.EMPTY_OPTION)
    return items.Ordering(tuple(map(items.Step, texts)), placing)


def essay(source: Source) -> items.Own:
    """What the marker is told is the nearest that there is to a model answer."""
    return items.essay(source.text(source.node.find("graderinfo")))


def words_to_place(source: Source) -> items.Gaps:
    """A number in the text names the right word of its gap; the wrong ones are the other words of that word's group."""
    boxes = [*source.node.findall("selectoption"), *source.node.findall("dragbox")]
    words = [(source.text(node), inner(node.find("group")).strip()) for node in boxes]
    if not all(text for text, _group in words):
        raise ItemError(Reason.EMPTY_OPTION)
    body = source.text(source.node.find("questiontext"))
    gaps = []
    for place in PLACE.findall(body):
        if not 1 <= int(place) <= len(words):
            raise ItemError(Reason.GAP, f"[[{place}]]")
        right, group = words[int(place) - 1]
        options = [items.Choice(text, Fraction(text == right), text == right) for text, of in words if of == group]
        gaps.append(items.ChosenGap(tuple(dict.fromkeys(options))))
    if not gaps:
        raise ItemError(Reason.GAP)
    places = count(1)
    return items.Gaps(PLACE.sub(lambda _found: f"[[{next(places)}]]", body), tuple(gaps))


def embedded(source: Source) -> items.Gaps:
    return cloze.gaps(inner(source.node.find("questiontext/text")), source.markup)


READERS: dict[str, Callable[[Source], items.Asked]] = {
    "multichoice": multichoice,
    "multichoiceset": multichoiceset,
    "truefalse": truefalse,
    "shortanswer": shortanswer,
    "numerical": numerical,
    "matching": matching,
    "ordering": ordering,
    "essay": essay,
    "gapselect": words_to_place,
    "ddwtos": words_to_place,
    "cloze": embedded,
    "multianswer": embedded,
}
