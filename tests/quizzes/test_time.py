"""The clock of an attempt: the server decides, and what is granted holds at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from academy.staff.models import Team, User
from quizzes.actions import (
    Refused,
    answers_of,
    close_if_overdue,
    close_overdue,
    end_exception,
    grant_exception,
    save_response,
    set_extra_time,
    start_attempt,
    submit_attempt,
)
from quizzes.domain.attempts import Refusal
from quizzes.domain.timing import GRACE
from quizzes.models import Attempt, Grade, QuestionText, QuizException, Response
from quizzes.periodic import hand_in_what_is_overdue
from tests import builders
from tests.forms import right_fields
from tests.quizzes.test_actions import answer, right
from tests.test_query_budgets import statements

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIMIT = timedelta(minutes=20)
END = AT + LIMIT
SECOND = timedelta(seconds=1)


@pytest.fixture
def course(db: None) -> builders.Course:
    return builders.make_course(time_limit=20, tries=2)


@pytest.fixture
def attempt(alice: User, course: builders.Course) -> Attempt:
    return start_attempt(alice, course.quiz_work, AT)


def deadline_of(attempt: Attempt) -> datetime | None:
    return Attempt.objects.get(pk=attempt.pk).deadline_at


def answer_at(attempt: Attempt, at: datetime) -> None:
    version = attempt.dealt[0].version
    save_response(attempt, 0, right(attempt, 0), QuestionText.objects.latest_for([version], "en")[version], at)


def grant(work: object, by: User, **what: object) -> QuizException:
    return grant_exception(QuizException(work=work, reason="The line was down.", **what), by, AT)


class TestDeadline:
    def test_it_is_fixed_at_the_start(self, attempt: Attempt) -> None:
        assert deadline_of(attempt) == END

    def test_without_a_limit_there_is_none(self, alice: User) -> None:
        assert start_attempt(alice, builders.make_course().quiz_work, AT).deadline_at is None

    def test_an_answer_on_its_way_is_still_taken(self, attempt: Attempt) -> None:
        answer_at(attempt, END + GRACE)
        assert answers_of(attempt) == {0: right(attempt, 0)}

    def test_a_later_one_is_not(self, attempt: Attempt) -> None:
        with pytest.raises(Refused) as refusal:
            answer_at(attempt, END + GRACE + SECOND)
        assert refusal.value.reason is Refusal.TIME_UP
        assert not Response.objects.exists()

    def test_handing_in_late_grades_what_was_saved_in_time(self, alice: User, attempt: Attempt) -> None:
        answer_at(attempt, END)
        grade = submit_attempt(alice, attempt.pk, END + timedelta(hours=3))
        attempt.refresh_from_db()
        assert (float(grade.percent), grade.reason) == (25, Grade.Reason.TIME_RAN_OUT)
        assert attempt.handed_in_at == END

    def test_a_new_limit_leaves_an_attempt_as_it_was(self, course: builders.Course, attempt: Attempt) -> None:
        builders.republish(course.quiz, time_limit=1)
        answer_at(attempt, END)
        assert deadline_of(attempt) == END


class TestClosing:
    def test_what_was_left_open_is_graded(self, attempt: Attempt) -> None:
        answer_at(attempt, AT)
        assert close_overdue(END + GRACE + SECOND) == 1
        attempt.refresh_from_db()
        assert (attempt.state, attempt.handed_in_at, attempt.ran_out) == (Attempt.State.HANDED_IN, END, True)
        assert attempt.grades.get().percent == 25

    def test_not_before_the_grace_is_over(self, attempt: Attempt) -> None:
        assert close_overdue(END + GRACE) == 0
        assert deadline_of(attempt)

    def test_a_second_run_finds_nothing(self, attempt: Attempt) -> None:
        late = END + timedelta(minutes=1)
        assert [close_overdue(late), close_overdue(late)] == [1, 0]
        assert Grade.objects.count() == 1

    def test_an_attempt_that_was_given_time_meanwhile_stays_open(self, alice: User, attempt: Attempt) -> None:
        """The job had listed it before the deadline moved."""
        Attempt.objects.update(deadline_at=END + LIMIT)
        assert not close_if_overdue(alice, attempt.pk, END + timedelta(minutes=1))
        assert not Grade.objects.exists()

    def test_the_clock_closes_it(self, attempt: Attempt) -> None:
        hand_in_what_is_overdue(END + timedelta(minutes=1))
        assert attempt.grades.count() == 1

    def test_passing_by_it_completes_the_unit(self, attempt: Attempt) -> None:
        for position in range(4):
            answer(attempt, position, right(attempt, position))
        close_overdue(END + timedelta(minutes=1))
        assert attempt.learner.enrolments.get().units.filter(unit=attempt.work, done_at__isnull=False).exists()


class TestManyAtOnce:
    def test_each_that_is_closed_costs_the_same_few_statements(self, make_person, bob: User) -> None:
        """The lock, the answers, the grade, its marks; the quiz and its course; what was asked for."""
        course = builders.make_course(time_limit=20)

        def left_open(names: str) -> int:
            for name in names:
                attempt = start_attempt(make_person(f"late-{name}", manager=bob), course.quiz_work, AT)
                answer_at(attempt, AT)
            return len(statements(lambda: close_overdue(END + timedelta(minutes=1))))

        left_open("z")  # warm
        one, four = left_open("a"), left_open("bcde")
        assert (four - one) / 3 <= 8


class TestMoreTime:
    def test_the_factor_of_a_person(self, alice: User, course: builders.Course) -> None:
        alice.extra_time = 25
        assert start_attempt(alice, course.quiz_work, AT).deadline_at == AT + timedelta(minutes=25)

    def test_the_factor_holds_in_the_attempt_that_runs(self, alice: User, bob: User, attempt: Attempt) -> None:
        set_extra_time(alice, 50, bob, AT)
        assert deadline_of(attempt) == AT + timedelta(minutes=30)
        answer_at(attempt, AT + timedelta(minutes=29))

    def test_so_it_does_when_the_cms_changes_it(self, alice: User, attempt: Attempt) -> None:
        alice.extra_time = 50
        alice.save()
        assert deadline_of(attempt) == AT + timedelta(minutes=30)

    def test_an_exception_holds_in_the_attempt_that_runs(self, bob: User, alice: User, attempt: Attempt) -> None:
        grant(attempt.work, bob, person=alice, extra_minutes=10)
        assert deadline_of(attempt) == END + timedelta(minutes=10)

    def test_until_it_is_ended(self, bob: User, alice: User, attempt: Attempt) -> None:
        exception = grant(attempt.work, bob, person=alice, extra_minutes=10)
        assert end_exception(exception, bob, AT)
        assert deadline_of(attempt) == END
        assert not end_exception(exception, bob, AT)

    def test_for_a_team_and_those_below(self, bob: User, billing: Team, attempt: Attempt) -> None:
        grant(attempt.work, bob, team=billing.get_parent(), extra_minutes=10)
        assert deadline_of(attempt) == END + timedelta(minutes=10)

    def test_not_for_another_team_or_another_quiz(self, bob: User, support: Team, attempt: Attempt) -> None:
        other = builders.make_course("other", time_limit=20)
        grant(attempt.work, bob, team=support, extra_minutes=10)
        grant(other.quiz_work, bob, person=attempt.learner, extra_minutes=10)
        assert deadline_of(attempt) == END

    def test_an_attempt_that_was_handed_in_stays_so(self, bob: User, alice: User, attempt: Attempt) -> None:
        close_overdue(END + LIMIT)
        grant(attempt.work, bob, person=alice, extra_minutes=90)
        assert deadline_of(attempt) == END


class TestAnotherTry:
    @pytest.fixture
    def used_up(self, alice: User, course: builders.Course) -> builders.Course:
        for _try in range(2):
            submit_attempt(alice, start_attempt(alice, course.quiz_work, AT).pk, AT)
        with pytest.raises(Refused):
            start_attempt(alice, course.quiz_work, AT)
        return course

    def test_a_manager_gives_one_more(self, bob: User, alice: User, used_up: builders.Course) -> None:
        grant(used_up.quiz_work, bob, person=alice, extra_tries=1)
        assert start_attempt(alice, used_up.quiz_work, AT).number == 3

    def test_what_was_ended_gives_none(self, bob: User, alice: User, used_up: builders.Course) -> None:
        end_exception(grant(used_up.quiz_work, bob, person=alice, extra_tries=1), bob, AT)
        with pytest.raises(Refused):
            start_attempt(alice, used_up.quiz_work, AT)


class TestOnThePage:
    """Through the views, by the real clock."""

    @pytest.fixture
    def attempt(self, alice: User, course: builders.Course) -> Attempt:
        return start_attempt(alice, course.quiz_work, now())

    def run_out(self, attempt: Attempt) -> None:
        Attempt.objects.filter(pk=attempt.pk).update(deadline_at=now() - GRACE - SECOND)

    def url(self, attempt: Attempt, rest: str = "") -> str:
        return f"/en/learn/attempts/{attempt.pk}/{rest}"

    def test_it_says_until_when(self, as_alice: Client, attempt: Attempt) -> None:
        page = as_alice.get(self.url(attempt, "pages/1/"))
        assert page.context["clock"].deadline_at == attempt.deadline_at
        assert "20 minutes left, until" in page.content.decode()

    def test_the_script_is_told_how_much_is_left(self, as_alice: Client, attempt: Attempt) -> None:
        left = as_alice.get(self.url(attempt, "clock/")).json()["left"]
        assert 1100 < left <= 1200
        set_extra_time(attempt.learner, 100, attempt.learner, AT)
        saved = as_alice.post(self.url(attempt, "pages/1/"), {"q1": ""}, headers={"accept": "application/json"})
        assert 2300 < saved.json()["left"] <= 2400

    def test_without_a_limit_the_script_is_told_so(self, alice: User, as_alice: Client) -> None:
        attempt = start_attempt(alice, builders.make_course("free").quiz_work, now())
        assert as_alice.get(self.url(attempt, "clock/")).json() == {"left": None}

    @pytest.mark.parametrize("rest", ["", "pages/1/", "review/"])
    def test_who_opens_it_too_late_comes_to_the_result(self, as_alice: Client, attempt: Attempt, rest: str) -> None:
        self.run_out(attempt)
        assert as_alice.get(self.url(attempt, rest)).url == self.url(attempt, "result/")
        result = as_alice.get(self.url(attempt, "result/"))
        assert "The time was up" in result.content.decode()

    def test_a_form_that_comes_too_late_leads_there_too(self, as_alice: Client, attempt: Attempt) -> None:
        self.run_out(attempt)
        form = {**right_fields(attempt, 1), "go": "hand_in"}
        assert as_alice.post(self.url(attempt, "pages/1/"), form).url == self.url(attempt, "result/")
        assert answers_of(attempt) == {}

    def test_a_script_that_comes_too_late_is_told_why(self, as_alice: Client, attempt: Attempt) -> None:
        self.run_out(attempt)
        sent = as_alice.post(self.url(attempt, "pages/1/"), {"q1": ""}, headers={"accept": "application/json"})
        assert (sent.status_code, sent.json()["saved"]) == (409, False)
        assert "time is up" in sent.json()["reason"]
        assert sent.json()["result"] == self.url(attempt, "result/")

    def test_a_strangers_clock_does_not_exist(self, bob: User, as_user, attempt: Attempt) -> None:
        assert as_user(bob).get(self.url(attempt, "clock/")).status_code == 404

    @pytest.mark.parametrize(
        ("settings", "words"),
        [
            ({"opens_at": now() + timedelta(days=1)}, "This quiz opens on"),
            ({"closes_at": now() - timedelta(days=1)}, "This quiz has closed"),
        ],
    )
    def test_a_quiz_that_is_not_open_says_so(
        self, as_alice: Client, course: builders.Course, settings: dict[str, object], words: str
    ) -> None:
        builders.republish(course.quiz, **settings)
        page = as_alice.get("/en/courses/empathy/quiz/").content.decode()
        assert words in page
        assert "Start the quiz" not in page
        refused = as_alice.post(f"/en/learn/quizzes/{course.quiz_work.pk}/start/")
        assert refused.status_code == 409
        assert words in refused.content.decode()

    def test_between_tries_one_waits(self, as_alice: Client, course: builders.Course, attempt: Attempt) -> None:
        builders.republish(course.quiz, cooling_down=2)
        as_alice.post(self.url(attempt, "submit/"))
        refused = as_alice.post(f"/en/learn/quizzes/{course.quiz_work.pk}/start/")
        assert "you can try again from" in refused.content.decode()
