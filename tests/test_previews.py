"""An editor sees each kind of page before it is published, and looking changes nothing."""

import pytest
from django.test import Client

from academy.staff.models import User
from courses.models import Enrolment, UnitProgress
from tests import builders

pytestmark = pytest.mark.django_db


def preview(page: builders.Page, user: User) -> str:
    """What the editor's frame shows: the page through the whole site, with the editor's own session."""
    client = Client()
    client.force_login(user)
    request = client.get("/admin/").wsgi_request
    response = page.make_preview_request(request, page.default_preview_mode)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("kind", ["home", "course index", "course", "lesson", "quiz", "policy index", "policy"])
def test_each_kind_has_a_preview(erin: User, course: builders.Course, policy: builders.Policy, kind: str) -> None:
    pages = {
        "home": builders.home(),
        "course index": course.page.get_parent().specific,
        "course": course.page,
        "lesson": course.lessons[0],
        "quiz": course.quiz,
        "policy index": policy.page.get_parent().specific,
        "policy": policy.page,
    }
    page = pages[kind]
    page.title = "A title in a draft"
    assert kind == "home" or "A title in a draft" in preview(page, erin)
    assert preview(page, erin)
    assert not Enrolment.objects.exists()
    assert not UnitProgress.objects.exists()


def test_a_quiz_shows_its_questions(erin: User, course: builders.Course) -> None:
    assert all(question.stem in preview(course.quiz, erin) for question in course.questions)


def test_a_lesson_that_was_never_saved(erin: User, course: builders.Course) -> None:
    body = builders.json.dumps([{"type": "text", "value": "<p>Quite new.</p>", "id": builders.key("new")}])
    page = builders.LessonPage(title="New", slug="new", body=body, locale=course.page.locale)
    page.path, page.depth = course.page.path + "9999", course.page.depth + 1
    assert "Quite new." in preview(page, erin)


@pytest.mark.parametrize("kind", builders.ALL_TYPES)
def test_a_question(erin: User, kind) -> None:
    question = builders.make_question("What then?", kind("preview"))
    assert "What then?" in preview(question, erin)


def test_a_question_that_is_still_empty(erin: User) -> None:
    assert preview(builders.Question(stem="", locale=builders.home().locale), erin)
