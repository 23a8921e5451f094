"""Reading GIFT, as Moodle reads it (docs.moodle.org, "GIFT format").

Blank lines separate questions, lines that begin with // are comments, and the first braces of a question hold what
it asks. Where Moodle would import something that asks less than it says, we reject it by name instead.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from quizzes.domain.formats import items
from quizzes.domain.formats.encodings import decode
from quizzes.domain.formats.items import NOTHING, WHOLE, Item
from quizzes.domain.formats.percents import number, share
from quizzes.domain.formats.plain import Plain, plain
from quizzes.domain.formats.problems import ItemError, Note, Reason, Rejection

# Escaped characters are put aside as code points that are no characters: no file holds them once it is decoded.
ASIDE = {character: chr(0xFDD0 + place) for place, character in enumerate(("\\", ":", "#", "=", "{", "}", "~", "n"))}
BACK = {ord(aside): character for character, aside in ASIDE.items()} | {ord(ASIDE["n"]): "\n"}
ESCAPE = re.compile(r"\\([\\:#={}~n])")
WEIGHT = re.compile(r"%(-?[0-9]{1,3}(?:\.[0-9]*)?)%")
MARKUP = re.compile(r"\[(html|markdown|plain|moodle)\]")
TAG = re.compile(r"\[tag:((?:\\\]|[^\]])+)\]")
TRUE, FALSE = ("T", "TRUE"), ("F", "FALSE")
ORDERING = re.compile(r">\s*[0-9]")  # written by a plugin of Moodle
GAP = "_____"


@dataclass(frozen=True)
class Block:
    """The lines between two blank ones. `line`: the number of the first that is no comment."""

    line: int
    text: str
    comment: str


def read(data: bytes) -> list[Item | Rejection]:
    """Every question of a file, in order, and each thing in it that is none. Raises ItemError for no text at all."""
    found: list[Item | Rejection] = []
    category: tuple[str, ...] = ()
    for block in blocks(decode(data).split("\n")):
        if block.text.startswith("$CATEGORY:"):
            category = items.skills_of(block.text.removeprefix("$CATEGORY:"))
            continue
        try:
            found.append(question(block, category))
        except ItemError as error:
            label = items.shortened(back(aside(block.text).split("{")[0]).strip(" :"))
            found.append(Rejection(block.line, label, error.problem))
    return found


def blocks(lines: Iterable[str]) -> Iterator[Block]:
    """What stands between blank lines; a category line is a block of its own even without them."""
    kept: list[tuple[int, str]] = []
    comments: list[str] = []

    def block() -> Iterator[Block]:
        if any(text for _number, text in kept):
            first = next(number for number, text in kept if text)
            yield Block(first, "\n".join(text for _number, text in kept).strip(), "\n".join(comments))
        kept.clear()
        comments.clear()

    for number_, line in enumerate(lines, start=1):
        text = line.strip()
        if text.startswith("//"):
            comments.append(text)
            kept.append((number_, ""))
        elif text.startswith("$CATEGORY:"):
            yield from block()
            yield Block(number_, text, "")
        elif text:
            kept.append((number_, text))
        else:
            yield from block()
    yield from block()


def question(block: Block, category: tuple[str, ...]) -> Item:
    name, text = split_name(aside(block.text))
    before, inside, after = split_braces(text)
    stem, markup = formatted(f"{before}{GAP if after.strip() else ''}{after}")
    if inside is None:
        raise ItemError(Reason.NO_QUESTION)
    if not stem.text:
        raise ItemError(Reason.NO_STEM)
    inside, cut, general = inside.rpartition("####")
    if not cut:
        inside, general = general, ""
    tags = [tag.replace("\\]", "]").strip() for tag in TAG.findall(block.comment)]
    feedback = formatted(general, markup)[0].text
    return Item(
        stem=stem.text,
        asked=asked(inside.strip(), markup),
        feedback=feedback,
        skills=tuple(dict.fromkeys((*category, *(tag for tag in tags if tag)))),
        name=back(name).strip(),
        line=block.line,
        notes=(Note.PICTURES,) if "<img" in text.lower() else (),  # GIFT names pictures and does not hold them
    )


def split_name(text: str) -> tuple[str, str]:
    if not text.startswith("::"):
        return "", text
    name, mark, rest = text[2:].partition("::")
    return (name, rest.strip()) if mark else ("", name)


def split_braces(text: str) -> tuple[str, str | None, str]:
    """What stands before, in and after the braces; None in the middle where there are none."""
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        return text, None, ""
    if start < 0 or end < start:
        raise ItemError(Reason.BRACES)
    before, inside, after = text[:start], text[start + 1 : end], text[end + 1 :]
    if "{" in inside:
        raise ItemError(Reason.BRACES)
    if "{" in after or "}" in after:
        raise ItemError(Reason.SECOND_BRACES)
    return before, inside.strip(), after


def asked(inside: str, markup: str) -> items.Asked:
    """The type is told by what stands in the braces, in Moodle's order of looking."""
    if not inside:
        return items.essay()
    if ORDERING.match(inside):
        raise ItemError(Reason.TYPE, "ordering")
    if inside.startswith("#"):
        return numeric(inside[1:], markup)
    if "~" in inside:
        return choice(inside, markup)
    if "=" in inside and "->" in inside:
        return matching(inside, markup)
    if inside.partition("#")[0].strip() in TRUE + FALSE:
        return true_false(inside, markup)
    return short_text(inside, markup)


def choice(inside: str, markup: str) -> items.SingleChoice | items.MultipleChoice:
    """One answer where an option is marked by "=", else several with the shares that they name."""
    single = "=" in inside
    options = [option(text, markup) for text in parts(inside.replace("=", "~="), "~")]
    if len(options) < 2:
        raise ItemError(Reason.TOO_FEW_OPTIONS)
    if any(not found.text for found in options):
        raise ItemError(Reason.EMPTY_OPTION)
    return items.single_choice(options) if single else items.multiple_choice(options)


def option(text: str, markup: str) -> items.Choice:
    right = text.startswith("=")
    weight, text = weighted(text.removeprefix("=").strip(), default=WHOLE if right else NOTHING)
    words, feedback = commented(text, markup)
    return items.Choice(words, weight, right, feedback)


def matching(inside: str, markup: str) -> items.Matching:
    pairs, extra = [], []
    for text in parts(inside, "="):
        prompt, arrow, match = text.partition("->")
        if not arrow or not match.strip():
            raise ItemError(Reason.PAIR, back(text).strip())
        words = formatted(prompt, markup)[0].text
        if words:
            pairs.append(items.Pair(words, back(match).strip()))
        else:
            extra.append(back(match).strip())
    if len(pairs) < 2:
        raise ItemError(Reason.TOO_FEW_OPTIONS)
    return items.Matching(tuple(pairs), tuple(extra))


def true_false(inside: str, markup: str) -> items.TrueFalse:
    """After the answer: the reason for who is wrong, then for who is right."""
    answer, wrong, good, *_more = [*inside.split("#", 2), "", ""]
    reasons = [formatted(reason, markup)[0].text for reason in (wrong, good)]
    right = answer.strip() in TRUE
    return items.TrueFalse(right, *(reversed(reasons) if right else reasons))


def short_text(inside: str, markup: str) -> items.ShortText:
    answers = []
    for text in parts(inside, "="):
        weight, text = weighted(text, default=WHOLE)
        words, feedback = commented(text, markup)
        if not words:
            raise ItemError(Reason.NO_ANSWER)
        answers.append(items.Spelling((" ".join(words.split()),), weight, feedback))
    if not answers:
        raise ItemError(Reason.NO_ANSWER)
    return items.ShortText(items.merged(answers))


def numeric(inside: str, markup: str) -> items.Number:
    """Behind "~" stands the reason for any other number."""
    inside, other, reason = inside.partition("~")
    bands = [band(text, markup) for text in parts(inside, "=")]
    if not bands:
        raise ItemError(Reason.NO_ANSWER)
    if other:
        bands.append(items.Band(None, share=NOTHING, feedback=commented(reason, markup)[1]))
    return items.Number(tuple(bands))


def band(text: str, markup: str) -> items.Band:
    """`5:0.5` is 5 and half a unit around it, `1..5` whatever lies from 1 to 5."""
    weight, text = weighted(text, default=WHOLE)
    words, feedback = commented(text, markup)
    low, dots, high = words.partition("..")
    if dots:
        return items.Band(number(low), up_to=number(high), share=weight, feedback=feedback)
    middle, colon, around = words.partition(":")
    value, tolerance = number(middle), number(around) if colon else NOTHING
    if tolerance < 0:
        raise ItemError(Reason.NUMBER, words)
    return items.Band(value, tolerance, share=weight, feedback=feedback)


# The smallest parts


def parts(text: str, mark: str) -> list[str]:
    """What stands between marks; nothing has to stand before the first."""
    first, *others = [part.strip() for part in text.split(mark)]
    return [first, *others] if first else others


def weighted(text: str, default: Fraction) -> tuple[Fraction, str]:
    found = WEIGHT.match(text)
    return (share(found[1].removesuffix(".")), text[found.end() :].strip()) if found else (default, text)


def commented(text: str, markup: str) -> tuple[str, str]:
    """A text and the reason behind its "#"."""
    words, _mark, reason = text.partition("#")
    return formatted(words, markup)[0].text, formatted(reason, markup)[0].text


def formatted(text: str, markup: str = "moodle") -> tuple[Plain, str]:
    text = text.strip()
    if found := MARKUP.match(text):
        markup, text = found[1], text[found.end() :]
    return plain(back(text), markup), markup


def aside(text: str) -> str:
    return ESCAPE.sub(lambda found: ASIDE[found[1]], text)


def back(text: str) -> str:
    return text.translate(BACK)
