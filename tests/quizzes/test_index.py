"""Quizzes that belong to no course: their list, and taking one."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Site

from academy.assignments.actions import apply_rule
from academy.assignments.models import Assignment, Work
from academy.staff.models import User
from quizzes.actions import save_response, start_attempt, submit_attempt
from quizzes.addresses import QuizNotFound, quiz_by_slug
from quizzes.models import Attempt, QuestionText, QuizIndexPage, QuizPage
from tests import builders
from tests.quizzes.test_actions import AT
from tests.test_query_budgets import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(db: None) -> QuizIndexPage:
    return QuizIndexPage.objects.get()


@pytest.fixture
def alone(index: QuizIndexPage) -> QuizPage:
    return builders.make_quiz(index, [builders.make_question("Alone?")], slug="alone", title="Alone")


class TestTheIndex:
    def test_every_site_has_one_below_the_front_page(self, index: QuizIndexPage) -> None:
        assert index.get_parent() == Site.objects.get(is_default_site=True).root_page
        assert QuizIndexPage.find_problems() == ([], [], [], [], [])
        assert (index.live, index.url) == (True, "/en/quizzes/")

    def test_it_works(self, as_alice: Client, alone: QuizPage) -> None:
        page = as_alice.get("/en/quizzes/")
        assert [quiz.url for quiz in page.context["quizzes"]] == ["/en/quizzes/alone/"]
        assert "No quiz is open" not in page.text

    def test_without_quizzes_it_says_where_they_are(self, as_alice: Client) -> None:
        assert "you find them there" in as_alice.get("/en/quizzes/").text

    def test_a_draft_does_not_stand_there(self, as_alice: Client, alone: QuizPage) -> None:
        alone.unpublish()
        assert as_alice.get("/en/quizzes/").context["quizzes"] == []

    def test_a_translation_stands_in_the_order_of_the_source(
        self, as_alice: Client, index: QuizIndexPage, alone: QuizPage
    ) -> None:
        builders.make_quiz(index, [builders.make_question("More?")], slug="more", title="More")
        builders.translate(alone, "is", title="Einn")
        found = as_alice.get("/is/quizzes/").context["quizzes"]
        assert [(quiz.title, quiz.language) for quiz in found] == [("Einn", "is"), ("More", "en")]

    def test_more_quizzes_cost_no_more_queries(self, as_alice: Client, index: QuizIndexPage, alone: QuizPage) -> None:
        as_alice.get("/en/quizzes/")
        before = len(statements(lambda: as_alice.get("/en/quizzes/")))
        for number in range(3):
            builders.make_quiz(index, [builders.make_question(f"Q{number}?")], slug=f"q{number}", title="Q")
        as_alice.get("/en/quizzes/")
        assert len(statements(lambda: as_alice.get("/en/quizzes/"))) == before


class TestTakingOne:
    def test_from_its_page_to_the_result(self, as_alice: Client, alone: QuizPage) -> None:
        work = Work.objects.of(alone)
        assert as_alice.get("/en/quizzes/alone/").status_code == 200
        as_alice.post(f"/en/learn/quizzes/{work.pk}/start/")
        attempt = Attempt.objects.get(work=work)
        as_alice.post(f"/en/learn/attempts/{attempt.pk}/submit/")
        result = as_alice.get(f"/en/learn/attempts/{attempt.pk}/result/")
        assert "/en/quizzes/alone/" in result.text

    def test_passing_it_completes_its_assignment(self, alice: User, alone: QuizPage) -> None:
        work = Work.objects.of(alone)
        apply_rule(builders.assign(work), AT)
        assert Assignment.objects.open().filter(learner=alice, work=work).exists()
        attempt = start_attempt(alice, work, AT)
        text = QuestionText.objects.get()
        save_response(attempt, 0, text.version.spec().best(), text, AT)
        assert submit_attempt(alice, attempt.pk, AT).passed
        assert not Assignment.objects.open().filter(learner=alice, work=work).exists()


class TestAddresses:
    def test_a_slug_names_a_quiz(self, alone: QuizPage) -> None:
        assert quiz_by_slug("alone") == alone

    def test_nobody_has_the_slug(self, alone: QuizPage) -> None:
        with pytest.raises(QuizNotFound, match="no quiz 'missing'"):
            quiz_by_slug("missing")

    def test_several_are_listed_with_their_paths(self, course: builders.Course, index: QuizIndexPage) -> None:
        builders.make_quiz(index, [builders.make_question("Q?")], slug="quiz", title="Quiz")
        with pytest.raises(QuizNotFound, match="courses/empathy/quiz/, quizzes/quiz/"):
            quiz_by_slug("quiz")
        assert quiz_by_slug("empathy/quiz") == course.quiz

    def test_translations_are_not_looked_at(self, alone: QuizPage) -> None:
        builders.translate(alone, "is", title="Einn")
        assert quiz_by_slug("alone") == alone


def test_there_is_one_index(index: QuizIndexPage) -> None:
    assert not QuizIndexPage.can_create_at(index.get_parent())
    with pytest.raises(ValidationError):
        index.get_parent().add_child(instance=QuizIndexPage(title="Another", slug="quizzes"))
