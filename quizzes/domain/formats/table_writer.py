"""Writing our own CSV: see `table` for what stands in it."""

import base64
import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from quizzes.domain.formats import items
from quizzes.domain.formats.items import NOTHING, WHOLE, Item
from quizzes.domain.formats.percents import NUMBER, decimal, percent
from quizzes.domain.formats.table import FORMULA, GROUP, Group
from quizzes.domain.formats.values import value_of

FIXED = (
    "type",
    "question",
    "feedback",
    "skills",
    "points",
    "rule",
    "details",
    "picture name",
    "picture text",
    "picture",
)


def write(questions: Iterable[Item]) -> bytes:
    """A file in UTF-8 with the mark by which spreadsheets know it."""
    rows = [row_of(item) for item in questions]
    most = max((len(answers) for _cells, answers in rows), default=0)
    header = [*FIXED, *(f"{name} {place}" for place in range(1, most + 1) for name in GROUP)]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    for cells, answers in rows:
        columns = [group.get(name, "") for group in answers for name in GROUP]
        writer.writerow([safe(cell) for cell in (*(cells.get(name, "") for name in FIXED), *columns)])
    return out.getvalue().encode("utf-8-sig")


def safe(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


def row_of(item: Item) -> tuple[Group, list[Group]]:
    rule, value, answers = columns_of(item.asked)
    cells = {
        "type": item.type,
        "question": item.stem,
        "feedback": item.feedback,
        "skills": "\n".join(item.skills),
        "points": decimal(item.points),
        "rule": rule,
        "details": json.dumps(value, ensure_ascii=False) if value else "",
    }
    if item.picture:
        cells["picture name"], cells["picture text"] = item.picture.name, item.picture.alt
        cells["picture"] = base64.b64encode(item.picture.data).decode()
    return cells, answers


def columns_of(asked: items.Asked) -> tuple[str, Mapping[str, Any], list[Group]]:
    """The rule, the details and the answers of a question."""
    match asked:
        case items.SingleChoice():
            return "", {}, [choice_group(option) for option in asked.options]
        case items.MultipleChoice():
            return asked.marking, {}, [choice_group(option) for option in asked.options]
        case items.TrueFalse():
            reasons = {"true": asked.feedback_true, "false": asked.feedback_false}
            right = "true" if asked.right else "false"
            return (
                "",
                {},
                [
                    {"answer": name, "right": "x" if name == right else "", "reason": reason}
                    for name, reason in reasons.items()
                ],
            )
        case items.Matching():
            pairs = [{"answer": pair.prompt, "match": pair.match} for pair in asked.pairs]
            return "", {}, [*pairs, *({"match": extra} for extra in asked.extra)]
        case items.ShortText():
            rules = {"ignore_case": asked.ignore_case, "ignore_accents": asked.ignore_accents}
            rule = " ".join(name for name, on in rules.items() if on) or "exact"
            return (
                rule,
                {},
                [
                    {"answer": "\n".join(answer.spellings), "share": percent(answer.share), "reason": answer.feedback}
                    for answer in asked.answers
                ],
            )
        case items.Number():
            return "", units_of(asked), [band_group(band) for band in asked.bands]
        case items.Ordering():
            return asked.placing, {}, [{"answer": step.text, "reason": step.feedback} for step in asked.items]
        case items.Gaps() | items.Own():
            return "", value_of(asked), []


def choice_group(option: items.Choice) -> Group:
    usual = WHOLE if option.right else NOTHING
    return {
        "answer": option.text,
        "right": "x" if option.right else "",
        "share": percent(option.share) if option.share != usual else "",
        "reason": option.feedback,
    }


def units_of(asked: items.Number) -> Mapping[str, Any]:
    if not asked.units:
        return {}
    units = [{"names": list(unit.names), "factor": decimal(unit.factor, 15)} for unit in asked.units]
    return {"unit_rule": asked.unit_rule, "unit_cost": percent(asked.unit_cost), "units": units}


def band_group(band: items.Band) -> Group:
    words = "*" if band.value is None else decimal(band.value)
    around = f"{decimal(band.tolerance)}{'%' if band.relative else ''}" if band.tolerance else ""
    return {
        "answer": words if band.up_to is None else f"{words}..{decimal(band.up_to)}",
        "match": around,
        "share": percent(band.share),
        "reason": band.feedback,
    }
