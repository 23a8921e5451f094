"""The files of the starter academy, and how their blocks become those of the pages.

Every id is made from the place of a thing in the files, so that the same block has the same id in every language
and in every installation.
"""

import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

CONTENT = Path(__file__).parent / "content"
PICTURES = Path(__file__).parent / "pictures"
SOURCE = "en"
NAMESPACE = uuid.UUID("6f2a4c1e-8a55-4a1d-9d0c-3f1d7c0b5a11")

# The parser in C where PyYAML was built with it: loading is five times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Data = dict[str, Any]
Block = dict[str, Any]


@cache
def read(language: str, path: str) -> Data:
    """A file as it stands. Kept for the next who asks, so nobody changes it."""
    return yaml.load((CONTENT / language / path).read_text(encoding="utf-8"), Loader=LOADER)


def languages() -> list[str]:
    """Every language that has a folder, the source first."""
    return sorted(
        (folder.name for folder in CONTENT.iterdir() if folder.is_dir()),
        key=lambda code: (code != SOURCE, code),
    )


def courses() -> list[str]:
    return sorted(folder.name for folder in (CONTENT / SOURCE / "courses").iterdir() if folder.is_dir())


def lessons(course: str) -> list[str]:
    """The stems of the lessons of a course ("01-…"), in order."""
    return sorted(path.stem for path in (CONTENT / SOURCE / "courses" / course).glob("[0-9]*.yaml"))


def policies() -> list[str]:
    return sorted(path.stem for path in (CONTENT / SOURCE / "policies").glob("*.yaml"))


def key(*parts: object) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def html(markdown: str) -> str:
    return MarkdownIt("commonmark", {"html": False}).render(markdown).strip()


def items(values: list[Any], *place: object) -> list[Block]:
    """The items of a ListBlock, each with its id."""
    return [{"type": "item", "value": value, "id": str(key(*place, index))} for index, value in enumerate(values)]


class LessonBlocks:
    """Turns the blocks of a lesson file into the raw data of a StreamField."""

    def __init__(self, place: str, pictures: dict[str, int], clause: Callable[[str], str]) -> None:
        """`clause`: from "policy/clause" to the reference that editors choose."""
        self.place = place
        self.pictures = pictures
        self.clause = clause

    def body(self, blocks: list[Data]) -> list[Block]:
        raw = []
        for index, block in enumerate(blocks):
            ((kind, value),) = block.items()
            at = (self.place, index)
            raw.append({"type": kind, "value": getattr(self, kind)(value, *at), "id": str(key(*at))})
        return raw

    def text(self, value: str, *at: object) -> str:
        return html(value)

    def picture(self, value: Data, *at: object) -> Data:
        return {
            "image": self.pictures[value["file"]],
            "alt": value["alt"],
            "caption": value.get("caption", ""),
        }

    def quotation(self, value: Data, *at: object) -> Data:
        return value

    fact = callout = quotation

    def say(self, value: list[Data], *at: object) -> Data:
        pairs = [{"say": pair["say"], "rather_not": pair["rather_not"], "why": pair.get("why", "")} for pair in value]
        return {"pairs": items(pairs, *at, "pairs")}

    def transcript(self, value: Data, *at: object) -> Data:
        lines = [{"who": line["who"], "text": line["text"], "note": line.get("note", "")} for line in value["lines"]]
        return {"channel": value["channel"], "title": value["title"], "lines": items(lines, *at, "lines")}

    def table(self, value: Data, *at: object) -> Data:
        rows = [items([str(cell) for cell in row], *at, "rows", number) for number, row in enumerate(value["rows"])]
        return {
            "caption": value["caption"],
            "head": items([str(cell) for cell in value["head"]], *at, "head"),
            "rows": items(rows, *at, "rows"),
        }

    def checklist(self, value: Data, *at: object) -> Data:
        return {"title": value["title"], "items": items(value["items"], *at, "items")}

    def check(self, value: Data, *at: object) -> Data:
        return {"question": value["question"], "options": items(value["options"], *at, "options")}

    def policy_clause(self, value: str, *at: object) -> Data:
        return {"clause": self.clause(value)}

    def takeaways(self, value: list[str], *at: object) -> Data:
        return {"items": items(value, *at, "items")}


def answer(question: Data) -> list[Block]:
    """The raw data of the answer field of a question."""
    place = ("question", question["key"])
    match question["type"]:
        case "single" | "multiple" as kind:
            value: Data = {"options": items(question["options"], *place, "options")}
            if kind == "multiple":
                value["marking"] = question.get("marking", "right_minus_wrong")
        case "true_false" as kind:
            value = {
                "answer": "true" if question["answer"] else "false",
                "feedback_true": question["feedback_true"],
                "feedback_false": question["feedback_false"],
            }
        case "matching" as kind:
            value = {
                "pairs": items(question["pairs"], *place, "pairs"),
                "extra": items(question.get("extra", []), *place, "extra"),
            }
        case kind:
            raise ValueError(f"unknown type of question: {kind}")
    block = {"single": "single_choice", "multiple": "multiple_choice"}.get(kind, kind)
    return [{"type": block, "value": value, "id": str(key(*place))}]


def clauses(policy: str, data: Data) -> list[Block]:
    return [
        {
            "type": "clause",
            "id": str(key("policy", policy, clause["id"])),
            "value": {
                "level": str(clause["level"]),
                "heading": clause.get("heading", ""),
                "text": html(clause.get("text", "")),
            },
        }
        for clause in data["clauses"]
    ]


def outcomes(course: str, data: Data) -> list[Block]:
    return [
        {"type": "outcome", "value": text, "id": str(key("course", course, "outcomes", index))}
        for index, text in enumerate(data["outcomes"])
    ]
