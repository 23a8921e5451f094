"""Which figure deserves which words, with the bounds written out."""

import pytest

from quizzes.domain import verdicts
from quizzes.domain.statistics import LanguageFigures, QuestionFigures, QuizFigures, wilson
from quizzes.domain.verdicts import Discrimination, Facility, Language, Level, Option, Reliability, Weight

NO_GUESS = 0.0


def question(count: int = 100, facility: float = 0.6, **figures: float | None) -> QuestionFigures:
    return QuestionFigures(count, facility, wilson(facility, count), **figures)


@pytest.mark.parametrize(
    ("count", "facility", "guess", "expected"),
    [
        (19, 0.99, 0, Facility.TOO_FEW),
        (20, 0.95, 0, Facility.EVERYBODY_KNOWS),
        (100, 0.949, 0, Facility.EASY),
        (100, 0.85, 0, Facility.EASY),
        (100, 0.849, 0, Facility.GOOD),
        (100, 0.4, 0.25, Facility.GOOD),
        (100, 0.399, 0.25, Facility.HARD),
        (100, 0.33, 0.25, Facility.GUESSED),  # chance alone gives 24–43 %
        (100, 0.1, 0, Facility.HARD),
        (100, -0.1, 0, Facility.HARD),
        (100, 0.55, 0.5, Facility.GUESSED),
        (400, 0.6, 0.5, Facility.GOOD),
        (20, 0.8, 0.7, Facility.GOOD),
    ],
)
def test_facility(count: int, facility: float, guess: float, expected: Facility) -> None:
    assert verdicts.facility_verdict(question(count, facility), guess) is expected


def test_a_question_that_nobody_was_asked_has_no_verdict() -> None:
    assert verdicts.facility_verdict(QuestionFigures(0), NO_GUESS) is Facility.TOO_FEW


@pytest.mark.parametrize(
    ("count", "value", "expected"),
    [
        (19, 80, Discrimination.TOO_FEW),
        (20, None, Discrimination.NO_DIFFERENCE),
        (20, 30, Discrimination.GOOD),
        (20, 29.9, Discrimination.FAIR),
        (20, 20, Discrimination.FAIR),
        (20, 19.9, Discrimination.WEAK),
        (20, 0, Discrimination.WEAK),
        (20, -0.1, Discrimination.BACKWARDS),
    ],
)
def test_discrimination(count: int, value: float | None, expected: Discrimination) -> None:
    assert verdicts.discrimination_verdict(question(count, discrimination=value)) is expected


@pytest.mark.parametrize(
    ("count", "effective", "expected"),
    [
        (19, 10, Weight.TOO_FEW),
        (20, None, Weight.NONE),
        (20, 20.1, Weight.MORE),
        (20, 20, Weight.AS_INTENDED),
        (20, 5, Weight.AS_INTENDED),
        (20, 4.9, Weight.LESS),
    ],
)
def test_weight(count: int, effective: float | None, expected: Weight) -> None:
    assert verdicts.weight_verdict(question(count, effective_weight=effective, intended_weight=10)) is expected


@pytest.mark.parametrize(
    ("counts", "of", "right", "expected"),
    [
        ([0, 0, 0], [6, 7, 6], False, None),
        ([0, 0, 0], [7, 7, 7], False, Option.NOBODY_CHOOSES),
        ([0, 0, 0], [7, 7, 7], True, None),
        ([0, 1, 0], [20, 20, 20], False, Option.NOBODY_CHOOSES),
        ([1, 1, 0], [20, 20, 20], False, None),
        ([2, 4, 5], [20, 20, 20], False, Option.TEMPTS_THE_BEST),
        ([2, 4, 4], [20, 20, 20], False, None),
        ([18, 15, 15], [20, 20, 20], True, Option.RIGHT_BUT_AVOIDED),
        ([18, 15, 16], [20, 20, 20], True, None),
        ([0, 40, 4], [0, 80, 4], False, None),
    ],
)
def test_options(counts: list[int], of: list[int], right: bool, expected: Option | None) -> None:
    assert verdicts.option_verdict(counts, of, right=right) is expected


@pytest.mark.parametrize(
    ("count", "others", "difference", "error", "expected"),
    [
        (19, 80, -0.5, 0.01, Language.TOO_FEW),
        (80, 19, -0.5, 0.01, Language.TOO_FEW),
        (20, 20, None, None, Language.TOO_FEW),
        (20, 20, -0.15, 0.05, Language.HARDER),
        (20, 20, -0.149, 0.01, Language.ALIKE),
        (20, 20, -0.2, 0.08, Language.ALIKE),
        (20, 20, 0.4, 0.01, Language.ALIKE),
    ],
)
def test_languages(count: int, others: int, difference: float | None, error: float | None, expected: Language) -> None:
    figures = LanguageFigures("fa", count, 0.5, None, others, difference, error)
    assert verdicts.language_verdict(figures) is expected


@pytest.mark.parametrize(
    ("count", "alpha", "expected"),
    [
        (19, 90, Reliability.TOO_FEW),
        (20, None, Reliability.NO_FIGURE),
        (20, 75, Reliability.GOOD),
        (20, 74.9, Reliability.FAIR),
        (20, 64, Reliability.FAIR),
        (20, 63.9, Reliability.POOR),
        (20, -80, Reliability.POOR),
    ],
)
def test_reliability(count: int, alpha: float | None, expected: Reliability) -> None:
    assert verdicts.reliability_verdict(QuizFigures(count, alpha=alpha)) is expected


@pytest.mark.parametrize(
    ("count", "mean", "expected"),
    [
        (19, 70, Level.TOO_FEW),
        (0, None, Level.TOO_FEW),
        (20, 90, Level.EASY),
        (20, 50, Level.GOOD),
        (20, 49, Level.HARD),
    ],
)
def test_level(count: int, mean: float | None, expected: Level) -> None:
    assert verdicts.level_verdict(count, mean) is expected


def test_the_most_urgent_comes_first_and_what_is_well_asks_for_nothing() -> None:
    assert verdicts.most_urgent([Facility.HARD, Discrimination.BACKWARDS, None]) is Discrimination.BACKWARDS
    assert verdicts.most_urgent([Facility.GOOD, Discrimination.GOOD, None]) is None
    assert verdicts.most_urgent([]) is None
