from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.questions import (
    BestReply,
    FreeText,
    Groups,
    Marking,
    Matching,
    Mistake,
    MultipleChoice,
    Ordering,
    Placing,
    Question,
    SingleChoice,
    TrueFalse,
    Words,
    from_payload,
)
from tests.quizzes.test_gaps import GAPS, GAPS_WORDS, STRICT_GAPS
from tests.quizzes.test_number import MINUTES, MINUTES_WORDS, WEIGHT, WEIGHT_WORDS
from tests.quizzes.test_short_text import EXACT, REFUND, REFUND_WORDS

SINGLE = SingleChoice(("a", "b", "c"), "b")
MULTIPLE = MultipleChoice(("a", "b", "c", "d"), frozenset("ac"))
STRICT = MultipleChoice(("a", "b", "c"), frozenset("ac"), Marking.ALL_OR_NOTHING)
TRUE_FALSE = TrueFalse(right=False)
MATCHING = Matching(("p", "q", "r"), ("x",))
SAME = Matching(("p", "q", "r"), (), {"r": "p"})
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
WEIGHED = SingleChoice(("a", "b", "c"), "b", {"a": HALF, "c": -HALF})
PER_OPTION = MultipleChoice(
    ("a", "b", "c", "d"), frozenset("ab"), Marking.PER_OPTION, {"a": THIRD, "b": 2 * THIRD, "c": -HALF}
)
PLACES = Ordering(tuple("abcd"))
NEIGHBOURS = Ordering(tuple("abcd"), Placing.NEIGHBOURS)
WHOLE = Ordering(tuple("abcd"), Placing.ALL_OR_NOTHING)
GROUPS = Groups(tuple("abc"), ("p", "q", "r"), {"a": "p", "b": "p", "c": "q"})
ALL_GROUPS = Groups(tuple("abc"), ("p", "q"), {"a": "p", "b": "p", "c": "q"}, all_or_nothing=True)
WORTH = {"a": Fraction(1), "b": HALF, "c": Fraction(0), "d": -HALF, "p": Fraction(-1)}
REPLY = BestReply(tuple("abcdp"), WORTH)
COSTLY = BestReply(tuple("abcdp"), WORTH, floored=False)
ONE_MISTAKE = Mistake(tuple("abcd"), frozenset("b"))
MISTAKES = Mistake(tuple("abcd"), frozenset("bd"))
ALL_MISTAKES = Mistake(tuple("abc"), frozenset("bc"), Marking.ALL_OR_NOTHING)
WRITTEN = FreeText(("a", "b"), {"a": 2, "b": 3}, least=5)
BY_KEYS = (
    *(SINGLE, MULTIPLE, STRICT, TRUE_FALSE, MATCHING, SAME, WEIGHED, PER_OPTION),
    *(PLACES, NEIGHBOURS, WHOLE, GROUPS, ALL_GROUPS, REPLY, COSTLY, ONE_MISTAKE, MISTAKES, ALL_MISTAKES),
)
BY_WORDS: tuple[tuple[Question, Words], ...] = (
    (REFUND, REFUND_WORDS),
    (EXACT, REFUND_WORDS),
    (MINUTES, MINUTES_WORDS),
    (WEIGHT, WEIGHT_WORDS),
    (GAPS, GAPS_WORDS),
    (STRICT_GAPS, GAPS_WORDS),
)
ALL = (*BY_KEYS, *(question for question, _words in BY_WORDS), WRITTEN)
WORDED: tuple[tuple[Question, Words], ...] = (*((question, {}) for question in BY_KEYS), *BY_WORDS)


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
        (SAME, {"pairs": {"p": "p", "q": "q", "r": "p"}}, 1),
        (SAME, {"pairs": {"p": "q", "q": "q", "r": "q"}}, THIRD),
        (WEIGHED, {"choice": "b"}, 1),
        (WEIGHED, {"choice": "a"}, HALF),
        (WEIGHED, {"choice": "c"}, -HALF),
        (WEIGHED, {}, 0),
        (PER_OPTION, {"choices": ["a"]}, THIRD),
        (PER_OPTION, {"choices": ["a", "b"]}, 1),
        (PER_OPTION, {"choices": ["a", "b", "d"]}, 1),
        (PER_OPTION, {"choices": ["b", "c"]}, Fraction(1, 6)),
        (PER_OPTION, {"choices": ["a", "c"]}, 0),
        (PLACES, {"order": ["a", "b", "c", "d"]}, 1),
        (PLACES, {"order": ["a", "c", "b", "d"]}, HALF),
        (PLACES, {"order": [None, None, "c"]}, Fraction(1, 4)),
        (PLACES, {"order": ["b", "c", "d", "a"]}, 0),
        (PLACES, {}, 0),
        (NEIGHBOURS, {"order": ["a", "b", "c", "d"]}, 1),
        (NEIGHBOURS, {"order": ["b", "c", "d", "a"]}, Fraction(2, 3)),
        (NEIGHBOURS, {"order": ["d", "c", "b", "a"]}, 0),
        (NEIGHBOURS, {"order": [None, "a", "b"]}, THIRD),
        (NEIGHBOURS, {"order": ["a", None, "b"]}, 0),
        (WHOLE, {"order": ["a", "b", "c", "d"]}, 1),
        (WHOLE, {"order": ["a", "b", "c"]}, 0),
        (GROUPS, {"groups": {"a": "p", "b": "p", "c": "q"}}, 1),
        (GROUPS, {"groups": {"a": "p", "b": "r"}}, THIRD),
        (GROUPS, {}, 0),
        (ALL_GROUPS, {"groups": {"a": "p", "b": "p", "c": "q"}}, 1),
        (ALL_GROUPS, {"groups": {"a": "p", "b": "p"}}, 0),
        (REPLY, {"choice": "a"}, 1),
        (REPLY, {"choice": "b"}, HALF),
        (REPLY, {"choice": "c"}, 0),
        (REPLY, {"choice": "p"}, 0),
        (REPLY, {}, 0),
        (COSTLY, {"choice": "d"}, -HALF),
        (COSTLY, {"choice": "p"}, -1),
        (COSTLY, {}, 0),
        (ONE_MISTAKE, {"lines": ["b"]}, 1),
        (ONE_MISTAKE, {"lines": ["a"]}, 0),
        (ONE_MISTAKE, {"lines": ["a", "b"]}, 0),
        (MISTAKES, {"lines": ["b", "d"]}, 1),
        (MISTAKES, {"lines": ["b"]}, HALF),
        (MISTAKES, {"lines": ["a", "b", "d"]}, HALF),
        (MISTAKES, {"lines": ["a", "c"]}, 0),
        (MISTAKES, {}, 0),
        (ALL_MISTAKES, {"lines": ["b", "c"]}, 1),
        (ALL_MISTAKES, {"lines": ["b"]}, 0),
        (ALL_MISTAKES, {"lines": ["a", "b", "c"]}, 0),
        (WRITTEN, {}, 0),
        (WRITTEN, {"text": "I see."}, None),
    ],
)
def test_mark(question: Question, answer: dict[str, Any], share: Fraction | None) -> None:
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
        (SAME, {"pairs": {"p": "r", "q": "p"}}, {"pairs": {"q": "p"}}),
        (PLACES, {"order": ["b", "zzz", "b", "a", "c"]}, {"order": ["b", None, None, "a"]}),
        (PLACES, {"order": ["a", None, 7, {}]}, {"order": ["a"]}),
        (PLACES, {"order": [None]}, {}),
        (PLACES, {"order": "abcd"}, {}),
        (GROUPS, {"groups": {"a": "q", "b": "zzz", "zzz": "p", "c": []}}, {"groups": {"a": "q"}}),
        (GROUPS, {"groups": ["a"]}, {}),
        (REPLY, {"choice": "zzz"}, {}),
        (REPLY, {"choice": ["a"]}, {}),
        (MISTAKES, {"lines": ["d", "zzz", "b", {}]}, {"lines": ["b", "d"]}),
        (MISTAKES, {"lines": "b"}, {}),
        (WRITTEN, {"text": " I see.\r\nSo. \n"}, {"text": "I see.\nSo."}),
        (WRITTEN, {"text": "a\0b\ud800c"}, {"text": "abc"}),
        (WRITTEN, {"text": "x" * 20_000}, {"text": "x" * 10_000}),
        (WRITTEN, {"text": " \n\t"}, {}),
        (WRITTEN, {"text": ["I see."]}, {}),
    ],
)
def test_read_keeps_only_what_belongs_to_the_question(
    question: Question, given_answer: dict[str, Any], answer: dict[str, Any]
) -> None:
    assert question.read(given_answer) == answer


@pytest.mark.parametrize(
    ("question", "share"),
    [
        (SINGLE, THIRD),
        # of the 15 answers: 1 for {a,c}; ½ for {a}, {c}, {a,b,c}, {a,c,d}; nothing for the others
        (MULTIPLE, Fraction(3, 15)),
        (STRICT, Fraction(1, 7)),
        (TRUE_FALSE, HALF),
        (MATCHING, Fraction(1, 4)),
        (SAME, HALF),
        (WEIGHED, THIRD),
        (PLACES, Fraction(1, 4)),
        (NEIGHBOURS, Fraction(1, 4)),
        (WHOLE, Fraction(1, 24)),
        (GROUPS, THIRD),
        (ALL_GROUPS, Fraction(1, 8)),
        (REPLY, Fraction(3, 10)),
        (COSTLY, 0),
        (ONE_MISTAKE, Fraction(1, 4)),
        # of the 15 answers: 1 for {b,d}; ½ for {b}, {d}, {a,b,d}, {b,c,d}; nothing for the others
        (MISTAKES, Fraction(3, 15)),
        (ALL_MISTAKES, Fraction(1, 7)),
        (WRITTEN, 0),
    ],
)
def test_guess(question: Question, share: Fraction) -> None:
    assert question.guess() == share


@pytest.mark.parametrize(("question", "words"), WORDED)
def test_the_best_answer_earns_everything(question: Question, words: Words) -> None:
    best = question.best(words)
    assert question.read(best) == best
    assert question.mark(best, words) == 1


@pytest.mark.parametrize(
    ("points", "share"), [({"a": 0, "b": 0}, 0), ({"a": 2, "b": 0}, Fraction(2, 5)), ({"a": 2, "b": 3}, 1)]
)
def test_the_share_of_a_rubric(points: dict[str, int], share: Fraction) -> None:
    assert WRITTEN.share_of(points) == share


def test_the_best_written_answer_is_the_model() -> None:
    assert WRITTEN.best({"model": "I see. "}) == {"text": "I see."}


@pytest.mark.parametrize("question", [PLACES, NEIGHBOURS, WHOLE])
def test_the_mean_over_every_order_is_the_guess(question: Ordering) -> None:
    orders = list(permutations(question.items))
    assert sum(question.mark({"order": list(order)}) for order in orders) / len(orders) == question.guess()


def test_an_order_is_never_dealt_as_it_should_be() -> None:
    assert PLACES.deal(lambda keys: keys) == ("b", "c", "d", "a")
    assert PLACES.deal(lambda keys: keys[::-1]) == ("d", "c", "b", "a")


def test_a_transcript_is_dealt_as_it_was_spoken() -> None:
    assert MISTAKES.deal(lambda keys: keys[::-1]) == tuple("abcd")


@pytest.mark.parametrize("question", ALL)
def test_who_reads_the_wording_says_so(question: Question) -> None:
    assert question.reads_words is (question in [question for question, _words in BY_WORDS])


@pytest.mark.parametrize(("question", "words"), BY_WORDS)
def test_without_its_wording_nothing_fits_and_nothing_breaks(question: Question, words: Words) -> None:
    assert question.mark(question.best(words)) <= 1


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
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from([*"abcdpqrx", "2 kg", "refund"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(list("pqrx")), inner, max_size=4),
    max_leaves=8,
)


NAMES = ("choice", "choices", "pairs", "order", "groups", "lines", "text", "gaps")


@given(
    worded=st.sampled_from([*WORDED, (WRITTEN, {})]),
    sent=st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, JSON)),
)
def test_whatever_is_sent_is_read_and_marked_between_nothing_and_everything(
    worded: tuple[Question, Words], sent: dict[str, Any]
) -> None:
    question, words = worded
    answer = question.read(sent)
    assert question.read(answer) == answer
    lowest = -1 if question in (WEIGHED, COSTLY) else 0
    share = question.mark(answer, words)
    assert share is None if question == WRITTEN and answer else lowest <= share <= 1
