"""The files of the starter academy have the same parts in every language."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from markdown_it import MarkdownIt

from academy.settings.languages import LANGUAGES
from academy.starter import files

# What is not wording, and so is the same in every language.
FIXED = {
    "key", "id", "file", "kind", "channel", "who", "type", "correct", "answer", "minutes", "pass_mark", "tries",
    "change_class", "clause", "level",
}  # fmt: skip
PATHS = sorted(str(path.relative_to(files.CONTENT / "en")) for path in (files.CONTENT / "en").rglob("*.yaml"))
TRANSLATED = [code for code, _name in LANGUAGES if code != files.SOURCE]


def test_every_language_has_its_folder() -> None:
    assert set(files.languages()) == {code for code, _name in LANGUAGES}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", TRANSLATED)
def test_translation_has_the_parts_of_its_source(language: str, path: str) -> None:
    assert list(differences(files.read("en", path), files.read(language, path), path)) == []


def differences(source: Any, translated: Any, path: str) -> Iterator[str]:
    """Where a translation is not of the same form as its source."""
    if type(source) is not type(translated):
        yield f"{path}: {type(translated).__name__} for {type(source).__name__}"
    elif isinstance(source, dict):
        yield from key_differences(source, translated, path)
    elif isinstance(source, list):
        if len(source) != len(translated):
            yield f"{path}: {len(translated)} parts for {len(source)}"
        for number, (one, other) in enumerate(zip(source, translated, strict=False)):
            yield from differences(one, other, f"{path}[{number}]")
    elif isinstance(source, str) and (not translated.strip() or shape(source) != shape(translated)):
        yield f"{path}: empty, or other paragraphs, headings or lists than its source"


def key_differences(source: dict[str, Any], translated: dict[str, Any], path: str) -> Iterator[str]:
    if list(source) != list(translated):
        yield f"{path}: {list(translated)} for {list(source)}"
        return
    for name, value in source.items():
        if name in FIXED and not isinstance(value, (dict, list)):
            if value != translated[name]:
                yield f"{path}.{name}: must stay {value!r}"
        else:
            yield from differences(value, translated[name], f"{path}.{name}")


def shape(markdown: str) -> list[str]:
    """The block elements of a text, by which its segments are paired."""
    return re.findall(r"</?(?:p|h\d|ul|ol|li)>", MarkdownIt().render(markdown)) if "\n" in markdown.strip() else []


def test_a_missing_paragraph_is_a_difference() -> None:
    assert list(differences("One.\n\nTwo.", "Einn.\n\nog sami", "x")) == []
    assert list(differences("One.\n\nTwo.\n\nThree.", "Einn.\n\nTveir.", "x"))


@pytest.mark.parametrize("course", files.courses())
def test_a_quiz_asks_ten_questions_of_at_least_four_types(course: str) -> None:
    questions = files.read("en", f"courses/{course}/quiz.yaml")["questions"]
    assert len(questions) >= 10
    assert {question["type"] for question in questions} >= {"single", "multiple", "true_false", "matching"}
    assert len({question["key"] for question in questions}) == len(questions)


@pytest.mark.parametrize("course", files.courses())
def test_the_right_option_of_a_single_choice_is_the_only_one_and_not_always_at_one_place(course: str) -> None:
    places = []
    for question in files.read("en", f"courses/{course}/quiz.yaml")["questions"]:
        if question["type"] == "single":
            right = [place for place, option in enumerate(question["options"]) if option["correct"]]
            assert len(right) == 1, question["key"]
            places += right
    assert len(set(places)) > 1
