"""What is counted of an answer."""

import json
from fractions import Fraction
from typing import Any

import pytest

from quizzes.domain.questions import Matching, MultipleChoice, SingleChoice, TrueFalse
from quizzes.domain.statistics.parts import countable, offered_parts, parts_of, right_parts, shown_parts

SINGLE = SingleChoice(("a", "b"), "b")
SEVERAL = MultipleChoice(("a", "b", "c"), frozenset({"a", "c"}))


@pytest.mark.parametrize(
    ("answer", "parts"),
    [
        ({}, []),
        ({"choice": "a"}, [{"choice": "a"}]),
        ({"choices": ["a", "c"]}, [{"choices": ["a"]}, {"choices": ["c"]}]),
        ({"pairs": {"a": "b", "c": "c"}}, [{"pairs": {"a": "b"}}, {"pairs": {"c": "c"}}]),
        ({"lines": ["b"]}, [{"lines": ["b"]}]),
        ({"order": ["c", "a"]}, [{"order": ["c", "a"]}]),
        ({"text": "شش"}, [{"text": "شش"}]),
    ],
)
def test_parts_are_answers(answer: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    assert [json.loads(part) for part in parts_of(answer)] == parts


@pytest.mark.parametrize(
    ("question", "offered", "right"),
    [
        (SINGLE, 2, [{"choice": "b"}]),
        (SEVERAL, 3, [{"choices": ["a"]}, {"choices": ["c"]}]),
        (TrueFalse(False), 2, [{"choice": "false"}]),
        (Matching(("a", "b"), ("x",)), 0, [{"pairs": {"a": "a"}}, {"pairs": {"b": "b"}}]),
    ],
)
def test_what_is_offered_and_what_is_right(question: Any, offered: int, right: list[dict[str, Any]]) -> None:
    assert len(offered_parts(question, {})) == offered
    assert [json.loads(part) for part in right_parts(question, {})] == right
    assert countable(question, {})


def test_what_a_person_has_to_mark_is_not_listed() -> None:
    class Essay:
        def best(self, words: object) -> dict[str, str]:
            return {"text": ""}

        def mark(self, answer: object, words: object) -> Fraction | None:
            return None

    assert not countable(Essay(), {})


def test_a_table_lists_what_was_offered_what_is_right_and_the_most_frequent() -> None:
    counts = {"rare": [1, 0, 0], "often": [2, 2, 2], "now and then": [1, 1, 0], "again": [0, 0, 3]}
    assert shown_parts(counts, ["offered"], ["right", "offered"], most=2) == ["offered", "right", "often", "again"]
    assert shown_parts(counts, [], [], most=9) == ["often", "again", "now and then"]
