"""What editors may write, and what becomes of it. No database: a form is a form."""

import json
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructValue

from quizzes.blocks import AnswerBlock
from quizzes.blocks.gaps import segments_of
from quizzes.domain.questions import Band, Gaps, Number, ShortText
from quizzes.models import Question
from quizzes.presentation import preview_of
from tests import builders
from tests.builders import accepted, items, option

BLOCK = AnswerBlock()
HALF = Fraction(1, 2)


def written(raw: str, **changes: Any) -> Any:
    """The form of a builder, with some of its fields written differently."""
    [data] = json.loads(raw)
    return BLOCK.to_python([{**data, "value": {**data["value"], **changes}}])


def form_of(raw: str, **changes: Any) -> tuple[Any, StructValue]:
    child = written(raw, **changes)[0]
    return child.block, child.value


def problem(raw: str, **changes: Any) -> str:
    """What the editor is told; empty when nothing is."""
    try:
        BLOCK.clean(written(raw, **changes))
    except ValidationError as error:
        return str(error.block_errors[0].as_json_data())
    return ""


@pytest.mark.parametrize("builder", builders.ALL_TYPES)
def test_what_the_builders_write_has_no_problem(builder: Any) -> None:
    assert problem(builder()) == ""


@pytest.mark.parametrize("builder", [one for one in builders.ALL_TYPES if one is not builders.free_text])
def test_what_is_written_can_be_answered(builder: Any) -> None:
    block, value = form_of(builder())
    question, words = block.question(value), block.wording(value)
    assert question.mark(question.best(words), words) == 1


def test_a_short_text() -> None:
    block, value = form_of(builders.short_text(), ignore_accents=False)
    question = block.question(value)
    assert isinstance(question, ShortText)
    assert list(question.shares.values()) == [1, HALF]
    assert not question.comparison.ignore_accents
    first = next(iter(question.shares))
    assert block.wording(value)["answers"][first]["spellings"] == ["listen*", "hear them out"]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([accepted("listen", share=50)], "100 percent"),
        ([accepted("li*"), accepted("listen", share=50)], "“listen” is never reached"),
        ([accepted("Ý"), accepted("y", share=50)], "“y” is never reached"),
        ([accepted("listen", "listen")], ""),
        ([accepted("listen", share=50), accepted("li*")], ""),
    ],
)
def test_each_spelling_has_to_be_reached(answers: list[dict[str, Any]], said: str) -> None:
    found = problem(builders.short_text(), answers=items(*answers, place="x"))
    assert (said in found) if said else not found


def band(value: str | None = "4", **fields: Any) -> dict[str, Any]:
    return {"value": value, "share": 100, "feedback": "", **fields}


@pytest.mark.parametrize(
    ("fields", "low", "high"),
    [
        ({}, 4, 4),
        ({"tolerance": "0.1"}, Fraction("3.9"), Fraction("4.1")),
        ({"tolerance": "10", "tolerance_is": "relative"}, Fraction("3.6"), Fraction("4.4")),
        ({"value": "-4", "tolerance": "10", "tolerance_is": "relative"}, Fraction("-4.4"), Fraction("-3.6")),
        ({"up_to": "5.5"}, 4, Fraction("5.5")),
        ({"value": None}, None, None),
    ],
)
def test_a_band(fields: dict[str, Any], low: Fraction | None, high: Fraction | None) -> None:
    block, value = form_of(builders.number(), bands=items(band(**fields), place="x"))
    question = block.question(value)
    assert isinstance(question, Number)
    assert question.bands == (Band(builders.key("x", 0), low, high),)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"bands": [band(share=50)]}, "100 percent"),
        ({"bands": [band(tolerance="2"), band("5", share=50)]}, "never reached"),
        ({"bands": [band("5", share=50), band(tolerance="2")]}, ""),
        ({"bands": [band(None), band("5")]}, "never reached"),
        ({"bands": [band(up_to="3")]}, "larger number"),
        ({"bands": [band(up_to="5", tolerance="1")]}, "A range needs"),
        ({"bands": [band(None, up_to="5")]}, "A range needs"),
        ({"units": []}, "which units"),
        ({"units": [], "unit_rule": "not_asked"}, ""),
        ({"units": [{"names": "g", "factor": "0.001"}]}, "1 of itself"),
        ({"units": [{"names": "kg", "factor": "1"}, {"names": "g", "factor": "0"}]}, "can not be 0"),
    ],
)
def test_what_an_editor_is_told_of_a_number(changes: dict[str, Any], said: str) -> None:
    lists = {name: items(*part, place=name) if isinstance(part, list) else part for name, part in changes.items()}
    found = problem(builders.number(), **lists)
    assert (said in found) if said else not found


def test_gaps() -> None:
    block, value = form_of(builders.gaps())
    question = block.question(value)
    assert isinstance(question, Gaps)
    typed, chosen, bank = question.gaps
    assert [gap.chosen for gap in question.gaps] == [False, True, True]
    assert [gap.weight for gap in question.gaps] == [1, 1, 2]
    assert list(typed.shares.values()) == [1]
    assert list(chosen.shares.values()) == [1, 0]
    assert bank.shares == {bank.key: 1, builders.key("gaps/extra", 0): 0}


def test_two_gaps_with_the_same_word_offer_it_once() -> None:
    listed = [
        {**gap("bank", word=word), "id": place} for place, word in [("ask", "ask"), ("tell", "tell"), ("too", "ask")]
    ]
    block, value = form_of(builders.gaps(), text="[[1]] [[2]] [[3]]", gaps=listed, extra=[])
    question, wording = block.question(value), block.wording(value)
    assert [dict(gap.shares) for gap in question.gaps] == [
        {"ask": 1, "tell": 0},
        {"ask": 0, "tell": 1},
        {"ask": 1, "tell": 0},
    ]
    assert question.mark({"gaps": {"ask": "ask", "tell": "tell", "too": "ask"}}, wording) == 1


FIGURES = {"value", "tolerance", "share", "factor", "unit_cost", "weight"}
KEPT = {"id", "type", "marking", "unit_rule", "ignore_case", "ignore_accents"}


def emptied(value: Any, name: str = "") -> Any:
    """A form in which nothing is filled in, as the browser sends it."""
    if isinstance(value, dict):
        item = "type" in value  # of a list: its value is no number
        return {one: part if one in KEPT else emptied(part, "" if item else one) for one, part in value.items()}
    if isinstance(value, list):
        return [emptied(part) for part in value]
    return None if name in FIGURES else ""


@pytest.mark.parametrize("builder", [builders.short_text, builders.number, builders.gaps])
def test_a_form_that_is_still_empty_is_shown_or_is_not_yet(builder: Any) -> None:
    """An editor's preview follows each key that is pressed: see `presentation.preview_of`."""
    [data] = json.loads(builder())
    question = Question(answer=json.dumps([{**data, "value": emptied(data["value"])}]), stem="")
    assert preview_of(question) is None or preview_of(question).given == []


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("Within [[1]] to [[2]].", ["Within ", 1, " to ", 2, "."]),
        ("[[ ۲ ]] ‏تا [[۱]]", [2, " ‏تا ", 1]),
        ("[[1]][[2]][[1]][[9]]", [1, 2]),
        ("[1] none", ["[1] none"]),
        ("", []),
    ],
)
def test_where_the_gaps_stand(text: str, segments: list[str | int]) -> None:
    keys = ["one", "two"]
    expected = [{"text": part} if isinstance(part, str) else {"gap": keys[part - 1]} for part in segments]
    assert segments_of(text, keys) == expected


def gap(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": kind, "value": {**fields, "weight": 1}, "id": kind}


WORD = gap("bank", word="letter")
UNKNOWN = gap("typed", answers=items(accepted("two", share=0), place="x"))
NONE_RIGHT = gap("chosen", options=items(option("a"), option("b"), place="x"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "[[1]] [[2]] and no third"}, "Gap 3 has no place: write [[3]]"),
        ({"text": "[[1]] [[2]] [[3]] [[4]]"}, "gap 4, which is not in the list"),
        ({"text": "[[1]] [[2]] [[3]] [[1]]"}, "Gap 1 stands in the text twice"),
        ({"text": "[[3]], [[2]]: [[1]]"}, ""),
        ({"text": "[[1]]", "gaps": [WORD]}, "read the same"),
        ({"text": "[[1]]", "gaps": [WORD], "extra": []}, "only one word"),
        ({"text": "[[1]]", "gaps": [UNKNOWN], "extra": []}, "Gap 1: One answer has to earn 100 percent"),
        ({"text": "[[1]]", "gaps": [NONE_RIGHT], "extra": []}, "Gap 1: Mark an option as right"),
        ({"text": "[[1]]", "gaps": [UNKNOWN]}, "further words would not be shown"),
    ],
)
def test_what_an_editor_is_told_of_gaps(changes: dict[str, Any], said: str) -> None:
    found = problem(builders.gaps(), **changes)
    assert (said in found) if said else not found
