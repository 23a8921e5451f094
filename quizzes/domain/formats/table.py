"""Our own CSV: one question a row, in columns that a spreadsheet shows and a person can fill in.

Each answer has a group of columns: its text, whether it is right, what belongs to it, its share in percent, and its
reason. Types that do not fit into such groups stand in the column `details`, as JSON.
"""

import base64
import binascii
import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from quizzes.domain.formats import items
from quizzes.domain.formats.encodings import decode
from quizzes.domain.formats.items import NOTHING, WHOLE, Item
from quizzes.domain.formats.percents import number, share
from quizzes.domain.formats.problems import ItemError, Reason, Rejection
from quizzes.domain.formats.values import asked_of

GROUP = ("answer", "right", "match", "share", "reason")
OWN = ("gaps", "groups", "best_reply", "mistake", "free_text")
LONGEST = 16 * 1024 * 1024
YES = {"x", "1", "yes", "true", "right"}
# A spreadsheet would take such a cell for a formula; an apostrophe before it says that it is text.
FORMULA = re.compile(r"'*[=+\-@\t]")

Row = Mapping[str, str]
Group = dict[str, str]


def read(data: bytes) -> list[Item | Rejection]:
    """Every question of a file, in order, and each row that is none. Raises ItemError for no text or no header."""
    text = decode(data)
    csv.field_size_limit(LONGEST)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    found: list[Item | Rejection] = []
    header: list[str] = []
    line = 1
    try:
        for cells in rows:
            begins, line = line, rows.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [" ".join(cell.casefold().split()) for cell in cells]
                if not {"type", "question"} <= set(header):
                    raise ItemError(Reason.NO_HEADER)
                continue
            row = dict.fromkeys(header, "") | dict(zip(header, map(bare, cells), strict=False))
            found.append(judged(row, begins))
    except csv.Error as error:
        raise ItemError(Reason.DETAILS, str(error)) from None
    return found


def separator(text: str) -> str:
    """Where a comma stands in decimals, spreadsheets separate cells by semicolons."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def bare(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def judged(row: Row, line: int) -> Item | Rejection:
    try:
        return question(row, line)
    except ItemError as error:
        return Rejection(line, items.shortened(row.get("question", "")), error.problem)


def question(row: Row, line: int) -> Item:
    if not row["question"]:
        raise ItemError(Reason.NO_STEM)
    return Item(
        stem=row["question"],
        asked=asked(row),
        feedback=row.get("feedback", ""),
        skills=tuple(dict.fromkeys(name.strip() for name in row.get("skills", "").split("\n") if name.strip())),
        points=number(row.get("points") or "1"),
        picture=picture(row),
        line=line,
    )


def picture(row: Row) -> items.Picture | None:
    if not row.get("picture"):
        return None
    try:
        data = base64.b64decode(row["picture"], validate=True)
    except (binascii.Error, ValueError):
        raise ItemError(Reason.DETAILS, "picture") from None
    return items.Picture(row.get("picture name") or "picture", data, row.get("picture text", ""))


def asked(row: Row) -> items.Asked:
    kind = row["type"].casefold().replace(" ", "_").replace("-", "_")
    reader = READERS.get(kind)
    if reader:
        return reader(row, groups(row))
    if kind not in OWN:
        raise ItemError(Reason.TYPE, row["type"])
    return asked_of(kind, details(row))


def groups(row: Row) -> list[Group]:
    """The answers that are filled in, each with its columns."""
    found: list[Group] = []
    for place in count(1):
        if f"answer {place}" not in row and f"match {place}" not in row:
            return found
        group = {name: row.get(f"{name} {place}", "") for name in GROUP}
        if any(group.values()):
            found.append(group)
    raise AssertionError  # count() has no end


def details(row: Row) -> dict[str, Any]:
    written = row.get("details") or "{}"
    try:
        value = json.loads(written, parse_constant=int)  # neither NaN nor Infinity is JSON: int() refuses them
        json.dumps(value, ensure_ascii=False).encode()  # half a character pair can not be stored
    except (ValueError, RecursionError):
        raise ItemError(Reason.DETAILS, "details") from None
    if not isinstance(value, dict) or "\\u0000" in written:
        raise ItemError(Reason.DETAILS, "details")
    return value


def choices(answers: list[Group]) -> list[items.Choice]:
    found = []
    for group in answers:
        right = group["right"].casefold() in YES
        part = share(group["share"]) if group["share"] else WHOLE if right else NOTHING
        found.append(items.Choice(group["answer"], part, right, group["reason"]))
    if len(found) < 2:
        raise ItemError(Reason.TOO_FEW_OPTIONS)
    if any(not choice.text for choice in found):
        raise ItemError(Reason.EMPTY_OPTION)
    return found


def read_single_choice(row: Row, answers: list[Group]) -> items.SingleChoice:
    options = choices(answers)
    if not any(option.right for option in options):
        return items.single_choice(options)
    return items.SingleChoice(tuple(options))


def read_multiple_choice(row: Row, answers: list[Group]) -> items.MultipleChoice:
    options = choices(answers)
    if not any(option.right for option in options):
        return items.multiple_choice(options)
    rule = row.get("rule") or "right_minus_wrong"
    return items.MultipleChoice(tuple(options), rule)


def read_true_false(row: Row, answers: list[Group]) -> items.TrueFalse:
    given = {group["answer"].casefold(): group for group in answers}
    right = [name for name, group in given.items() if group["right"].casefold() in YES]
    if len(right) != 1 or right[0] not in ("true", "false"):
        raise ItemError(Reason.NO_RIGHT_OPTION)
    reasons = [given.get(name, {}).get("reason", "") for name in ("true", "false")]
    return items.TrueFalse(right[0] == "true", *reasons)


def read_matching(row: Row, answers: list[Group]) -> items.Matching:
    pairs = tuple(items.Pair(group["answer"], group["match"]) for group in answers if group["answer"])
    if len(pairs) < 2:
        raise ItemError(Reason.TOO_FEW_OPTIONS)
    if missing := next((pair.prompt for pair in pairs if not pair.match), None):
        raise ItemError(Reason.PAIR, missing)
    return items.Matching(pairs, tuple(group["match"] for group in answers if not group["answer"]))


def read_short_text(row: Row, answers: list[Group]) -> items.ShortText:
    rules = (row.get("rule") or "ignore_case").split()
    found = []
    for group in answers:
        spellings = tuple(line.strip() for line in group["answer"].split("\n") if line.strip())
        if not spellings:
            raise ItemError(Reason.NO_ANSWER)
        found.append(items.Spelling(spellings, share(group["share"] or "100"), group["reason"]))
    if not found:
        raise ItemError(Reason.NO_ANSWER)
    return items.ShortText(tuple(found), "ignore_case" in rules, "ignore_accents" in rules)


def read_number(row: Row, answers: list[Group]) -> items.Number:
    if not answers:
        raise ItemError(Reason.NO_ANSWER)
    value = details(row)
    try:
        units = tuple(items.Unit(tuple(unit["names"]), number(str(unit["factor"]))) for unit in value.get("units", []))
        rule, cost = str(value.get("unit_rule", "not_asked")), share(str(value.get("unit_cost", 100)))
    except (AttributeError, KeyError, TypeError):
        raise ItemError(Reason.DETAILS, "details") from None
    return items.Number(tuple(map(band, answers)), units, rule, cost)


def band(group: Group) -> items.Band:
    """`5` with `0.5` or `10%` beside it, `1..5`, or `*` for any other number."""
    words, around = group["answer"], group["match"]
    part = share(group["share"] or "100")
    if words == "*":
        return items.Band(None, share=part, feedback=group["reason"])
    low, dots, high = words.partition("..")
    return items.Band(
        number(low),
        number(around.removesuffix("%")) if around else NOTHING,
        around.endswith("%"),
        number(high) if dots else None,
        part,
        group["reason"],
    )


def read_ordering(row: Row, answers: list[Group]) -> items.Ordering:
    if len(answers) < 2:
        raise ItemError(Reason.TOO_FEW_OPTIONS)
    steps = tuple(items.Step(group["answer"], group["reason"]) for group in answers)
    return items.Ordering(steps, row.get("rule") or "each_place")


READERS: dict[str, Callable[[Row, list[Group]], items.Asked]] = {
    "single_choice": read_single_choice,
    "multiple_choice": read_multiple_choice,
    "true_false": read_true_false,
    "matching": read_matching,
    "short_text": read_short_text,
    "number": read_number,
    "ordering": read_ordering,
}
