"""A manager gives their people another try or more time."""

import pytest
from django.test import Client

from academy.staff.models import Team, User
from quizzes.actions import grant_exception, start_attempt
from quizzes.models import Attempt, QuizException
from tests import builders
from tests.quizzes.test_actions import AT

pytestmark = pytest.mark.django_db
REASON = "The line was down."


@pytest.fixture
def path(alice: User, course: builders.Course) -> str:
    return f"/en/team/people/{alice.pk}/quizzes/{course.quiz_work.pk}/exception/"


@pytest.fixture
def as_bob(bob: User, as_user) -> Client:
    return as_user(bob)


class TestException:
    def test_it_works(self, as_bob: Client, bob: User, alice: User, path: str) -> None:
        response = as_bob.post(path, {"extra_tries": 1, "extra_minutes": 0, "reason": REASON})
        assert response.url == f"/en/team/people/{alice.pk}/"
        exception = QuizException.objects.get()
        assert (exception.person, exception.extra_tries, exception.created_by) == (alice, 1, bob)
        assert REASON in as_bob.get(response.url).content.decode()

    def test_the_person_sees_it_too(self, as_bob: Client, as_alice: Client, alice: User, path: str) -> None:
        as_bob.post(path, {"extra_tries": 1, "extra_minutes": 0, "reason": REASON})
        page = as_alice.get(f"/en/team/people/{alice.pk}/").content.decode()
        assert REASON in page
        assert "Take it back" not in page

    def test_a_whole_team_may_have_it(self, as_bob: Client, billing: Team, path: str) -> None:
        as_bob.post(path, {"extra_tries": 1, "extra_minutes": 0, "reason": REASON, "for_team": "on"})
        exception = QuizException.objects.get()
        assert (exception.team, exception.person) == (billing, None)

    def test_not_where_somebody_in_it_is_led_by_another(
        self, as_bob: Client, billing: Team, make_person, path: str
    ) -> None:
        make_person("frank", team=billing)
        as_bob.post(path, {"extra_tries": 1, "extra_minutes": 0, "reason": REASON, "for_team": "on"})
        assert QuizException.objects.get().team is None

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({"extra_tries": 1, "extra_minutes": 0}, "required"),
            ({"extra_tries": 0, "extra_minutes": 0, "reason": REASON}, "Say what you give"),
            ({"extra_tries": -1, "extra_minutes": 0, "reason": REASON}, "greater than or equal"),
            ({"extra_tries": "x" * 999, "extra_minutes": 0, "reason": REASON}, "whole number"),
        ],
    )
    def test_bad_input_is_shown(self, as_bob: Client, path: str, form: dict[str, object], words: str) -> None:
        assert words in as_bob.post(path, form).content.decode()
        assert not QuizException.objects.exists()

    @pytest.mark.parametrize("name", ["alice", "charlie", "erin"])
    def test_who_does_not_lead_the_person_finds_nothing(
        self, alice: User, charlie: User, erin: User, as_user, path: str, name: str
    ) -> None:
        user = {"alice": alice, "charlie": charlie, "erin": erin}[name]
        assert as_user(user).get(path).status_code == 404
        assert as_user(user).post(path, {"extra_tries": 1, "reason": REASON}).status_code == 404
        assert not QuizException.objects.exists()

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, path: str) -> None:
        assert "/sign-in/" in client.get(path).url


class TestTakingBack:
    @pytest.fixture
    def exception(self, bob: User, alice: User, course: builders.Course) -> QuizException:
        granted = QuizException(work=course.quiz_work, person=alice, extra_tries=1, reason=REASON)
        return grant_exception(granted, bob, AT)

    def end(self, client: Client, alice: User, exception: QuizException) -> int:
        return client.post(f"/en/team/people/{alice.pk}/exceptions/{exception.pk}/end/").status_code

    def test_it_works_and_the_record_stays(self, as_bob: Client, bob: User, alice: User, exception) -> None:
        assert self.end(as_bob, alice, exception) == 302
        exception.refresh_from_db()
        assert exception.ended_by == bob
        page = as_bob.get(f"/en/team/people/{alice.pk}/").text
        assert "Take it back" not in page
        assert "More tries or time taken back" in page

    def test_a_repeat_finds_nothing(self, as_bob: Client, alice: User, exception) -> None:
        assert [self.end(as_bob, alice, exception) for _click in range(2)] == [302, 404]

    def test_a_stranger_finds_nothing(self, charlie: User, alice: User, as_user, exception) -> None:
        assert self.end(as_user(charlie), alice, exception) == 404
        assert QuizException.objects.in_force().exists()

    def test_what_a_team_has_is_not_taken_by_who_leads_a_part_of_it(
        self, as_bob: Client, dana: User, alice: User, billing: Team, make_person, course: builders.Course
    ) -> None:
        make_person("frank", team=billing)
        granted = QuizException(work=course.quiz_work, team=billing, extra_tries=1, reason=REASON)
        exception = grant_exception(granted, dana, AT)
        assert self.end(as_bob, alice, exception) == 404


class TestExtraTime:
    def test_it_holds_in_the_try_that_runs(self, as_bob: Client, alice: User) -> None:
        attempt = start_attempt(alice, builders.make_course(time_limit=20).quiz_work, AT)
        as_bob.post(f"/en/team/people/{alice.pk}/extra-time/", {"extra_time": 50})
        moved = Attempt.objects.get(pk=attempt.pk).deadline_at
        assert moved - AT == (attempt.deadline_at - AT) * 1.5

    @pytest.mark.parametrize("percent", ["-1", "301", "x", ""])
    def test_bad_input_is_shown(self, as_bob: Client, alice: User, percent: str) -> None:
        response = as_bob.post(f"/en/team/people/{alice.pk}/extra-time/", {"extra_time": percent})
        assert response.context["form"].errors
        alice.refresh_from_db()
        assert alice.extra_time == 0

    def test_nobody_gives_it_to_themselves(self, as_alice: Client, alice: User) -> None:
        assert as_alice.post(f"/en/team/people/{alice.pk}/extra-time/", {"extra_time": 50}).status_code == 404
