"""What the figures of a quiz mean. The words stand beside the view; a question may deserve several.

Below twenty attempts a figure says more of those few people than of the question: there is no verdict then.
"""

from collections.abc import Iterable, Sequence
from enum import Enum

from quizzes.domain.statistics import LanguageFigures, QuestionFigures, QuizFigures

ENOUGH = 20


class Facility(Enum):
    TOO_FEW = "too_few"
    EVERYBODY_KNOWS = "everybody_knows"
    EASY = "easy"
    GOOD = "good"
    HARD = "hard"
    GUESSED = "guessed"


class Discrimination(Enum):
    TOO_FEW = "too_few"
    NO_DIFFERENCE = "no_difference"
    GOOD = "good"
    FAIR = "fair"
    WEAK = "weak"
    BACKWARDS = "backwards"


class Weight(Enum):
    TOO_FEW = "too_few"
    NONE = "none"
    MORE = "more"
    AS_INTENDED = "as_intended"
    LESS = "less"


class Option(Enum):
    NOBODY_CHOOSES = "nobody_chooses"
    TEMPTS_THE_BEST = "tempts_the_best"
    RIGHT_BUT_AVOIDED = "right_but_avoided"


class Language(Enum):
    TOO_FEW = "too_few"
    HARDER = "harder"
    ALIKE = "alike"


class Reliability(Enum):
    TOO_FEW = "too_few"
    NO_FIGURE = "no_figure"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class Level(Enum):
    TOO_FEW = "too_few"
    EASY = "easy"
    GOOD = "good"
    HARD = "hard"


def facility_verdict(figures: QuestionFigures, guess: float) -> Facility:
    """`guess`: the share of the full mark that a random answer earns on average.

    Guessed: what they earn is no more than that, within the interval. A guess that earns nothing is no measure.
    """
    if figures.facility is None or figures.interval is None or figures.count < ENOUGH:
        return Facility.TOO_FEW
    if guess > 0 and figures.interval.low <= guess and figures.facility < 0.75:
        return Facility.GUESSED
    if figures.facility >= 0.95:
        return Facility.EVERYBODY_KNOWS
    if figures.facility >= 0.85:
        return Facility.EASY
    return Facility.GOOD if figures.facility >= 0.4 else Facility.HARD


def discrimination_verdict(figures: QuestionFigures) -> Discrimination:
    """The bounds are those of Moodle's documentation: 30 and above is adequate, below 20 very weak."""
    if figures.count < ENOUGH:
        return Discrimination.TOO_FEW
    match figures.discrimination:
        case None:
            return Discrimination.NO_DIFFERENCE
        case value if value >= 30:
            return Discrimination.GOOD
        case value if value >= 20:
            return Discrimination.FAIR
        case value if value >= 0:
            return Discrimination.WEAK
    return Discrimination.BACKWARDS


def weight_verdict(figures: QuestionFigures) -> Weight:
    """Whether a question decides about half or double of what its points promise."""
    if figures.count < ENOUGH:
        return Weight.TOO_FEW
    if figures.effective_weight is None or not figures.intended_weight:
        return Weight.NONE
    ratio = figures.effective_weight / figures.intended_weight
    if ratio > 2:
        return Weight.MORE
    return Weight.LESS if ratio < 0.5 else Weight.AS_INTENDED


def option_verdict(counts: Sequence[int], of: Sequence[int], *, right: bool) -> Option | None:
    """`counts`: how many chose the option in the bottom, middle and top third; `of`: how many each third has."""
    if sum(of) < ENOUGH:
        return None
    if not right and sum(counts) < 0.02 * sum(of):
        return Option.NOBODY_CHOOSES
    if min(of[0], of[-1]) < ENOUGH / 4:
        return None
    apart = counts[-1] / of[-1] - counts[0] / of[0]
    if right:
        return Option.RIGHT_BUT_AVOIDED if apart < -0.1 else None
    return Option.TEMPTS_THE_BEST if apart > 0.1 else None


def language_verdict(figures: LanguageFigures) -> Language:
    """Harder: by at least 15 points of a hundred, and by more than chance explains in 99 of 100 cases."""
    enough = min(figures.count, figures.others) >= ENOUGH
    if figures.difference is None or figures.error is None or not enough:
        return Language.TOO_FEW
    harder = figures.difference <= -0.15 and figures.difference + 2.576 * figures.error < 0
    return Language.HARDER if harder else Language.ALIKE


def reliability_verdict(figures: QuizFigures) -> Reliability:
    """The bounds are those of Moodle's documentation: 75 % is satisfactory, below 64 % something has to be done."""
    if figures.count < ENOUGH:
        return Reliability.TOO_FEW
    if figures.alpha is None:
        return Reliability.NO_FIGURE
    if figures.alpha >= 75:
        return Reliability.GOOD
    return Reliability.FAIR if figures.alpha >= 64 else Reliability.POOR


def level_verdict(count: int, mean_percent: float | None) -> Level:
    if mean_percent is None or count < ENOUGH:
        return Level.TOO_FEW
    if mean_percent >= 90:
        return Level.EASY
    return Level.GOOD if mean_percent >= 50 else Level.HARD


Verdict = Facility | Discrimination | Option | Language

URGENCY: tuple[Verdict, ...] = (
    Discrimination.BACKWARDS,
    Option.TEMPTS_THE_BEST,
    Option.RIGHT_BUT_AVOIDED,
    Language.HARDER,
    Facility.GUESSED,
    Facility.HARD,
    Facility.EVERYBODY_KNOWS,
    Discrimination.WEAK,
    Option.NOBODY_CHOOSES,
)
"""Verdicts for which an editor has something to do, the most urgent first. All others only inform."""


def most_urgent(verdicts: Iterable[Verdict | None]) -> Verdict | None:
    """The one that a list of questions shows; None where nothing has to be done."""
    given = set(verdicts)
    return next((verdict for verdict in URGENCY if verdict in given), None)
