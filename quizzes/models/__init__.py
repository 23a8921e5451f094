from quizzes.models.attempts import Attempt, Grade, Mark, Response
from quizzes.models.authoring import Question, QuestionSkill
from quizzes.models.exceptions import QuizException
from quizzes.models.frozen import (
    QuestionIdentity,
    QuestionText,
    QuestionVersion,
    QuizRevision,
    QuizRevisionQuestion,
)
from quizzes.models.index import QuizIndexPage
from quizzes.models.marking import Assessment, WrittenAnswer
from quizzes.models.pictures import FrozenPicture
from quizzes.models.quiz import QuizDraw, QuizPage, QuizQuestion
from quizzes.models.regrading import Regrade, RegradeEvent
from quizzes.models.renewing import FreshStart
from quizzes.models.statistics import QuizStatistics
from quizzes.models.uploads import QuestionUpload
from quizzes.models.viewing import AnswerView

__all__ = [
    "AnswerView",
    "Assessment",
    "Attempt",
    "FreshStart",
    "FrozenPicture",
    "Grade",
    "Mark",
    "Question",
    "QuestionIdentity",
    "QuestionSkill",
    "QuestionText",
    "QuestionUpload",
    "QuestionVersion",
    "QuizDraw",
    "QuizException",
    "QuizIndexPage",
    "QuizPage",
    "QuizQuestion",
    "QuizRevision",
    "QuizRevisionQuestion",
    "QuizStatistics",
    "Regrade",
    "RegradeEvent",
    "Response",
    "WrittenAnswer",
]
