from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.marking import Agreement, Assessed, Marked, Outcome, agreement, is_sampled, outcome
from quizzes.domain.questions.written import count_words

FIFTHS = [Fraction(n, 5) for n in range(6)]
QUARTER = Fraction(1, 4)
WAITING, DISPUTED = Outcome(Marked.WAITING), Outcome(Marked.DISPUTED)


def settled(share: Fraction) -> Outcome:
    return Outcome(Marked.SETTLED, share)


@pytest.mark.parametrize(
    ("assessed", "needed", "expected"),
    [
        ([], 1, WAITING),
        ([Assessed(1, FIFTHS[3])], 1, settled(FIFTHS[3])),
        ([Assessed(1, FIFTHS[3])], 2, WAITING),
        ([Assessed(1, FIFTHS[3]), Assessed(2, FIFTHS[4])], 2, settled(Fraction(7, 10))),
        ([Assessed(1, Fraction(0)), Assessed(2, QUARTER)], 2, settled(Fraction(1, 8))),  # just as far as allowed
        ([Assessed(1, Fraction(0)), Assessed(2, FIFTHS[2])], 2, DISPUTED),
        ([Assessed(1, FIFTHS[0]), Assessed(2, FIFTHS[2]), Assessed(3, FIFTHS[1], True)], 2, settled(FIFTHS[1])),
        # the same person twice is one marker, whose latest mark counts
        ([Assessed(1, FIFTHS[1]), Assessed(1, FIFTHS[2])], 2, WAITING),
        ([Assessed(1, FIFTHS[1]), Assessed(1, FIFTHS[2])], 1, settled(FIFTHS[2])),
        # a later decision takes the place of an earlier one
        ([Assessed(1, FIFTHS[1]), Assessed(2, FIFTHS[2], True), Assessed(2, FIFTHS[5], True)], 1, settled(FIFTHS[5])),
    ],
)  # fmt: skip
def test_outcome(assessed: list[Assessed], needed: int, expected: Outcome) -> None:
    assert outcome(assessed, needed=needed, apart=QUARTER) == expected


def test_a_sample_is_the_same_each_time_and_about_as_large_as_asked_for() -> None:
    answers = [(attempt, position) for attempt in range(500) for position in range(4)]
    drawn = [is_sampled(*one, 20) for one in answers]
    assert drawn == [is_sampled(*one, 20) for one in answers]
    assert 350 <= sum(drawn) <= 450  # of 2,000; the standard deviation is 18
    assert not any(is_sampled(*one, 0) for one in answers)
    assert all(is_sampled(*one, 100) for one in answers)


ZERO, HALF, ONE = Fraction(0), Fraction(1, 2), Fraction(1)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], Agreement(0, 0, None, None)),
        ([(ONE, ZERO)], Agreement(1, 0, ONE, None)),
        ([(ONE, ONE), (ONE, ONE)], Agreement(2, 2, ZERO, None)),
        ([(ZERO, ZERO), (ONE, ONE)], Agreement(2, 2, ZERO, ONE)),
        # observed ½; by chance |0−0|, |0−1|, |1−0|, |1−1| on average ½ too
        ([(ZERO, ZERO), (ZERO, ONE), (ONE, ZERO), (ONE, ONE)], Agreement(4, 2, HALF, ZERO)),
        # observed (0 + ½ + 0 + ½)/4 = ¼. First marks 0 ½ ½ 1, second 0 1 ½ ½. Every first with every second:
        # 0: 0+1+½+½, ½: ½+½+0+0 twice, 1: 1+0+½+½, together 6 of 16. Kappa: 1 − ¼ ÷ ⅜ = ⅓.
        ([(ZERO, ZERO), (HALF, ONE), (HALF, HALF), (ONE, HALF)], Agreement(4, 2, QUARTER, Fraction(1, 3))),
        ([(ZERO, ONE), (ONE, ZERO)], Agreement(2, 0, ONE, -ONE)),
    ],
)
def test_agreement(pairs: list[tuple[Fraction, Fraction]], expected: Agreement) -> None:
    assert agreement(pairs) == expected


@given(st.lists(st.tuples(st.sampled_from(FIFTHS), st.sampled_from(FIFTHS)), min_size=1))
def test_agreement_does_not_depend_on_the_order_or_on_who_was_first(pairs: list[tuple[Fraction, Fraction]]) -> None:
    found = agreement(pairs)
    assert found == agreement(pairs[::-1]) == agreement([(second, first) for first, second in pairs])
    assert found.kappa is None or found.kappa <= 1


@pytest.mark.parametrize(("text", "words"), [("", 0), ("I see.", 2), (" a\n b\tc ", 3), ("می‌بینم که", 2)])
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words
