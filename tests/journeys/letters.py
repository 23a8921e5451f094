"""A quiz that asks for a letter, for the academy that runs: see `test_marking`."""

from courses.models import CoursePage
from tests import builders

TITLE = "Letters"


def write() -> None:
    """Called in a process of its own, which has the settings of the running site."""
    course = CoursePage.objects.get(slug="empathy", locale__language_code="en")
    question = builders.make_question("Asked in a letter", builders.free_text("letter"))
    builders.publish(
        course,
        builders.QuizPage(
            title=TITLE, slug="letters", tries=0, quiz_questions=[builders.QuizQuestion(question=question)]
        ),
    )
