"""Aiken: questions with one right option, without reasons (docs.moodle.org, "Aiken format")."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from string import ascii_uppercase

from quizzes.domain.formats import items
from quizzes.domain.formats.encodings import decode
from quizzes.domain.formats.items import NOTHING, WHOLE, Item
from quizzes.domain.formats.problems import ItemError, Reason, Rejection

OPTION = re.compile(r"([A-Z])[.)](?:\s+|$)(.*)")
ANSWER = re.compile(r"ANSWER:\s*(.*)")


@dataclass
class Block:
    """What has been read of a question. `line`: where it begins."""

    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    stray: str = ""


def read(data: bytes) -> list[Item | Rejection]:
    """Every question of a file, in order, and each thing in it that is none. Raises ItemError for no text at all."""
    found: list[Item | Rejection] = []
    block = Block()
    for number, line in enumerate(decode(data).split("\n"), start=1):
        text = line.strip()
        if not text:
            continue
        block.line = block.line or number
        if answer := ANSWER.fullmatch(text):
            found.append(judged(block, answer[1].strip()))
            block = Block()
        elif option := OPTION.fullmatch(text):
            block.options.append((option[1], option[2].strip()))
        elif block.options:
            block.stray = block.stray or text
        else:
            block.stem.append(text)
    if block.line:
        found.append(judged(block, ""))
    return found


def judged(block: Block, answer: str) -> Item | Rejection:
    try:
        return question(block, answer)
    except ItemError as error:
        return Rejection(block.line, items.shortened(" ".join(block.stem)), error.problem)


def question(block: Block, answer: str) -> Item:
    if block.stray:
        raise ItemError(Reason.STRAY_LINE, block.stray)
    if not block.stem:
        raise ItemError(Reason.NO_STEM)
    if len(block.options) < 2:
        raise ItemError(Reason.TOO_FEW_OPTIONS)
    if any(not text for _letter, text in block.options):
        raise ItemError(Reason.EMPTY_OPTION)
    if [letter for letter, _text in block.options].count(answer) != 1:
        raise ItemError(Reason.NO_RIGHT_OPTION)
    options = [items.Choice(text, WHOLE if letter == answer else NOTHING) for letter, text in block.options]
    return Item("\n".join(block.stem), items.single_choice(options), line=block.line)


def write(questions: Iterable[Item]) -> bytes:
    """A file in UTF-8. Each question must be one that `block_of` can write."""
    return "\n\n".join([*map(block_of, questions), ""]).encode()


def block_of(item: Item) -> str:
    """One question, without its reasons and skills. Raises ItemError for what Aiken has no way to ask."""
    if not isinstance(item.asked, items.SingleChoice):
        raise ItemError(Reason.CANNOT_CARRY, "type")
    if item.picture:
        raise ItemError(Reason.CANNOT_CARRY, "picture")
    options = item.asked.options
    if len(options) > len(ascii_uppercase):
        raise ItemError(Reason.CANNOT_CARRY, "options")
    if any(option.share != (WHOLE if option.right else NOTHING) for option in options):
        raise ItemError(Reason.CANNOT_CARRY, "share")
    stem = item.stem.split("\n")
    read_as_such = all(line and not OPTION.fullmatch(line) and not ANSWER.fullmatch(line) for line in stem)
    if not read_as_such or any("\n" in option.text for option in options):
        raise ItemError(Reason.LINES)
    letters = dict(zip(ascii_uppercase, options, strict=False))
    right = next(letter for letter, option in letters.items() if option.right)
    lines = [*stem, *(f"{letter}) {option.text}" for letter, option in letters.items()), f"ANSWER: {right}"]
    return "\n".join(lines)
