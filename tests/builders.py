"""Plain builders of content: the smallest that serves, and the same every time."""

import hashlib
import io
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import PIL.Image
from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from academy.assignments.actions import apply_rule
from academy.assignments.models import Assignment, AssignmentRule, Work
from academy.policies.models import PolicyIndexPage, PolicyPage, PolicyVersion
from academy.staff.models import Audience, User
from courses.models import CourseIndexPage, CoursePage, LearningPathPage, LessonPage, PathNeed, PathStep
from quizzes.actions import save_response, start_attempt, submit_attempt
from quizzes.models import Question, QuestionText, QuizPage, QuizQuestion, WrittenAnswer
from tests.remembered import remembered


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


def ordering(place: str = "ordering", placing: str = "each_place") -> str:
    steps = [{"text": text, "feedback": f"Because {text} comes here."} for text in ("Greet", "Ask", "Solve", "Close")]
    return answer("ordering", {"items": items(*steps, place=place), "placing": placing}, place)


def groups(place: str = "groups") -> str:
    def group(name: str, *texts: str) -> dict[str, Any]:
        sorted_in = [{"text": text, "feedback": f"{text} is for {name}."} for text in texts]
        return {"name": name, "items": items(*sorted_in, place=f"{place}/{name}")}

    sorted_ = items(group("Now", "Fire", "Outage"), group("Later", "Praise"), group("Never"), place=place)
    return answer("groups", {"groups": sorted_, "all_or_nothing": False}, place)


def best_reply(place: str = "best_reply", *, may_cost: bool = False) -> str:
    worths = {"I see why.": "best", "One moment.": "good", "Hm.": "neither", "Calm down.": "poor", "So?": "harmful"}
    replies = [{"text": text, "worth": worth, "feedback": f"It is {worth}."} for text, worth in worths.items()]
    value = {"quote": "I am furious!", "replies": items(*replies, place=place), "may_cost": may_cost}
    return answer("best_reply", value, place)


def mistake(place: str = "mistake", wrong: tuple[int, ...] = (1,), marking: str = "right_minus_wrong") -> str:
    words = ("My bill is wrong.", "That is your fault.", "Is it?", "Let me look.", "Call again.")
    lines = [
        {"who": "agent" if n % 2 else "customer", "text": text, "mistake": n in wrong, "feedback": f"About line {n}."}
        for n, text in enumerate(words)
    ]
    return answer("mistake", {"channel": "chat", "lines": items(*lines, place=place), "marking": marking}, place)


def accepted(*spellings: str, share: int = 100) -> dict[str, Any]:
    return {"spellings": "\n".join(spellings), "share": share, "feedback": f"Because of {spellings[0]}."}


def short_text(place: str = "short_text") -> str:
    answers = items(accepted("listen*", "hear them out"), accepted("talk", share=50), place=place)
    return answer("short_text", {"answers": answers, "ignore_case": True, "ignore_accents": True}, place)


def number(place: str = "number") -> str:
    bands = items({"value": "2.5", "tolerance": "0.1", "share": 100, "feedback": "Because of weight."}, place=place)
    units = items({"names": "kg", "factor": "1"}, {"names": "g", "factor": "0.001"}, place=f"{place}/units")
    return answer("number", {"bands": bands, "units": units, "unit_rule": "must", "unit_cost": 25}, place)


def gaps(place: str = "gaps") -> str:
    options = items(option("minutes", right=True), option("hours"), place=f"{place}/options")
    listed = [
        {"type": "typed", "value": {"answers": items(accepted("two", "2"), place=f"{place}/answers"), "weight": 1}},
        {"type": "chosen", "value": {"options": options, "weight": 1}},
        {"type": "bank", "value": {"word": "chat", "weight": 2}},
    ]
    value = {
        "text": "Within [[1]] [[2]]\nin a [[3]].",
        "gaps": [{**gap, "id": key(place, "gap", n)} for n, gap in enumerate(listed)],
        "extra": items("letter", place=f"{place}/extra"),
        "marking": "per_part",
        "ignore_case": True,
        "ignore_accents": True,
    }
    return answer("gaps", value, place)


def free_text(place: str = "free_text", **value: Any) -> str:
    criteria = items(
        {"name": "Feeling", "description": "Names what the customer feels.", "points": 2},
        {"name": "Way", "description": "Offers a way on.", "points": 3},
        place=place,
    )
    model = "I see that you are furious. Let me look."
    return answer("free_text", {"criteria": criteria, "model": model, "least": 5, "most": 100, **value}, place)


TYPES = (single, multiple, true_false, matching)
"""What the quiz of `make_course` asks."""
ALL_TYPES = (*TYPES, ordering, groups, best_reply, mistake, short_text, number, gaps, free_text)


def picture(title: str = "map", size: tuple[int, int] = (40, 30)) -> Any:
    """An image of the CMS: a PNG of one colour, which the title decides."""
    file = io.BytesIO()
    colour = "#" + hashlib.sha256(title.encode()).hexdigest()[:6]
    PIL.Image.new("RGB", size, colour).save(file, "PNG")
    return get_image_model().objects.create(title=title, file=ImageFile(file, name=f"{title}.png"))


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


def course_index() -> CourseIndexPage:
    return CourseIndexPage.objects.filter(slug="courses").first() or publish(
        home(), CourseIndexPage(title="Courses", slug="courses")
    )


@remembered
def make_course(slug: str = "empathy", **quiz_settings: Any) -> Course:
    page = publish(course_index(), CoursePage(title=slug.title(), slug=slug, summary="See their side."))
    lessons = [make_lesson(page, "first"), make_lesson(page, "second")]
    questions = [make_question(f"{slug} {kind.__name__}", kind(f"{slug}/{kind.__name__}")) for kind in TYPES]
    return Course(page, lessons, make_quiz(page, questions, **quiz_settings), questions)


def make_lesson(course: CoursePage, slug: str, **fields: Any) -> LessonPage:
    body = json.dumps([{"type": "text", "value": f"<p>The {slug} lesson.</p>", "id": key(course.slug, slug)}])
    return publish(course, LessonPage(title=f"The {slug} lesson", slug=slug, body=body, **fields))


def make_quiz(parent: Page, questions: list[Question], **settings: Any) -> QuizPage:
    page = QuizPage(**{"title": f"{parent.title} quiz", "slug": "quiz", **settings})
    page.quiz_questions = [QuizQuestion(question=question, sort_order=n) for n, question in enumerate(questions)]
    return publish(parent, page)


def make_path(
    slug: str, courses: list[Any], *, needs: Sequence[Any] = (), optional: Sequence[Any] = (), **fields: Any
) -> LearningPathPage:
    """`courses`, `needs`, `optional`: pages."""
    page = LearningPathPage(title=slug.title(), slug=slug, summary="One after the other.", **fields)
    page.steps = [PathStep(course=one, optional=one in optional, sort_order=n) for n, one in enumerate(courses)]
    page.needs = [PathNeed(needed=one, sort_order=n) for n, one in enumerate(needs)]
    return publish(course_index(), page)


@remembered
def hand_in_text(learner: User, at: datetime, text: str = "I see that you are furious.") -> WrittenAnswer:
    """What somebody wrote in a quiz of its own, and handed in."""
    course = publish(course_index(), CoursePage(title="Letters", slug="letters", summary="Write."))
    quiz = make_quiz(course, [make_question("What do you write?", free_text())])
    attempt = start_attempt(learner, Work.objects.of(quiz), at)
    save_response(attempt, 0, {"text": text}, QuestionText.objects.get(version=attempt.dealt[0].version), at)
    submit_attempt(learner, attempt.pk, at)
    return attempt.written.get()


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


@remembered
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


def assigned(person: User, at: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)) -> Assignment:
    """A course that `person` alone was asked to do."""
    audience = Audience.objects.create(name=f"Only {person}")
    audience.named.add(person)
    work = make_course(slug=f"for-{person.username}").work
    apply_rule(assign(work, audience, due_days=3), at)
    return Assignment.objects.get(learner=person, work=work)
