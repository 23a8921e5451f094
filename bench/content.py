"""What the people of a run read and answer: one course of the starter academy, its fullest lesson, a quiz of ten."""

from dataclasses import dataclass

from academy.assignments.models import Work
from academy.content import stamp
from academy.policies.models import PolicyPage, PolicyText
from academy.starter import files
from bench.clients import Fields
from courses.models import LessonPage
from courses.outline import Outline, Unit, outline_of
from quizzes.models import QuestionVersion, QuizPage, QuizRevision

COURSE = "empathy"
QUESTIONS = 10


@dataclass(frozen=True)
class Content:
    course: Outline
    lesson: Unit
    lesson_path: str
    lesson_blocks: int
    quiz: Unit
    answers: list[Fields]
    policies: list[tuple[str, int]]  # the address of each, and the text that is acknowledged


def choose_content() -> Content:
    shorten_quiz()
    course = outline_of(files.key(f"courses/{COURSE}"), "en", stamp())
    units = {unit.key: unit for unit in course.units}
    pages = LessonPage.objects.filter(translation_key__in=units, locale__language_code="en")
    lesson = max(pages, key=lambda page: len(page.body))
    quiz = course.units[-1]
    return Content(
        course=course,
        lesson=units[lesson.translation_key],
        lesson_path=units[lesson.translation_key].url.removeprefix("/en/"),
        lesson_blocks=len(lesson.body),
        quiz=quiz,
        answers=right_answers(Work.objects.get(pk=quiz.work_id)),
        policies=[policy(page) for page in PolicyPage.objects.live().filter(locale__language_code="en")],
    )


def shorten_quiz() -> None:
    """Ten questions, dealt in the order of the editor: so the clients know what to answer without looking."""
    page = QuizPage.objects.get(translation_key=files.key(f"courses/{COURSE}/quiz"), locale__language_code="en")
    page.quiz_questions.set(page.quiz_questions.all()[:QUESTIONS])
    page.shuffle_questions = page.shuffle_options = False
    page.save_revision().publish()


def right_answers(quiz: Work) -> list[Fields]:
    """The form of each question, filled in."""
    asked = QuizRevision.objects.latest_of(quiz).questions.select_related("version")
    return [right_answer(item.version) for item in asked]


def right_answer(version: QuestionVersion) -> Fields:
    match version.payload:
        case {"type": "true_false", "right": right}:
            return {"choice": "true" if right else "false"}
        case {"type": "single_choice", "right": right}:
            return {"choice": right}
        case {"type": "multiple_choice", "right": right}:
            return {"choices": right}
        case {"type": "matching", "pairs": pairs}:  # matches are always shuffled: some answer must do
            return {f"pair-{key}": f"m{place}" for place, key in enumerate(pairs)}
    raise ValueError(version.payload)


def policy(page: PolicyPage) -> tuple[str, int]:
    text = PolicyText.objects.filter(version__work__translation_key=page.translation_key, locale=page.locale)
    return f"/en/policies/{page.slug}/", text.latest("pk").pk
