"""Between an item of a file and a question of the bank."""

import json
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamValue

from academy.frozen import digest
from quizzes.domain.formats import items
from quizzes.domain.formats.items import Item
from quizzes.domain.formats.problems import ItemError, Reason
from quizzes.domain.formats.values import asked_of, tidy, value_of
from quizzes.exchange.pictures import check_picture, file_hash, picture_of
from quizzes.models import Question

LONGEST_SKILL = 100


def raw_of(asked: items.Asked) -> list[dict[str, Any]]:
    """The raw data of the answer field, with a new key for each part."""
    return [{"type": asked.type, "value": keyed(value_of(asked)), "id": str(uuid.uuid4())}]


def keyed(value: Any) -> Any:
    """Each element of each list becomes an item with a key of its own."""
    if isinstance(value, list):
        return [{**_child(element), "id": str(uuid.uuid4())} for element in value]
    if isinstance(value, dict):
        return {name: keyed(part) for name, part in value.items()}
    return value


def _child(element: Any) -> dict[str, Any]:
    """A list whose elements are of several kinds names the kind of each."""
    if isinstance(element, dict) and element.keys() == {"type", "value"}:
        return {"type": element["type"], "value": keyed(element["value"])}
    return {"type": "item", "value": keyed(element)}


def bare(value: Any) -> Any:
    """Undoes `keyed`."""
    if isinstance(value, list):
        return [
            bare(element["value"])
            if element["type"] == "item"
            else {"type": element["type"], "value": bare(element["value"])}
            for element in value
        ]
    if isinstance(value, dict):
        return {name: bare(part) for name, part in value.items()}
    return value


def check(item: Item) -> list[dict[str, Any]]:
    """The raw data of an item whose form has nothing to object to. Raises ItemError with what it objects."""
    if long := next((name for name in item.skills if len(name) > LONGEST_SKILL), None):
        raise ItemError(Reason.SKILL, long)
    if item.picture:
        check_picture(item.picture)
    block = Question._meta.get_field("answer").stream_block
    if item.type not in block.child_blocks:
        raise ItemError(Reason.TYPE, item.type)
    raw = raw_of(item.asked)
    try:
        block.clean(block.to_python(raw))
    except ValidationError as error:
        raise ItemError(Reason.FORM, " ".join(_messages(error))) from error
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        raise ItemError(Reason.DETAILS, "details") from None  # JSON that is no value of this form
    return raw


def _messages(error: ValidationError) -> list[str]:
    """Every sentence of a form's objection, from the outside in, each once."""
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            found.extend(map(str, part.get("messages", ())))
            for inner in part.get("blockErrors", {}).values() if isinstance(part.get("blockErrors"), dict) else ():
                walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(error.as_json_data() if hasattr(error, "as_json_data") else {"messages": error.messages})
    return list(dict.fromkeys(found)) or [str(message) for message in error.messages]


def item_of(question: Question, points: int = 1) -> Item:
    """A question as files carry it. Raises ItemError for one that is not written to its end."""
    if not question.answer:
        raise ItemError(Reason.NO_ANSWER)
    answer = plain_data(question.answer)
    return Item(
        stem=tidy(question.stem),
        asked=asked_of(answer["type"], bare(answer["value"])),
        feedback=tidy(question.feedback),
        skills=tuple(sorted(skill.name for skill in question.skills.all())),
        points=items.Fraction(points),
        picture=picture_of(question),
    )


def plain_data(answer: StreamValue) -> dict[str, Any]:
    """The answer's raw data as plain JSON, whatever it was made from."""
    return json.loads(json.dumps(answer.get_prep_value()[0], default=str))


def fingerprint(item: Item) -> str:
    """Equal for two questions that ask the same in the same words, however they are spaced, of the same picture."""
    picture = [file_hash(item.picture)] if item.picture else []
    return digest([" ".join(item.stem.split()).casefold(), item.type, _folded(value_of(item.asked)), *picture])


def _folded(value: Any) -> Any:
    match value:
        case str():
            return " ".join(value.split())
        case list() | tuple():
            return [_folded(part) for part in value]
        case dict():
            return {name: folded for name, part in value.items() if (folded := _folded(part)) not in ("", None, [])}
    return value
