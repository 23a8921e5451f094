"""What the people of a run read and answer: one course of the starter academy, its fullest lesson, a quiz of ten."""

from dataclasses import dataclass

from academy.access import localized_url
from academy.assignments.models import Work
from academy.content import stamp
from academy.policies.models import PolicyPage, PolicyText
from academy.starter import files
from bench.clients import Fields
from courses.models import LessonPage
from courses.outline import Outline, Unit, outline_of
from quizzes.models import QuestionVersion, QuizIndexPage, QuizPage, QuizQuestion, QuizRevision
from tests.forms import fields_of

COURSE = "empathy"
QUESTIONS = 10


@dataclass(frozen=True)
class OnOnePage:
    """The same ten questions on one page, in a quiz outside the course."""

    url: str
    work_id: int


@dataclass(frozen=True)
class Content:
    course: Outline
    lesson: Unit
    lesson_path: str
    lesson_blocks: int
    quiz: Unit
    quiz_on_one_page: OnOnePage
    answers: list[Fields]
    policies: list[tuple[str, int]]  # address, and the text that is acknowledged; without questions


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
        quiz_on_one_page=put_on_one_page(),
        answers=right_answers(Work.objects.get(pk=quiz.work_id)),
        policies=[
            policy(page) for page in PolicyPage.objects.live().filter(locale__language_code="en", policy_questions=None)
        ],
    )


def shorten_quiz() -> None:
    """Ten questions, dealt in the order of the editor: so the clients know what to answer without looking."""
    page = QuizPage.objects.get(translation_key=files.key(f"courses/{COURSE}/quiz"), locale__language_code="en")
    page.quiz_questions.set(page.quiz_questions.all()[:QUESTIONS])
    page.shuffle_questions = page.shuffle_options = False
    page.save_revision().publish()


def put_on_one_page() -> OnOnePage:
    source = QuizPage.objects.get(translation_key=files.key(f"courses/{COURSE}/quiz"), locale__language_code="en")
    index = QuizIndexPage.objects.get(locale__language_code="en")
    lines = source.quiz_questions.all()
    page = QuizPage(title="On one page", slug="on-one-page", per_page=0, tries=0, locale=index.locale, live=False)
    page.shuffle_questions = page.shuffle_options = False
    page.quiz_questions = [QuizQuestion(question=line.question, sort_order=n) for n, line in enumerate(lines)]
    index.add_child(instance=page)
    page.save_revision().publish()
    return OnOnePage(localized_url(page, "en"), Work.objects.of(page).pk)


def right_answers(quiz: Work) -> list[Fields]:
    """The form of each question, filled in."""
    asked = QuizRevision.objects.latest_of(quiz).questions.select_related("version")
    return [right_answer(item.version, number) for number, item in enumerate(asked, 1)]


def right_answer(version: QuestionVersion, number: int) -> Fields:
    """The right answer; to a question that is always shuffled, as though its order were that of the editor."""
    question = version.spec()
    words = version.texts.earliest("pk").payload
    return fields_of(question, question.deal(lambda keys: keys), question.best(words), number)


def policy(page: PolicyPage) -> tuple[str, int]:
    text = PolicyText.objects.filter(version__work__translation_key=page.translation_key, locale=page.locale)
    return f"/en/policies/{page.slug}/", text.latest("pk").pk
