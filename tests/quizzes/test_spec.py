from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.spec import (
    Marking,
    Matching,
    MultipleChoice,
    Question,
    SingleChoice,
    TrueFalse,
    from_payload,
)

SINGLE = SingleChoice(("a", "b", "c"), "b")
MULTIPLE = MultipleChoice(("a", "b", "c", "d"), frozenset("ac"))
STRICT = MultipleChoice(("a", "b", "c"), frozenset("ac"), Marking.ALL_OR_NOTHING)
TRUE_FALSE = TrueFalse(right=False)
MATCHING = Matching(("p", "q", "r"), ("x",))
ALL = (SINGLE, MULTIPLE, STRICT, TRUE_FALSE, MATCHING)


@pytest.mark.parametrize(
    ("question", "answer", "share"),
    [
        (SINGLE, {"choice": "b"}, 1),
        (SINGLE, {"choice": "a"}, 0),
        (SINGLE, {}, 0),
        (MULTIPLE, {"choices": ["a", "c"]}, 1),
        (MULTIPLE, {"choices": ["a"]}, Fraction(1, 2)),
        (MULTIPLE, {"choices": ["a", "b"]}, 0),
        (MULTIPLE, {"choices": ["a", "b", "c"]}, Fraction(1, 2)),
        (MULTIPLE, {"choices": ["b", "d"]}, 0),
        (MULTIPLE, {"choices": ["a", "b", "c", "d"]}, 0),
        (MULTIPLE, {}, 0),
        (STRICT, {"choices": ["a", "c"]}, 1),
        (STRICT, {"choices": ["a"]}, 0),
        (STRICT, {"choices": ["a", "b", "c"]}, 0),
        (TRUE_FALSE, {"choice": "false"}, 1),
        (TRUE_FALSE, {"choice": "true"}, 0),
        (TRUE_FALSE, {}, 0),
        (MATCHING, {"pairs": {"p": "p", "q": "q", "r": "r"}}, 1),
        (MATCHING, {"pairs": {"p": "p", "q": "r", "r": "q"}}, Fraction(1, 3)),
        (MATCHING, {"pairs": {"p": "x"}}, 0),
        (MATCHING, {}, 0),
    ],
)
def test_mark(question: Question, answer: dict[str, Any], share: Fraction) -> None:
    assert question.mark(answer) == share


@pytest.mark.parametrize(
    ("question", "given_answer", "answer"),
    [
        (SINGLE, {"choice": "b"}, {"choice": "b"}),
        (SINGLE, {"choice": "zzz"}, {}),
        (SINGLE, {"choice": None}, {}),
        (MULTIPLE, {"choices": ["c", "a", "zzz"]}, {"choices": ["a", "c"]}),
        (MULTIPLE, {"choices": []}, {}),
        (MULTIPLE, {"choices": "a"}, {}),
        (TRUE_FALSE, {"choice": "true"}, {"choice": "true"}),
        (TRUE_FALSE, {"choice": True}, {}),
        (MATCHING, {"pairs": {"p": "x", "zzz": "p"}}, {"pairs": {"p": "x"}}),
        (MATCHING, {"pairs": {"p": 7}}, {}),
        (MATCHING, {"pairs": None}, {}),
    ],
)
def test_read_keeps_only_what_belongs_to_the_question(
    question: Question, given_answer: dict[str, Any], answer: dict[str, Any]
) -> None:
    assert question.read(given_answer) == answer


@pytest.mark.parametrize(
    ("question", "share"),
    [(SINGLE, Fraction(1, 3)), (MULTIPLE, 0), (STRICT, Fraction(1, 7)), (TRUE_FALSE, Fraction(1, 2))],
)
def test_guess(question: Question, share: Fraction) -> None:
    assert question.guess() == share


def test_matches_are_dealt_with_the_extra_ones() -> None:
    assert MATCHING.deal(lambda keys: keys[::-1]) == ("x", "r", "q", "p")


def test_true_stands_before_false_whatever_the_shuffle() -> None:
    assert TRUE_FALSE.deal(lambda keys: keys[::-1]) == ("true", "false")


@pytest.mark.parametrize("question", ALL)
def test_payload_round_trip(question: Question) -> None:
    assert from_payload(question.payload()) == question


def test_unknown_type_is_refused() -> None:
    with pytest.raises(ValueError, match="essay"):
        from_payload({"type": "essay"})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(list("abcdpqrx")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(list("pqrx")), inner, max_size=4),
    max_leaves=8,
)


@given(
    question=st.sampled_from(ALL),
    sent=st.fixed_dictionaries({}, optional={"choice": JSON, "choices": JSON, "pairs": JSON}),
)
def test_whatever_is_sent_is_read_and_marked_between_nothing_and_everything(
    question: Question, sent: dict[str, Any]
) -> None:
    answer = question.read(sent)
    assert question.read(answer) == answer
    assert 0 <= question.mark(answer) <= 1
