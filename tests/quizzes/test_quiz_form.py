"""What an editor may not combine in a quiz, each refused in a sentence."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from wagtail.test.utils.form_data import querydict_from_html

from academy.skills.models import Skill
from academy.staff.models import User
from quizzes.forms import draw_problems, problems
from quizzes.models import QuizPage, QuizRevision
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = now()
EARLIER = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("chosen", "fields"),
    [
        ({}, []),
        ({"opens_at": EARLIER, "closes_at": TODAY}, []),
        ({"opens_at": TODAY, "closes_at": EARLIER}, ["closes_at"]),
        ({"opens_at": TODAY, "closes_at": TODAY}, ["closes_at"]),
        ({"show_when": "after_close"}, ["show_when"]),
        ({"show_when": "after_close", "closes_at": TODAY}, []),
        ({"cooling_down": 2, "tries": 1}, ["cooling_down"]),
        ({"cooling_down": 2, "tries": 0}, []),
    ],
)
def test_problems(chosen: dict[str, object], fields: list[str]) -> None:
    assert [field for field, _sentence in problems(chosen)] == fields


def test_more_draws_than_the_bank_has() -> None:
    skill = Skill.objects.create(name="Empathy", slug="empathy")
    questions = []
    for number in range(3):
        question = builders.make_question(f"Question {number}")
        question.skills.set([skill])
        question.save()
        questions.append(question)
    asked = [{"question": questions[0]}]
    assert not list(draw_problems(asked, [{"skill": skill, "count": 2}]))
    assert "only 2 published questions" in next(draw_problems(asked, [{"skill": skill, "count": 3}]))
    two = [{"skill": skill, "count": 1}, {"skill": skill, "count": 2}]
    assert "only 1 published question " in next(draw_problems(asked, two))


def send(client: Client, page: QuizPage, action: str, **changes: str) -> str:
    """Fill the form of a quiz in anew; return the page that comes then."""
    path = f"/admin/pages/{page.pk}/edit/"
    form = querydict_from_html(client.get(path).content.decode(), form_id="page-edit-form")
    form.update({"bands-count": "0", **changes, action: "1"})
    return client.post(path, form, follow=True).content.decode()


class TestInTheCms:
    @pytest.fixture
    def as_dana(self, dana: User, as_user) -> Client:
        return as_user(dana)

    def test_what_goes_together_is_published(self, as_dana: Client, course: builders.Course) -> None:
        send(as_dana, course.quiz, "action-publish", time_limit="20", per_page="0")
        terms = QuizRevision.objects.latest_of(course.quiz_work).terms
        assert (terms.time_limit, terms.per_page) == (20, 0)

    def test_what_does_not_is_refused(self, as_dana: Client, course: builders.Course) -> None:
        assert "never closes" in send(as_dana, course.quiz, "action-publish", show_when="after_close")
        assert QuizRevision.objects.filter(work=course.quiz_work).count() == 1

    def test_a_quiz_without_a_question_is_refused(self, as_dana: Client, course: builders.Course) -> None:
        gone = {f"quiz_questions-{number}-DELETE": "on" for number in range(4)}
        assert "A quiz needs a question" in send(as_dana, course.quiz, "action-publish", **gone)

    def test_but_may_be_a_draft(self, as_dana: Client, course: builders.Course) -> None:
        gone = {f"quiz_questions-{number}-DELETE": "on" for number in range(4)}
        send(as_dana, course.quiz, "action-save", **gone)
        course.quiz.refresh_from_db()
        assert course.quiz.has_unpublished_changes
