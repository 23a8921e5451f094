"""The pages of the CMS on which grades are corrected."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from academy.staff.models import User
from quizzes.domain.regrading import Kind
from quizzes.models import Attempt, Grade, Question, QuestionIdentity, Regrade
from tests import builders
from tests.quizzes.test_regrading import correct_key, plan, question, quiz, standing, take, tone
from tests.test_query_budgets import assert_flat

__all__ = ["question", "quiz", "tone"]  # fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_erin(as_user: Callable[[User], Client], erin: User) -> Client:
    return as_user(erin)


@pytest.fixture
def as_bob(as_user: Callable[[User], Client], bob: User) -> Client:
    return as_user(bob)


def address(question: Question) -> str:
    return f"/admin/quizzes/questions/{question.pk}/regrade/"


def asked(question: Question, quiz: builders.Course, **more: Any) -> dict[str, Any]:
    version = QuestionIdentity.objects.get(translation_key=question.translation_key).versions.latest("number")
    return {"works": [quiz.quiz_work.pk], "kind": "key", "version": version.pk, **more}


class TestAsking:
    def test_it_shows_what_would_change(
        self, as_bob: Client, alice: User, charlie: User, question: Question, quiz: builders.Course
    ) -> None:
        take(alice, quiz, "Rude")
        take(charlie, quiz, "Kind")
        correct_key(question)
        response = as_bob.get(address(question), asked(question, quiz))
        page = response.content.decode()
        assert "2 of 2 attempts get another grade." in page
        assert "1 turns to a pass." in page
        assert "1 turns to a fail." in page
        assert "Alice" in page
        assert "Charlie" not in page, "bob does not lead charlie"
        assert "1 attempt that turns is of somebody whose records you do not see." in page
        assert Grade.objects.count() == 2

    def test_a_reason_makes_it_so(
        self,
        as_erin: Client,
        alice: User,
        question: Question,
        quiz: builders.Course,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        attempt = take(alice, quiz, "Rude")
        correct_key(question)
        with django_capture_on_commit_callbacks(execute=True):
            response = as_erin.post(address(question), asked(question, quiz, note="The key was wrong."))
        regrade = Regrade.objects.get()
        assert response.url == f"/admin/quizzes/regrades/{regrade.pk}/"
        assert standing(attempt) == (100, True)
        page = as_erin.get(response.url).content.decode()
        assert "carried out" in page
        assert "1 attempt has a new grade." in page

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"note": " "}, "Say why, in a sentence that learners understand."),
            ({"works": [], "note": "x"}, "Choose at least one quiz."),
            ({"kind": "magic", "note": "x"}, "Select a valid choice."),
            ({"version": 0, "note": "x"}, "Select a valid choice."),
        ],
    )
    def test_bad_input_is_shown(
        self,
        as_erin: Client,
        alice: User,
        question: Question,
        quiz: builders.Course,
        wrong: dict[str, Any],
        said: str,
    ) -> None:
        take(alice, quiz, "Rude")
        correct_key(question)
        response = as_erin.post(address(question), asked(question, quiz) | wrong)
        assert said in response.content.decode()
        assert not Regrade.objects.exists()

    def test_a_question_that_nobody_answered_has_nothing_to_correct(self, as_erin: Client, question: Question) -> None:
        assert "no grade to correct" in as_erin.get(address(question)).content.decode()

    def test_the_bank_leads_there(self, as_erin: Client, question: Question) -> None:
        bank = as_erin.get("/admin/snippets/quizzes/question/").content.decode()
        form = as_erin.get(f"/admin/snippets/quizzes/question/edit/{question.pk}/").content.decode()
        assert address(question) in bank
        assert address(question) in form
        assert "/admin/quizzes/regrades/" in bank

    @pytest.mark.parametrize("path", ["/admin/quizzes/questions/{}/regrade/", "/admin/quizzes/regrades/"])
    def test_an_agent_gets_neither(self, as_alice: Client, question: Question, path: str) -> None:
        assert as_alice.get(path.format(question.pk)).status_code == 302

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, question: Question) -> None:
        assert "/sign-in/" in client.get(address(question)).url


class TestDeciding:
    @pytest.fixture
    def attempt(self, alice: User, quiz: builders.Course) -> Attempt:
        return take(alice, quiz, "Kind")

    @pytest.fixture
    def waiting(self, as_erin: Client, attempt: Attempt, question: Question, quiz: builders.Course) -> Regrade:
        correct_key(question)
        as_erin.post(address(question), asked(question, quiz, note="The key was wrong."))
        return Regrade.objects.get()

    def url(self, regrade: Regrade, rest: str = "") -> str:
        return f"/admin/quizzes/regrades/{regrade.pk}/{rest}"

    def test_it_waits_on_the_dashboard_of_a_manager(self, as_bob: Client, as_erin: Client, waiting: Regrade) -> None:
        assert self.url(waiting) in as_bob.get("/admin/").content.decode()
        assert self.url(waiting) not in as_erin.get("/admin/").content.decode()

    def test_a_manager_agrees(
        self, as_bob: Client, attempt: Attempt, waiting: Regrade, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            response = as_bob.post(self.url(waiting, "agree/"), follow=True)
        assert standing(attempt) == (50, False)
        assert "You agreed." in response.content.decode()

    def test_agreeing_twice_is_harmless(self, as_bob: Client, waiting: Regrade) -> None:
        as_bob.post(self.url(waiting, "agree/"))
        response = as_bob.post(self.url(waiting, "agree/"), follow=True)
        assert "Somebody has decided this already." in response.content.decode()
        assert waiting.events.filter(kind="approved").count() == 1

    def test_a_manager_refuses_with_a_reason(self, as_bob: Client, attempt: Attempt, waiting: Regrade) -> None:
        assert "Say why, for whoever asked" in as_bob.post(self.url(waiting, "refuse/")).content.decode()
        page = as_bob.post(self.url(waiting, "refuse/"), {"note": "Both are right."}, follow=True).content.decode()
        assert "Both are right." in page
        assert standing(attempt) == (100, True)

    def test_an_editor_may_take_back_what_they_asked_for_and_no_more(
        self, as_erin: Client, make_person: Callable[..., User], as_user: Callable[[User], Client], waiting: Regrade
    ) -> None:
        other = as_user(make_person("eve", "Editors"))
        assert other.post(self.url(waiting, "refuse/"), {"note": "No."}).status_code == 302
        assert as_erin.post(self.url(waiting, "agree/")).status_code == 302
        assert not waiting.events.exists()
        as_erin.post(self.url(waiting, "refuse/"), {"note": "I was wrong."})
        assert waiting.events.get().kind == "refused"

    def test_a_manager_does_not_agree_to_their_own(
        self, as_bob: Client, attempt: Attempt, question: Question, quiz: builders.Course
    ) -> None:
        correct_key(question)
        as_bob.post(address(question), asked(question, quiz, note="Wrong."))
        response = as_bob.post(self.url(Regrade.objects.get(), "agree/"), follow=True)
        assert "Somebody else has to agree to it." in response.content.decode()

    def test_one_that_does_not_exist(self, as_bob: Client) -> None:
        assert as_bob.get("/admin/quizzes/regrades/999/", follow=True).status_code == 404


def test_the_list_stays_flat(
    as_bob: Client, alice: User, erin: User, question: Question, quiz: builders.Course
) -> None:
    take(alice, quiz, "Rude")

    def add() -> None:
        for _ in range(3):
            asked = plan(question, quiz, Kind.FULL_MARK)
            regrade = Regrade.objects.create(
                question=asked.question, kind="full_mark", note="Why", created_by=erin, created_at="2026-03-02T09:00Z"
            )
            regrade.works.set(asked.works)

    add()
    assert_flat(as_bob, "/admin/quizzes/regrades/", add)
    assert_flat(as_bob, "/admin/", add)


def test_an_empty_list_says_how_to_begin(as_bob: Client) -> None:
    assert "open it in the question bank" in as_bob.get("/admin/quizzes/regrades/").content.decode()
