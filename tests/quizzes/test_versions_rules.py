"""What changed between versions, and what reads the same, in tables."""

from typing import Any

import pytest

from quizzes.domain.differences import Version, differences
from quizzes.domain.likeness import content_of
from tests.domain.test_pieces import written


def choice(right: str = "a", stem: str = "Which tone?", **more: Any) -> Version:
    texts = {"a": "Kind", "b": "Rude"} | more.pop("texts", {})
    words = {"stem": stem, "options": {key: {"text": text, "feedback": ""} for key, text in texts.items()}}
    return Version({"type": "single_choice", "options": list(texts), "right": right, **more}, words)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (choice(), choice(), []),
        (choice(), choice(stem="Which kind tone?"), [("stem", "", "Which[+ kind] tone?")]),
        (choice(), choice(right="b"), [("right", "", "[-Kind][+Rude]")]),
        (choice(), choice(texts={"b": "Harsh"}), [("text", "Harsh", "[-Rude][+Harsh]")]),
        (choice(), choice(texts={"c": "Late"}), [("text", "Late", "[+Late]"), ("options", "", None)]),
        (choice(texts={"c": "Late"}), choice(), [("options", "", None), ("text", "Late", "[-Late]")]),
        (choice(), choice(shares={"b": "1/2"}), [("b", "Rude", "[+50 %]")]),
        (
            Version({"type": "ordering", "items": ["x", "y"]}, {"items": {"x": {"text": "1st"}, "y": {"text": "2nd"}}}),
            Version({"type": "ordering", "items": ["y", "x"]}, {"items": {"x": {"text": "1st"}, "y": {"text": "2nd"}}}),
            [("items", "", "[-1st][+2nd] · [-2nd][+1st]")],
        ),
        (
            Version({"bands": [{"key": "k", "low": "1/2", "high": "3"}]}, {}),
            Version({"bands": [{"key": "k", "low": "1/2", "high": "4"}]}, {}),
            [("high", "", "[-3][+4]")],
        ),
    ],
)
def test_what_changed(before: Version, after: Version, expected: list[tuple[str, str, str | None]]) -> None:
    found = differences(before, after)
    assert [(one.field, one.about) for one in found] == [(field, about) for field, about, _shown in expected]
    for one, (_field, _about, shown) in zip(found, expected, strict=True):
        assert shown is None or written(one.pieces) == shown


WORDS = {"language": "en", "stem": "Which tone?", "feedback": "x", "options": {"a": {"text": "Kind", "feedback": "y"}}}


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (WORDS | {"stem": "  which TONE? "}, True),
        (WORDS | {"feedback": "Something else", "options": {"z": {"text": "kind", "feedback": ""}}}, True),
        (WORDS | {"stem": "Which tone"}, False),
        (WORDS | {"options": {"a": {"text": "Rude", "feedback": "y"}}}, False),
        (WORDS | {"options": {"a": {"text": "Kind"}, "b": {"text": "Rude"}}}, False),
    ],
)
def test_what_reads_the_same(other: dict[str, Any], alike: bool) -> None:
    assert (content_of(WORDS) == content_of(other)) is alike


def test_the_order_of_what_is_offered_makes_no_difference() -> None:
    one = {"stem": "?", "options": {"a": {"text": "1"}, "b": {"text": "2"}}}
    two = {"stem": "?", "options": {"x": {"text": "2"}, "y": {"text": "1"}}}
    assert content_of(one) == content_of(two)
