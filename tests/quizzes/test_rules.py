import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.attempts import Dealt, Denial, Refusal, deal, draw, may_start, tries_left
from quizzes.domain.confidence import Calibration, Confidence, calibrate
from quizzes.domain.disclosure import Disclosure, Show, When, disclose, disclose_checked
from quizzes.domain.grading import Grade, grade, overall
from quizzes.domain.pages import Pages
from quizzes.domain.questions import Matching, SingleChoice
from quizzes.domain.settings import Band, GradingMethod, Navigation, QuizSettings
from quizzes.domain.timing import Allowance, deadline, together

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def backwards(keys: tuple[str, ...]) -> tuple[str, ...]:
    return keys[::-1]


@pytest.mark.parametrize(
    ("marks", "pass_mark", "percent", "passed"),
    [
        ([], 0, 0, False),
        ([(Fraction(1), 1)], 100, 100, True),
        ([(Fraction(0), 1)], 0, 0, True),
        ([(Fraction(1), 1), (HALF, 1)], 75, 75, True),
        ([(Fraction(1), 1), (HALF, 1)], 76, 75, False),
        ([(Fraction(1), 3), (Fraction(0), 1)], 75, 75, True),
        ([(Fraction(1), 1), (-HALF, 1)], 25, 25, True),
        ([(-Fraction(1), 1), (HALF, 1)], 1, 0, False),
        ([(THIRD, 1), (THIRD, 1), (THIRD, 1)], 33, Fraction(100, 3), True),
        ([(THIRD, 1)] * 3, 34, Fraction(100, 3), False),
        # Seven tenths, summed exactly: in floating point this is 69.99999… and fails.
        ([(Fraction(1, 10), 1)] * 7 + [(Fraction(2, 10), 1)] * 0, 10, 10, True),
    ],
)
def test_grade(marks: list[tuple[Fraction, int]], pass_mark: int, percent: Fraction, passed: bool) -> None:
    outcome = grade(marks, pass_mark)
    assert (outcome.percent, outcome.passed) == (percent, passed)


@given(st.lists(st.tuples(st.fractions(-1, 1), st.integers(1, 9)), min_size=1))
def test_grade_is_between_nothing_and_everything(marks: list[tuple[Fraction, int]]) -> None:
    assert 0 <= grade(marks, 50).percent <= 100


PASS, FAIL, BETTER = Grade(Fraction(70), True), Grade(Fraction(40), False), Grade(Fraction(90), True)
# Failed with a higher percentage than it was passed with: the pass mark had been lowered between.
ALMOST = Grade(Fraction(75), False)


@pytest.mark.parametrize(
    ("method", "grades", "counts"),
    [
        *[(method, [], None) for method in GradingMethod],
        *[(method, [FAIL], FAIL) for method in GradingMethod],
        (GradingMethod.HIGHEST, [PASS, BETTER, FAIL], BETTER),
        (GradingMethod.HIGHEST, [ALMOST, PASS], PASS),
        (GradingMethod.LATEST, [PASS, BETTER, FAIL], FAIL),
        (GradingMethod.FIRST, [PASS, BETTER, FAIL], PASS),
        (GradingMethod.AVERAGE, [FAIL, BETTER], Grade(Fraction(65), False)),
        (GradingMethod.AVERAGE, [PASS, PASS], PASS),
        (GradingMethod.AVERAGE, [PASS, PASS, FAIL], Grade(Fraction(60), False)),
    ],
)
def test_overall(method: GradingMethod, grades: list[Grade], counts: Grade | None) -> None:
    assert overall(method, grades, pass_mark=70) == counts


AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("tries", "used", "extra", "left"),
    [(0, 0, 0, None), (0, 99, 5, None), (3, 0, 0, 3), (3, 2, 0, 1), (3, 3, 0, 0), (1, 4, 0, 0), (1, 1, 2, 2)],
)
def test_tries(tries: int, used: int, extra: int, left: int | None) -> None:
    assert tries_left(tries, used, extra) == left
    denial = Denial(Refusal.NO_TRIES_LEFT) if left == 0 else None
    assert may_start(QuizSettings(tries=tries), used, None, Allowance(tries=extra), AT) == denial


@pytest.mark.parametrize(
    ("settings", "allowance", "at", "denial"),
    [
        (QuizSettings(opens_at=AT), Allowance(), AT - SECOND, Denial(Refusal.NOT_OPEN_YET, AT)),
        (QuizSettings(opens_at=AT), Allowance(), AT, None),
        (QuizSettings(closes_at=AT), Allowance(), AT - SECOND, None),
        (QuizSettings(closes_at=AT), Allowance(), AT, Denial(Refusal.CLOSED)),
        (QuizSettings(closes_at=AT), Allowance(closes_at=AT + HOUR), AT, None),
        (QuizSettings(closes_at=AT), Allowance(closes_at=AT + HOUR), AT + HOUR, Denial(Refusal.CLOSED)),
        (QuizSettings(closes_at=AT), Allowance(closes_at=AT - HOUR), AT - SECOND, None),
        (QuizSettings(closes_at=AT, tries=1), Allowance(), AT, Denial(Refusal.CLOSED)),
    ],
)
def test_when_a_quiz_is_open(settings: QuizSettings, allowance: Allowance, at: datetime, denial: Denial | None) -> None:
    assert may_start(settings, 0, None, allowance, at) == denial


@pytest.mark.parametrize(
    ("allowance", "at", "denial"),
    [
        (Allowance(), AT + HOUR - SECOND, Denial(Refusal.COOLING_DOWN, AT + HOUR)),
        (Allowance(), AT + HOUR, None),
        (Allowance(no_cooling_down=True), AT, None),
    ],
)
def test_cooling_down(allowance: Allowance, at: datetime, denial: Denial | None) -> None:
    assert may_start(QuizSettings(cooling_down=1), 1, AT, allowance, at) == denial


def minutes(number: float) -> datetime:
    return AT + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("settings", "extra_time", "allowance", "until"),
    [
        (QuizSettings(), 50, Allowance(minutes=9), None),
        (QuizSettings(time_limit=40), 0, Allowance(), minutes(40)),
        (QuizSettings(time_limit=40), 25, Allowance(), minutes(50)),
        (QuizSettings(time_limit=1), 25, Allowance(), minutes(1.25)),
        (QuizSettings(time_limit=40), 25, Allowance(minutes=5), minutes(55)),
        (QuizSettings(time_limit=40, closes_at=minutes(30)), 0, Allowance(), minutes(30)),
        (QuizSettings(time_limit=40, closes_at=minutes(30)), 0, Allowance(closes_at=minutes(35)), minutes(35)),
        (QuizSettings(time_limit=40, closes_at=minutes(30)), 0, Allowance(closes_at=minutes(60)), minutes(40)),
        (QuizSettings(closes_at=minutes(30)), 100, Allowance(minutes=10), minutes(30)),
    ],
)
def test_deadline(settings: QuizSettings, extra_time: int, allowance: Allowance, until: datetime | None) -> None:
    assert deadline(AT, settings, extra_time, allowance) == until


def test_allowances_add_up() -> None:
    first, second = Allowance(tries=1, minutes=5, closes_at=AT + HOUR), Allowance(tries=2, closes_at=AT)
    assert together([first, second, Allowance(no_cooling_down=True)]) == Allowance(3, 5, AT + HOUR, True)
    assert together([]) == Allowance()


@pytest.mark.parametrize(
    ("percent", "words"), [(0, "Again"), (49, "Again"), (50, "Nearly"), (Decimal("79.9"), "Nearly"), (80, "Well done")]
)
def test_bands(percent: Decimal | int, words: str) -> None:
    bands = (Band("b", 50, "Nearly"), Band("c", 80, "Well done"), Band("a", 0, "Again"))
    assert QuizSettings(bands=bands).band_of(percent).text == words


def test_below_the_lowest_band_nothing_is_said() -> None:
    assert QuizSettings(bands=(Band("b", 50, "Nearly"),)).band_of(49) is None


def test_calibration_counts_what_was_said() -> None:
    said = [("sure", True), ("sure", True), ("sure", False), ("", True), ("guess", False)]
    assert calibrate(said) == [Calibration(Confidence.SURE, 3, 2), Calibration(Confidence.GUESS, 1, 0)]


POOL = {11: 1, 12: 2, 13: 3, 14: 4}


@pytest.mark.parametrize(
    ("count", "seen", "taken", "drawn"),
    [
        (2, (), (), [14, 13]),
        (2, (4, 3), (), [12, 11]),
        (3, (4, 3), (), [12, 11, 14]),
        (2, (4,), (3, 2), [11, 14]),
        (9, (), (1,), [14, 13, 12]),
        (1, (), (1, 2, 3, 4), []),
    ],
)
def test_draw(count: int, seen: tuple[int, ...], taken: tuple[int, ...], drawn: list[int]) -> None:
    """`backwards` stands for chance."""
    assert draw(POOL, count, seen, taken, backwards) == drawn


@given(
    st.dictionaries(st.integers(1, 30), st.integers(1, 12)),
    st.integers(0, 12),
    st.sets(st.integers(1, 12)),
    st.randoms(),
)
def test_what_was_seen_is_drawn_only_when_nothing_else_is_left(pool, count, seen, random) -> None:
    drawn = draw(pool, count, seen, (), lambda keys: tuple(random.sample(keys, len(keys))))
    assert len(drawn) == len(set(drawn)) == min(count, len(pool))
    fresh = {version for version, question in pool.items() if question not in seen}
    assert not (fresh - set(drawn) and set(drawn) - fresh)


@pytest.mark.parametrize(
    ("count", "per_page", "pages"),
    [
        (0, 0, [[]]),
        (0, 3, [[]]),
        (1, 1, [[0]]),
        (4, 0, [[0, 1, 2, 3]]),
        (4, 1, [[0], [1], [2], [3]]),
        (4, 2, [[0, 1], [2, 3]]),
        (5, 2, [[0, 1], [2, 3], [4]]),
        (2, 9, [[0, 1]]),
    ],
)
def test_pages(count: int, per_page: int, pages: list[list[int]]) -> None:
    spread = Pages(count, per_page)
    assert [list(spread.positions(page)) for page in range(1, spread.last + 1)] == pages
    for number, positions in enumerate(pages, 1):
        assert {spread.holding(position) for position in positions} <= {number}


SETTINGS = [
    QuizSettings(),
    QuizSettings(pass_mark=0, tries=0, per_page=0, navigation=Navigation.FORWARD_ONLY, show_when=When.AT_ONCE),
    QuizSettings(opens_at=AT, closes_at=AT + HOUR, bands=(Band("a", 0, "Again"),), show_when=When.DURING),
    QuizSettings(grading_method=GradingMethod.AVERAGE, time_limit=20, ask_confidence=True, cooling_down=24),
]


@pytest.mark.parametrize("settings", SETTINGS)
def test_settings_come_back_from_json(settings: QuizSettings) -> None:
    assert QuizSettings.from_json(json.loads(json.dumps(settings.to_json()))) == settings


def test_a_revision_may_know_fewer_settings_or_others() -> None:
    assert QuizSettings.from_json({"pass_mark": 80, "invented_later": 1}) == QuizSettings(pass_mark=80)


def test_who_waits_for_a_marker_may_not_begin_another() -> None:
    assert may_start(QuizSettings(), 1, AT, Allowance(), AT, waiting=True) == Denial(Refusal.BEING_MARKED)


QUESTIONS = [(11, 1, SingleChoice(("a", "b"), "a")), (12, 2, Matching(("p", "q")))]


@pytest.mark.parametrize(
    ("shuffle_questions", "shuffle_options", "expected"),
    [
        (False, False, [Dealt(11, 1, ("a", "b")), Dealt(12, 2, ("q", "p"))]),
        (False, True, [Dealt(11, 1, ("b", "a")), Dealt(12, 2, ("q", "p"))]),
        (True, False, [Dealt(12, 2, ("q", "p")), Dealt(11, 1, ("a", "b"))]),
    ],
)
def test_deal_always_shuffles_matches(shuffle_questions: bool, shuffle_options: bool, expected: list[Dealt]) -> None:
    dealt = deal(QUESTIONS, shuffle_questions=shuffle_questions, shuffle_options=shuffle_options, shuffle=backwards)
    assert dealt == expected
    assert [Dealt.from_json(item.as_json()) for item in dealt] == dealt


GRADE = Disclosure(grade=True)
REASONS = Disclosure(grade=True, marks=True, feedback=True)
EVERYTHING = Disclosure(grade=True, marks=True, feedback=True, answers=True)


@pytest.mark.parametrize(
    ("show", "when", "handed_in", "passed", "left", "closed", "seen"),
    [
        (Show.ANSWERS, When.AT_ONCE, False, False, 3, True, Disclosure()),
        (Show.ANSWERS, When.DURING, False, True, 0, True, Disclosure()),
        (Show.ANSWERS, When.DURING, True, False, 2, False, EVERYTHING),
        (Show.ANSWERS, When.AT_ONCE, True, False, 2, False, EVERYTHING),
        (Show.ANSWERS, When.AFTER_LAST_TRY, True, False, 2, False, REASONS),
        (Show.ANSWERS, When.AFTER_LAST_TRY, True, True, 2, False, EVERYTHING),
        (Show.ANSWERS, When.AFTER_LAST_TRY, True, False, 0, False, EVERYTHING),
        (Show.ANSWERS, When.AFTER_LAST_TRY, True, False, None, False, REASONS),
        (Show.ANSWERS, When.AFTER_LAST_TRY, True, False, None, True, EVERYTHING),
        (Show.ANSWERS, When.AFTER_CLOSE, True, True, 0, False, REASONS),
        (Show.ANSWERS, When.AFTER_CLOSE, True, False, 2, True, EVERYTHING),
        (Show.FEEDBACK, When.AT_ONCE, True, True, 0, False, REASONS),
        (Show.FEEDBACK, When.AFTER_CLOSE, True, True, 0, True, REASONS),
        (Show.GRADE, When.AT_ONCE, True, True, 0, True, GRADE),
    ],
)
def test_disclose(
    show: Show, when: When, handed_in: bool, passed: bool, left: int | None, closed: bool, seen: Disclosure
) -> None:
    assert disclose(show, when, handed_in=handed_in, passed=passed, tries_left=left, closed=closed) == seen


@pytest.mark.parametrize(
    ("show", "seen"),
    [
        (Show.ANSWERS, Disclosure(marks=True, feedback=True, answers=True)),
        (Show.FEEDBACK, Disclosure(marks=True, feedback=True)),
        (Show.GRADE, Disclosure()),
    ],
)
def test_disclose_checked(show: Show, seen: Disclosure) -> None:
    assert disclose_checked(show) == seen
