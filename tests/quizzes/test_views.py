import pytest
from django.test import Client

from academy.staff.models import User
from quizzes.actions import answers_of, start_attempt
from quizzes.models import Attempt
from tests import builders
from tests.forms import right_fields
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
        assert response.url == url(Attempt.objects.get(), "pages/1/")

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


class TestPage:
    def test_it_shows_one_question_without_its_right_answer(self, as_alice: Client, attempt: Attempt) -> None:
        page = as_alice.get(url(attempt, "pages/1/")).content.decode()
        assert "Because of" not in page
        assert "What to take from it" not in page

    def test_next_saves_and_goes_on(self, as_alice: Client, attempt: Attempt) -> None:
        place = next(
            n for n, item in enumerate(attempt.dealt) if right(attempt, n).get("choice") and len(item.order) == 3
        )
        response = as_alice.post(
            url(attempt, f"pages/{place + 1}/"), {**right_fields(attempt, place + 1), "go": "next"}
        )
        assert response.status_code == 302
        assert answers_of(attempt) == {place: right(attempt, place)}

    @pytest.mark.parametrize(
        ("go", "number", "to"), [("back", 2, "pages/1/"), ("review", 1, "review/"), ("next", 4, "review/")]
    )
    def test_where_the_buttons_lead(self, as_alice: Client, attempt: Attempt, go: str, number: int, to: str) -> None:
        assert as_alice.post(url(attempt, f"pages/{number}/"), {"go": go}).url == url(attempt, to)

    def test_a_script_that_sends_no_question_is_not_told_that_it_is_saved(
        self, as_alice: Client, attempt: Attempt
    ) -> None:
        response = as_alice.post(url(attempt, "pages/1/"), {}, headers={"accept": "application/json"})
        assert (response.status_code, response.json()) == (400, {"saved": False})

    def test_a_script_is_told_that_it_is_saved(self, as_alice: Client, attempt: Attempt) -> None:
        response = as_alice.post(url(attempt, "pages/1/"), {"q1": ""}, headers={"accept": "application/json"})
        assert response.json() == {"saved": True, "sequence": 1, "left": None}

    def test_after_handing_in_a_script_is_told_why_not(self, as_alice: Client, attempt: Attempt) -> None:
        as_alice.post(url(attempt, "submit/"))
        response = as_alice.post(url(attempt, "pages/1/"), {"q1": ""}, headers={"accept": "application/json"})
        assert response.status_code == 409
        assert response.json()["saved"] is False
        assert "handed in" in response.json()["reason"]

    @pytest.mark.parametrize("number", [0, 5, 999])
    def test_a_number_that_is_none_leads_back(self, as_alice: Client, attempt: Attempt, number: int) -> None:
        assert as_alice.get(url(attempt, f"pages/{number}/")).url == url(attempt)

    @pytest.mark.parametrize(
        "garbage", [{"choice": "x" * 10_000}, {"choices": ["\x00", "💥"]}, {"pair-": "m0"}, {"pair-x": "m99"}]
    )
    def test_garbage_is_no_answer(self, as_alice: Client, attempt: Attempt, garbage: dict[str, object]) -> None:
        for number in range(1, 5):
            assert (
                as_alice.post(
                    url(attempt, f"pages/{number}/"),
                    {f"q{number}": "", **{f"q{number}-{name}": value for name, value in garbage.items()}},
                ).status_code
                == 302
            )
        assert answers_of(attempt) == {}


class TestAllOnOnePage:
    @pytest.fixture
    def attempt(self, alice: User) -> Attempt:
        return start_attempt(alice, builders.make_course(per_page=0).quiz_work, AT)

    def all_right(self, attempt: Attempt) -> dict[str, object]:
        return {name: value for number in range(1, 5) for name, value in right_fields(attempt, number).items()}

    def test_it_shows_every_question(self, as_alice: Client, attempt: Attempt) -> None:
        assert [asked.face.number for asked in as_alice.get(url(attempt, "pages/1/")).context["questions"]] == [
            1,
            2,
            3,
            4,
        ]

    def test_one_form_saves_all_and_hands_in(self, as_alice: Client, attempt: Attempt) -> None:
        response = as_alice.post(url(attempt, "pages/1/"), {**self.all_right(attempt), "go": "hand_in"})
        assert response.url == url(attempt, "result/")
        assert attempt.grades.get().percent == 100

    def test_questions_that_were_not_sent_stay_as_they_are(self, as_alice: Client, attempt: Attempt) -> None:
        as_alice.post(url(attempt, "pages/1/"), self.all_right(attempt))
        before = answers_of(attempt)
        as_alice.post(url(attempt, "pages/1/"), {"q2": ""}, headers={"accept": "application/json"})
        assert answers_of(attempt) == {**before, 1: {}}

    def test_two_tabs_lose_nothing_of_each_other(self, as_alice: Client, attempt: Attempt) -> None:
        for number in (1, 2, 3, 4):  # each from a tab that knows only its own answer
            fields = right_fields(attempt, number)
            as_alice.post(url(attempt, "pages/1/"), fields, headers={"accept": "application/json"})
        assert answers_of(attempt) == {place: right(attempt, place) for place in range(4)}


class TestTwoDevices:
    """A page that is older than what another device has stored."""

    @pytest.fixture
    def attempt(self, alice: User) -> Attempt:
        return start_attempt(alice, builders.make_course(per_page=0, ask_confidence=True).quiz_work, AT)

    def send(self, client: Client, attempt: Attempt, known: int, answered: tuple[int, ...]) -> None:
        """The whole form of a page that knew so many saves, with the right answers to some of its questions."""
        fields: dict[str, object] = {}
        for number in range(1, 5):
            fields |= right_fields(attempt, number) if number in answered else {}
            fields[f"q{number}"] = str(known)
        client.post(url(attempt, "pages/1/"), {**fields, "go": "review"})

    def answered(self, attempt: Attempt) -> list[int]:
        return sorted(place + 1 for place, answer in answers_of(attempt).items() if answer)

    def test_what_it_only_shows_as_it_was_takes_nothing_back(self, as_alice: Client, attempt: Attempt) -> None:
        self.send(as_alice, attempt, 0, (2,))
        self.send(as_alice, attempt, 0, (1,))
        assert self.answered(attempt) == [1, 2]

    def test_an_answer_that_was_taken_out_elsewhere_stays_out(self, as_alice: Client, attempt: Attempt) -> None:
        self.send(as_alice, attempt, 0, (1, 2))
        self.send(as_alice, attempt, 4, (2,))  # the other device empties the first
        self.send(as_alice, attempt, 4, (1, 2, 3))
        assert self.answered(attempt) == [2, 3]

    def test_what_it_changed_counts(self, as_alice: Client, attempt: Attempt) -> None:
        self.send(as_alice, attempt, 0, (1,))
        self.send(as_alice, attempt, 4, ())
        assert self.answered(attempt) == []

    def test_a_script_learns_up_to_where_it_knows(self, as_alice: Client, attempt: Attempt) -> None:
        saved = as_alice.post(
            url(attempt, "pages/1/"), right_fields(attempt, 1), headers={"accept": "application/json"}
        )
        assert as_alice.get(url(attempt, "pages/1/")).context["questions"][0].known == saved.json()["sequence"]

    @pytest.mark.parametrize("known", ["x", "-1", "9" * 99, "²"])
    def test_garbage_knows_nothing_and_all_is_news(self, as_alice: Client, attempt: Attempt, known: str) -> None:
        as_alice.post(url(attempt, "pages/1/"), {**right_fields(attempt, 1), "q1": known})
        assert self.answered(attempt) == [1]


class TestPagesOfTwo:
    @pytest.fixture
    def attempt(self, alice: User) -> Attempt:
        return start_attempt(alice, builders.make_course(per_page=2).quiz_work, AT)

    def test_the_second_page_holds_the_others(self, as_alice: Client, attempt: Attempt) -> None:
        assert [asked.face.number for asked in as_alice.get(url(attempt, "pages/2/")).context["questions"]] == [3, 4]

    def test_a_page_takes_no_answer_to_a_question_of_another(self, as_alice: Client, attempt: Attempt) -> None:
        as_alice.post(url(attempt, "pages/1/"), right_fields(attempt, 3))
        assert answers_of(attempt) == {}

    def test_going_on_leads_to_the_first_page_with_an_open_question(self, as_alice: Client, attempt: Attempt) -> None:
        as_alice.post(url(attempt, "pages/1/"), {**right_fields(attempt, 1), **right_fields(attempt, 2)})
        assert as_alice.get(url(attempt)).url == url(attempt, "pages/2/")


class TestOnlyForward:
    @pytest.fixture
    def attempt(self, alice: User) -> Attempt:
        return start_attempt(alice, builders.make_course(per_page=2, navigation="forward_only").quiz_work, AT)

    def go_on(self, client: Client, attempt: Attempt, page: int = 1, **fields: object) -> object:
        return client.post(url(attempt, f"pages/{page}/"), {**fields, "go": "next"})

    def test_a_page_that_was_left_is_not_shown_again(self, as_alice: Client, attempt: Attempt) -> None:
        assert self.go_on(as_alice, attempt).url == url(attempt, "pages/2/")
        assert as_alice.get(url(attempt, "pages/1/")).url == url(attempt, "pages/2/")

    def test_a_page_that_was_left_takes_no_answer(self, as_alice: Client, attempt: Attempt) -> None:
        self.go_on(as_alice, attempt)
        response = as_alice.post(
            url(attempt, "pages/1/"), right_fields(attempt, 1), headers={"accept": "application/json"}
        )
        assert response.status_code == 409
        assert answers_of(attempt) == {}

    @pytest.mark.parametrize("rest", ["pages/2/", "review/"])
    def test_nothing_is_skipped(self, as_alice: Client, attempt: Attempt, rest: str) -> None:
        assert as_alice.get(url(attempt, rest)).url == url(attempt, "pages/1/")

    def test_the_next_page_takes_no_answer_yet(self, as_alice: Client, attempt: Attempt) -> None:
        assert as_alice.post(url(attempt, "pages/2/"), right_fields(attempt, 3)).status_code == 409
        assert answers_of(attempt) == {}

    def test_back_leads_nowhere(self, as_alice: Client, attempt: Attempt) -> None:
        self.go_on(as_alice, attempt)
        as_alice.post(url(attempt, "pages/2/"), {"go": "back"})
        assert as_alice.get(url(attempt)).url == url(attempt, "pages/2/")

    def test_the_review_has_no_way_back(self, as_alice: Client, attempt: Attempt) -> None:
        self.go_on(as_alice, attempt)
        assert [row["page"] for row in as_alice.get(url(attempt, "review/")).context["rows"]] == [None] * 4


class TestReviewAndResult:
    def test_the_review_counts_what_is_open(self, as_alice: Client, attempt: Attempt) -> None:
        assert as_alice.get(url(attempt, "review/")).context["open_count"] == 4

    def test_the_result_shows_the_grade_and_the_reasons(self, as_alice: Client, attempt: Attempt) -> None:
        for number in range(1, 5):
            as_alice.post(url(attempt, f"pages/{number}/"), right_fields(attempt, number))
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


@pytest.mark.parametrize("rest", ["", "pages/1/", "review/", "result/"])
def test_a_strangers_attempt_does_not_exist(bob: User, as_user, attempt: Attempt, rest: str) -> None:
    assert as_user(bob).get(url(attempt, rest)).status_code == 404


@pytest.mark.parametrize("rest", ["pages/1/", "submit/"])
def test_nobody_answers_for_another(bob: User, as_user, attempt: Attempt, rest: str) -> None:
    assert as_user(bob).post(url(attempt, rest)).status_code == 404


def test_the_language_may_change_in_the_middle(as_alice: Client, attempt: Attempt) -> None:
    assert as_alice.get(url(attempt, "pages/1/").replace("/en/", "/fa/")).status_code == 200
