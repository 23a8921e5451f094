"""People who try a quiz of single choices, as a story in a few letters."""

from dataclasses import dataclass
from datetime import UTC, datetime

from academy.staff.models import User
from quizzes.actions import save_response, start_attempt, submit_attempt
from quizzes.models import Attempt, Question, QuestionText, QuestionVersion, QuizIndexPage, QuizPage, QuizQuestion
from tests import builders
from tests.remembered import remembered

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class Quiz:
    """A quiz whose questions offer Rude, Kind (right) and Late, of one point each."""

    page: QuizPage

    @property
    def work(self) -> builders.Work:
        return builders.Work.objects.of(self.page)


@remembered
def make_quiz(questions: int = 3, **settings: object) -> Quiz:
    made = [builders.make_question(f"Question {number + 1}") for number in range(questions)]
    settings = {"title": "How well?", "slug": "how-well", "tries": 0, **settings}
    return Quiz(builders.make_quiz(QuizIndexPage.objects.get(), made, **settings))


def items_of(questions: list[Question]) -> list[QuizQuestion]:
    return [QuizQuestion(question=question, sort_order=number) for number, question in enumerate(questions)]


def hand_in(person: User, quiz: Quiz, answers: str, language: str = "en", at: datetime = AT) -> Attempt:
    """`answers`: a letter for each question in the order of the quiz: r(ight), w(rong), l(ate), or - for a blank."""
    attempt = start_attempt(person, quiz.work, at)
    asked = list(attempt.revision.questions.values_list("version", flat=True))
    for position, dealt in enumerate(attempt.dealt):
        letter = answers[asked.index(dealt.version)]
        if letter != "-":
            options = QuestionVersion.objects.get(pk=dealt.version).payload["options"]
            text = QuestionText.objects.latest_for([dealt.version], language)[dealt.version]
            save_response(attempt, position, {"choice": options["wrl".index(letter)]}, text, at)
    submit_attempt(person, attempt.pk, at)
    return attempt
