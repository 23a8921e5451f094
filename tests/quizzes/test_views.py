import pytest
from django.test import Client

from academy.staff.models import User
from quizzes.actions import answers_of, start_attempt
from quizzes.models import Attempt
from tests import builders
from tests.quizzes.test_actions import AT, right

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(alice: User, course: builders.Course) -> Attempt:
    return start_attempt(alice, course.quiz_work, AT)


def url(attempt: Attempt, rest: str = "") -> str:
    return f"/en/learn/attempts/{attempt.pk}/{rest}"


class TestStart:
    def test_it_works(self, as_alice: Client, course: builders.Course) -> None:
        response = as_alice.post(f"/en/learn/quizzes/{course.quiz_work.pk}/start/")
        assert response.url == url(Attempt.objects.get())

    def test_a_second_click_goes_on_with_the_first_attempt(self, as_alice: Client, course: builders.Course) -> None:
        for _click in range(2):
            as_alice.post(f"/en/learn/quizzes/{course.quiz_work.pk}/start/")
        assert Attempt.objects.count() == 1

    def test_without_tries_it_says_what_to_do(self, as_alice: Client, attempt: Attempt) -> None:
        quiz = builders.QuizPage.objects.get()
        builders.republish(quiz, tries=1)
        as_alice.post(url(attempt, "submit/"))
        response = as_alice.post(f"/en/learn/quizzes/{attempt.work_id}/start/")
        assert response.status_code == 409
        assert "talk to them about another one" in response.content.decode()

    def test_a_lesson_is_no_quiz(self, as_alice: Client, course: builders.Course) -> None:
        lesson = builders.Work.objects.of(course.lessons[0])
        assert as_alice.post(f"/en/learn/quizzes/{lesson.pk}/start/").status_code == 404

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, course: builders.Course) -> None:
        response = client.post(f"/en/learn/quizzes/{course.quiz_work.pk}/start/")
        assert response.url.startswith("/en/sign-in/")


class TestQuestion:
    def test_it_shows_one_question_without_its_right_answer(self, as_alice: Client, attempt: Attempt) -> None:
        page = as_alice.get(url(attempt, "questions/1/")).content.decode()
        assert "Because of" not in page
        assert "What to take from it" not in page

    def test_next_saves_and_goes_on(self, as_alice: Client, attempt: Attempt) -> None:
        place = next(
            n for n, item in enumerate(attempt.dealt) if right(attempt, n).get("choice") and len(item.order) == 3
        )
        response = as_alice.post(url(attempt, f"questions/{place + 1}/"), {**right(attempt, place), "go": "next"})
        assert response.status_code == 302
        assert answers_of(attempt) == {place: right(attempt, place)}

    @pytest.mark.parametrize(
        ("go", "number", "to"), [("back", 2, "questions/1/"), ("review", 1, "review/"), ("next", 4, "review/")]
    )
    def test_where_the_buttons_lead(self, as_alice: Client, attempt: Attempt, go: str, number: int, to: str) -> None:
        assert as_alice.post(url(attempt, f"questions/{number}/"), {"go": go}).url == url(attempt, to)

    def test_a_script_is_told_that_it_is_saved(self, as_alice: Client, attempt: Attempt) -> None:
        response = as_alice.post(url(attempt, "questions/1/"), {}, headers={"accept": "application/json"})
        assert response.json() == {"saved": True}

    def test_after_handing_in_a_script_is_told_why_not(self, as_alice: Client, attempt: Attempt) -> None:
        as_alice.post(url(attempt, "submit/"))
        response = as_alice.post(url(attempt, "questions/1/"), {}, headers={"accept": "application/json"})
        assert response.status_code == 409
        assert response.json()["saved"] is False
        assert "handed in" in response.json()["reason"]

    @pytest.mark.parametrize("number", [0, 5, 999])
    def test_a_number_that_is_none_leads_back(self, as_alice: Client, attempt: Attempt, number: int) -> None:
        assert as_alice.get(url(attempt, f"questions/{number}/")).url == url(attempt)

    @pytest.mark.parametrize(
        "garbage", [{"choice": "x" * 10_000}, {"choices": ["\x00", "💥"]}, {"pair-": "m0"}, {"pair-x": "m99"}]
    )
    def test_garbage_is_no_answer(self, as_alice: Client, attempt: Attempt, garbage: dict[str, object]) -> None:
        for number in range(1, 5):
            assert as_alice.post(url(attempt, f"questions/{number}/"), garbage).status_code == 302
        assert answers_of(attempt) == {}


class TestReviewAndResult:
    def test_the_review_counts_what_is_open(self, as_alice: Client, attempt: Attempt) -> None:
        assert as_alice.get(url(attempt, "review/")).context["open_count"] == 4

    def test_the_result_shows_the_grade_and_the_reasons(self, as_alice: Client, attempt: Attempt) -> None:
        for number in range(1, 5):
            as_alice.post(url(attempt, f"questions/{number}/"), form_of(attempt, number - 1))
        assert as_alice.post(url(attempt, "submit/")).url == url(attempt, "result/")
        response = as_alice.get(url(attempt, "result/"))
        assert response.context["grade"].percent == 100
        assert "Because of Kind." in response.content.decode()

    def test_until_the_last_try_the_right_answers_stay_hidden(self, as_alice: Client, attempt: Attempt) -> None:
        as_alice.post(url(attempt, "submit/"))
        page = as_alice.get(url(attempt, "result/"))
        assert not page.context["disclosure"].answers
        assert "Because of Kind." not in page.content.decode()

    def test_leaving_never_hands_in(self, as_alice: Client, attempt: Attempt) -> None:
        assert as_alice.get(url(attempt, "result/")).url == url(attempt)
        assert as_alice.get(url(attempt, "submit/")).status_code == 405
        attempt.refresh_from_db()
        assert attempt.state == Attempt.State.OPEN

    def test_handing_in_twice_shows_one_result(self, as_alice: Client, attempt: Attempt) -> None:
        for _click in range(2):
            assert as_alice.post(url(attempt, "submit/")).url == url(attempt, "result/")
        assert attempt.grades.count() == 1


def form_of(attempt: Attempt, place: int) -> dict[str, object]:
    """What a browser sends for the right answer."""
    answer, order = right(attempt, place), attempt.dealt[place].order
    pairs = {f"pair-{prompt}": f"m{order.index(match)}" for prompt, match in answer.get("pairs", {}).items()}
    return {**{name: value for name, value in answer.items() if name != "pairs"}, **pairs}


@pytest.mark.parametrize("rest", ["", "questions/1/", "review/", "result/"])
def test_a_strangers_attempt_does_not_exist(bob: User, as_user, attempt: Attempt, rest: str) -> None:
    assert as_user(bob).get(url(attempt, rest)).status_code == 404


@pytest.mark.parametrize("rest", ["questions/1/", "submit/"])
def test_nobody_answers_for_another(bob: User, as_user, attempt: Attempt, rest: str) -> None:
    assert as_user(bob).post(url(attempt, rest)).status_code == 404


def test_the_language_may_change_in_the_middle(as_alice: Client, attempt: Attempt) -> None:
    assert as_alice.get(url(attempt, "questions/1/").replace("/en/", "/fa/")).status_code == 200
