from quizzes.models.attempts import Attempt, Grade, Mark, Response
from quizzes.models.authoring import Question, QuestionSkill, QuizPage, QuizQuestion
from quizzes.models.frozen import (
    QuestionIdentity,
    QuestionText,
    QuestionVersion,
    QuizRevision,
    QuizRevisionQuestion,
)

__all__ = [
    "Attempt",
    "Grade",
    "Mark",
    "Question",
    "QuestionIdentity",
    "QuestionSkill",
    "QuestionText",
    "QuestionVersion",
    "QuizPage",
    "QuizQuestion",
    "QuizRevision",
    "QuizRevisionQuestion",
    "Response",
]
