"""Plain builders of content: the smallest that serves, and the same every time."""

import json
import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.models import Locale, Page, Site

from academy.assignments.models import AssignmentRule, Work
from academy.policies.models import PolicyIndexPage, PolicyPage, PolicyVersion
from academy.staff.models import Audience
from courses.models import CourseIndexPage, CoursePage, LessonPage
from quizzes.models import Question, QuizPage, QuizQuestion


def key(*parts: object) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(str(part) for part in parts)))


def items(*values: Any, place: str) -> list[dict[str, Any]]:
    return [{"type": "item", "value": value, "id": key(place, n)} for n, value in enumerate(values)]


def home() -> Page:
    return Site.objects.get(is_default_site=True).root_page.specific


def publish(parent: Page, page: Page) -> Any:
    """Add a page as an editor would, and publish it."""
    page.live = False
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def republish(page: Any, **changes: Any) -> Any:
    page = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def translate(page: Page, language: str, **words: Any) -> Any:
    """A published translation of a page; the pages above it are copied as they are."""
    locale, _created = Locale.objects.get_or_create(language_code=language)
    translated = page.copy_for_translation(locale, copy_parents=True)
    for parent in translated.get_ancestors().filter(depth__gt=1).specific():
        if not parent.live:
            parent.save_revision().publish()
    return republish(translated, **words)


# Courses


def option(text: str, *, right: bool = False) -> dict[str, Any]:
    return {"text": text, "correct": right, "feedback": f"Because of {text}."}


def answer(kind: str, value: dict[str, Any], place: str) -> str:
    return json.dumps([{"type": kind, "value": value, "id": key(place)}])


def single(place: str = "single") -> str:
    options = items(option("Rude"), option("Kind", right=True), option("Late"), place=place)
    return answer("single_choice", {"options": options}, place)


def multiple(place: str = "multiple", marking: str = "right_minus_wrong") -> str:
    options = items(option("Listen", right=True), option("Shout"), option("Ask", right=True), place=place)
    return answer("multiple_choice", {"options": options, "marking": marking}, place)


def true_false(place: str = "true_false") -> str:
    return answer("true_false", {"answer": "true", "feedback_true": "Yes.", "feedback_false": "No."}, place)


def matching(place: str = "matching") -> str:
    pairs = items({"prompt": "Chat", "match": "2 minutes"}, {"prompt": "E-mail", "match": "8 hours"}, place=place)
    extra = items("A week", place=f"{place}/extra")
    return answer("matching", {"pairs": pairs, "extra": extra}, place)


TYPES = (single, multiple, true_false, matching)


def make_question(stem: str, raw: str | None = None, **fields: Any) -> Question:
    question = Question(
        stem=stem,
        answer=raw or single(stem),
        feedback="What to take from it.",
        locale=Locale.objects.get(language_code="en"),
        live=False,
        **fields,
    )
    question.save()
    question.save_revision().publish()
    question.refresh_from_db()
    return question


@dataclass
class Course:
    """A course of two lessons and a quiz of four questions, published."""

    page: CoursePage
    lessons: list[LessonPage]
    quiz: QuizPage
    questions: list[Question]

    @property
    def work(self) -> Work:
        return Work.objects.of(self.page)

    @property
    def quiz_work(self) -> Work:
        return Work.objects.of(self.quiz)


def make_course(slug: str = "empathy", **quiz_settings: Any) -> Course:
    index = CourseIndexPage.objects.filter(slug="courses").first() or publish(
        home(), CourseIndexPage(title="Courses", slug="courses")
    )
    page = publish(index, CoursePage(title=slug.title(), slug=slug, summary="See their side."))
    lessons = [make_lesson(page, "first"), make_lesson(page, "second")]
    questions = [make_question(f"{slug} {kind.__name__}", kind(f"{slug}/{kind.__name__}")) for kind in TYPES]
    return Course(page, lessons, make_quiz(page, questions, **quiz_settings), questions)


def make_lesson(course: CoursePage, slug: str, **fields: Any) -> LessonPage:
    body = json.dumps([{"type": "text", "value": f"<p>The {slug} lesson.</p>", "id": key(course.slug, slug)}])
    return publish(course, LessonPage(title=f"The {slug} lesson", slug=slug, body=body, **fields))


def make_quiz(course: CoursePage, questions: list[Question], **settings: Any) -> QuizPage:
    page = QuizPage(title=f"{course.title} quiz", slug="quiz", **settings)
    page.quiz_questions = [QuizQuestion(question=question, sort_order=n) for n, question in enumerate(questions)]
    return publish(course, page)


# Policies


def clauses(*texts: str) -> str:
    return json.dumps(
        [
            {"type": "clause", "id": key("clause", n), "value": {"level": "1", "heading": "", "text": f"<p>{text}</p>"}}
            for n, text in enumerate(texts)
        ]
    )


@dataclass
class Policy:
    page: PolicyPage

    @property
    def work(self) -> Work:
        return Work.objects.of(self.page)

    @property
    def version(self) -> PolicyVersion:
        return PolicyVersion.objects.latest_of(self.work)


def everybody() -> Audience:
    return Audience.objects.get_or_create(name="Everybody", defaults={"everyone": True})[0]


def make_policy(slug: str = "refunds", **fields: Any) -> Policy:
    index = PolicyIndexPage.objects.filter(slug="policies").first() or publish(
        home(), PolicyIndexPage(title="Policies", slug="policies")
    )
    values = {
        "title": slug.title(),
        "slug": slug,
        "summary": "What may be given back.",
        "clauses": clauses("Up to 50 euros.", "Within 30 days."),
        "change_summary": "The first version.",
        "audience": everybody(),
        "due_on": date(2030, 1, 4),
    }
    return Policy(publish(index, PolicyPage(**{**values, **fields})))


def assign(work: Work, audience: Audience | None = None, **dates: Any) -> AssignmentRule:
    return AssignmentRule.objects.create(work=work, audience=audience or everybody(), **dates)
