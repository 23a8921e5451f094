"""Quizzes with a question of every type, for the academy that runs: see `test_question_types`."""

from collections.abc import Callable

from courses.models import CoursePage
from tests import builders

Kinds = tuple[Callable[[], str], ...]

MARKED_BY_PEOPLE: Kinds = (builders.free_text,)
MARKED_AT_ONCE: Kinds = tuple(kind for kind in builders.ALL_TYPES if kind not in MARKED_BY_PEOPLE)
QUIZZES = {"every-type": MARKED_AT_ONCE, "own-words": MARKED_BY_PEOPLE}
"""By the last part of their address."""


def write() -> None:
    """Called in a process of its own, which has the settings of the running site."""
    course = CoursePage.objects.get(slug="empathy", locale__language_code="en")
    for slug, kinds in QUIZZES.items():
        questions = [builders.make_question(f"Asked as {kind.__name__}", kind()) for kind in kinds]
        page = builders.QuizPage(
            title=slug.title(), slug=slug, shuffle_questions=False, shuffle_options=False, tries=0, show_when="at_once"
        )
        page.quiz_questions = [
            builders.QuizQuestion(question=question, sort_order=place) for place, question in enumerate(questions)
        ]
        builders.publish(course, page)
