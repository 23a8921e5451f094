"""Cells of other systems' tables, and the answers that they mean."""

import pytest

from quizzes.domain.questions import (
    BestReply,
    Gap,
    Gaps,
    Groups,
    Matching,
    Mistake,
    MultipleChoice,
    Number,
    Ordering,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from quizzes.domain.responses import ResponseError, read_response

OPTIONS = {"options": {"a": {"text": "Listen"}, "b": {"text": "Ask  again"}, "c": {"text": "1 < 2"}}}
SINGLE = SingleChoice(("a", "b", "c"), "a"), OPTIONS
SEVERAL = MultipleChoice(("a", "b", "c"), frozenset("ab")), OPTIONS
STATEMENT = TrueFalse(True), {}
PAIRS = (
    Matching(("a", "b", "c"), ("d",), {"c": "a"}),
    {
        "pairs": {  # a database may keep the parts of an object in any order
            "c": {"prompt": "newt", "match": "amphibian"},
            "a": {"prompt": "frog", "match": "amphibian"},
            "b": {"prompt": "cat", "match": "mammal"},
        },
        "extra": {"d": "insect"},
    },
)
TYPED = ShortText({"a": 1}), {"answers": {"a": {"spellings": ["x"]}}}
NUMBER = Number((), {}), {}
ITEMS = {"a": {"text": "one"}, "b": {"text": "two"}, "c": {"text": "three"}}
ORDER = Ordering(("a", "b", "c")), {"items": ITEMS}
GROUPS = (
    Groups(("a", "b", "c"), ("g", "h"), {"a": "g", "b": "h", "c": "h"}),
    {"items": ITEMS, "groups": {"g": {"name": "odd"}, "h": {"name": "even"}}},
)
REPLY = BestReply(("a", "b"), {"a": 1, "b": 0}), {"replies": {"a": {"text": "Yes"}, "b": {"text": "No"}}}
LINES = Mistake(("a", "b", "c"), frozenset("a")), {"lines": ITEMS}
GAPS = (
    Gaps((Gap("x", {"a": 1}, chosen=False), Gap("y", {"a": 1, "b": 0}, chosen=True))),
    {
        "segments": [{"text": "It is "}, {"gap": "y"}, {"gap": "x"}],
        "gaps": {"x": {"answers": {}}, "y": {"options": {"a": {"text": "red"}, "b": {"text": "blue"}}}},
    },
)

ANSWERS = [
    (SINGLE, "Listen", {"choice": "a"}),
    (SINGLE, " Ask again ", {"choice": "b"}),
    (SINGLE, "<p>Ask <b>again</b></p>", {"choice": "b"}),
    (SINGLE, "1 < 2", {"choice": "c"}),
    (SINGLE, "", {}),
    (SEVERAL, '{"Listen": "1", "1 < 2": "1"}', {"choices": ["a", "c"]}),
    (SEVERAL, '{"Listen": 1, "Ask again": "0", "1 < 2": false}', {"choices": ["a"]}),
    (SEVERAL, '{"Listen": "0"}', {}),
    (STATEMENT, "1", {"choice": "true"}),
    (STATEMENT, "True", {"choice": "true"}),
    (STATEMENT, "0", {"choice": "false"}),
    (STATEMENT, "false", {"choice": "false"}),
    (STATEMENT, " ", {}),
    (PAIRS, '{"frog": "amphibian", "newt": "amphibian", "cat": "insect"}', {"pairs": {"a": "a", "b": "d", "c": "a"}}),
    (PAIRS, '{"frog": "mammal", "cat": ""}', {"pairs": {"a": "b"}}),
    (TYPED, "Frogs and toads", {"text": "Frogs and toads"}),
    (NUMBER, "3,14", {"text": "3,14"}),
    (ORDER, '["two", "one", "three"]', {"order": ["b", "a", "c"]}),
    (ORDER, '{"2": "one", "1": "two", "3": "three"}', {"order": ["b", "a", "c"]}),
    (GROUPS, '{"one": "odd", "two": "odd", "three": null}', {"groups": {"a": "g", "b": "g"}}),
    (REPLY, "No", {"choice": "b"}),
    (LINES, '{"two": "1"}', {"lines": ["b"]}),
    (GAPS, '{"1": "blue", "2": "Typed here"}', {"gaps": {"y": "b", "x": "Typed here"}}),
]


@pytest.mark.parametrize(("asked", "cell", "answer"), ANSWERS)
def test_what_a_cell_means(asked: tuple[object, dict], cell: str, answer: dict) -> None:
    assert read_response(*asked, cell) == answer


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        (SINGLE, "listen"),
        (SINGLE, "Shout"),
        (SEVERAL, '{"Shout": "1"}'),
        (SEVERAL, "Listen, Ask"),
        (SEVERAL, '["Listen"]'),
        (SEVERAL, '{"Listen": {"a": 1}}'),
        (STATEMENT, "maybe"),
        (PAIRS, '{"dog": "mammal"}'),
        (PAIRS, '{"cat": "fish"}'),
        (ORDER, '["four"]'),
        (ORDER, "one, two"),
        (GROUPS, '{"one": "prime"}'),
        (GAPS, '{"3": "red"}'),
        (GAPS, '{"1": "green"}'),
        (SEVERAL, "[" * 100_000),
    ],
)
def test_a_cell_that_names_nothing(asked: tuple[object, dict], cell: str) -> None:
    with pytest.raises(ResponseError):
        read_response(*asked, cell)
