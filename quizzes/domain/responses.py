"""Responses as other systems write them into a cell of a table, turned into answers.

One option is its plain text, a statement is 1/0 or true/false, what is typed stands as it was typed. Several parts are
a JSON object: `{option: "1"}`, `{prompt: match}`, `{item: group}`, `{gap number: text}`; an order is a JSON list of
its items. An empty cell is no answer.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from quizzes.domain.formats.plain import plain
from quizzes.domain.questions import Answer, Matching, Question, Words

TRUE, FALSE = {"1", "true", "yes"}, {"", "0", "false", "no", "none", "null"}


class ResponseError(ValueError):
    """The cell names something that the question does not have. `args[0]`: what."""


def read_response(question: Question, words: Words, text: str) -> Answer:
    """The answer that a cell means; `{}` for none. Raises ResponseError."""
    text = text.strip()
    return READERS[question.type](question, words, text) if text else {}


def read_choice(question: Question, words: Words, text: str) -> Answer:
    return question.read({"choice": find(text, texts(words["options"]))})


def read_reply(question: Question, words: Words, text: str) -> Answer:
    return question.read({"choice": find(text, texts(words["replies"]))})


def read_statement(question: Question, words: Words, text: str) -> Answer:
    word = text.casefold()
    if word not in TRUE | FALSE:
        raise ResponseError(text)
    return question.read({"choice": "true" if word in TRUE else "false"})


def read_choices(question: Question, words: Words, text: str) -> Answer:
    return question.read({"choices": chosen(text, texts(words["options"]))})


def read_lines(question: Question, words: Words, text: str) -> Answer:
    return question.read({"lines": chosen(text, texts(words["lines"]))})


def read_pairs(question: Matching, words: Words, text: str) -> Answer:
    prompts = {key: pair["prompt"] for key, pair in words["pairs"].items()}
    worded = {key: pair["match"] for key, pair in words["pairs"].items()} | dict(words["extra"])
    # Several prompts may have one match. The question names each match once; the wording has no order to go by.
    matches = {key: worded[key] for key in question.matches}
    pairs = {find(prompt, prompts): find(match, matches) for prompt, match in parts(text).items() if match}
    return question.read({"pairs": pairs})


def read_groups(question: Question, words: Words, text: str) -> Answer:
    names = {key: group["name"] for key, group in words["groups"].items()}
    items = texts(words["items"])
    return question.read(
        {"groups": {find(item, items): find(name, names) for item, name in parts(text).items() if name}}
    )


def read_order(question: Question, words: Words, text: str) -> Answer:
    return question.read({"order": [find(item, texts(words["items"])) for item in elements(text)]})


def read_gaps(question: Question, words: Words, text: str) -> Answer:
    """Gaps are numbered as they stand in the text."""
    keys = [segment["gap"] for segment in words["segments"] if "gap" in segment]
    numbered = {str(place): key for place, key in enumerate(keys, start=1)}
    given = {}
    for number, entry in parts(text).items():
        key = numbered.get(number)
        if key is None:
            raise ResponseError(number)
        options = words["gaps"][key].get("options")
        if entry:
            given[key] = entry if options is None else find(entry, texts(options))
    return question.read({"gaps": given})


def read_typed(question: Question, words: Words, text: str) -> Answer:
    return question.read({"text": text})


READERS: Mapping[str, Callable[[Any, Words, str], Answer]] = {
    "single_choice": read_choice,
    "multiple_choice": read_choices,
    "true_false": read_statement,
    "matching": read_pairs,
    "short_text": read_typed,
    "number": read_typed,
    "gaps": read_gaps,
    "ordering": read_order,
    "groups": read_groups,
    "best_reply": read_reply,
    "mistake": read_lines,
    "free_text": read_typed,
}


# The smallest parts


def texts(parts_: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {key: part["text"] for key, part in parts_.items()}


def find(text: str, among: Mapping[str, str]) -> str:
    """The key of a text; spaces make no difference, nor does markup around it. Raises ResponseError."""
    wanted = spaced(text)
    without_markup = spaced(plain(text, "moodle").text)
    for same in (wanted, without_markup):
        for key, known in among.items():
            if spaced(known) == same:
                return key
    raise ResponseError(text)


def spaced(text: str) -> str:
    return " ".join(text.split())


def chosen(text: str, among: Mapping[str, str]) -> list[str]:
    return [find(option, among) for option, mark in parts(text).items() if mark.casefold() not in FALSE]


def parts(text: str) -> dict[str, str]:
    """A JSON object of texts. Raises ResponseError."""
    value = loaded(text)
    if not isinstance(value, dict) or any(isinstance(part, dict | list) for part in value.values()):
        raise ResponseError(text)
    return {name: written(part) for name, part in value.items()}


def elements(text: str) -> Iterable[str]:
    """A JSON list of texts, or an object with the place of each: `{"1": …}`. Raises ResponseError."""
    value = loaded(text)
    if isinstance(value, dict) and all(name.isdecimal() for name in value):
        value = [value[name] for name in sorted(value, key=int)]
    if not isinstance(value, list) or any(isinstance(part, dict | list) for part in value):
        raise ResponseError(text)
    return map(written, value)


def loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ResponseError(text) from None


def written(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "1" if value is True else str(value).strip()
