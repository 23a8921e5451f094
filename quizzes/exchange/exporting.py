"""The questions of the bank or of a quiz as files carry them."""

from collections.abc import Iterable

from academy.access import SOURCE_LANGUAGE
from academy.skills.models import Skill
from quizzes.domain.formats.items import Item
from quizzes.domain.formats.problems import ItemError, Rejection
from quizzes.exchange.snippets import item_of
from quizzes.models import Question, QuizPage


def items_of_quiz(page: QuizPage) -> tuple[list[Item], list[Rejection]]:
    """What a quiz asks, in order, and the questions that are not written to their end."""
    asked = page.quiz_questions.select_related("question__picture").prefetch_related("question__skills")
    return _items((item.question, item.points) for item in asked)


def items_of_bank(skill: Skill | None = None) -> tuple[list[Item], list[Rejection]]:
    """Every question of the main language, or those of one skill."""
    ours = Question.objects.filter(locale__language_code=SOURCE_LANGUAGE)
    questions = ours.select_related("picture").prefetch_related("skills")
    wanted = questions.filter(skill_items__tag=skill) if skill else questions
    return _items((question, 1) for question in wanted.order_by("pk"))


def _items(questions: Iterable[tuple[Question, int]]) -> tuple[list[Item], list[Rejection]]:
    items, broken = [], []
    for place, (question, points) in enumerate(questions, start=1):
        try:
            items.append(item_of(question, points))
        except ItemError as error:
            broken.append(Rejection(place, str(question), error.problem))
    return items, broken
