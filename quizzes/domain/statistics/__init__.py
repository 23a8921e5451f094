"""Item analysis: what a quiz measured, and how well each of its questions did.

The formulas are those of Moodle's public page "Quiz statistics calculations". In all of them x are the marks on
one question, T the sums of marks of the same attempts, n their number; var and cov are those of a sample (n − 1).
A figure that does not exist, for want of attempts or of any difference between them, is None. Nothing is rounded.
"""

from quizzes.domain.statistics.groups import LanguageFigures, choices_by_third, language_figures, strength, thirds
from quizzes.domain.statistics.questions import QuestionFigures, question_figures, question_figures_by_place
from quizzes.domain.statistics.quizzes import QuizFigures, distribution, quiz_figures
from quizzes.domain.statistics.sheet import Interval, Sheet, wilson

__all__ = [
    "Interval",
    "LanguageFigures",
    "QuestionFigures",
    "QuizFigures",
    "Sheet",
    "choices_by_third",
    "distribution",
    "language_figures",
    "question_figures",
    "question_figures_by_place",
    "quiz_figures",
    "strength",
    "thirds",
    "wilson",
]
