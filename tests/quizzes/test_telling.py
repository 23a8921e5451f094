"""Who hears of what a quiz has for them: markers of what waits, learners of what they are granted."""

from datetime import timedelta

import pytest

from academy.inbox.models import Notice
from academy.inbox.wording import headline
from academy.staff.actions import rebuild_leadership
from academy.staff.models import Team, User
from quizzes.actions import call_markers, end_exception, grant_exception, start_attempt, submit_attempt
from quizzes.actions.marking import assess, claim
from quizzes.models import Attempt, QuizException, QuizPage, WrittenAnswer
from tests import builders
from tests.quizzes.test_actions import AT, answer

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=1)
POINTS = {builders.key("free_text", 0): 2, builders.key("free_text", 1): 3}


class TestMarkers:
    @pytest.fixture(autouse=True)
    def _leaders(self, alice: User, bob: User, charlie: User, dana: User) -> None:
        rebuild_leadership()

    @pytest.fixture
    def quiz(self) -> QuizPage:
        bank = builders.home().get_children().get(slug="quizzes").specific
        return builders.make_quiz(bank, [builders.make_question("What do you write?", builders.free_text())], tries=0)

    def hand_in(self, learner: User, quiz: QuizPage) -> Attempt:
        attempt = start_attempt(learner, builders.Work.objects.of(quiz), AT)
        answer(attempt, 0, {"text": "I see that you are furious."})
        submit_attempt(learner, attempt.pk, AT)
        return Attempt.objects.get(pk=attempt.pk)

    def mark(self, marker: User, written: WrittenAnswer) -> None:
        assert claim(written, marker, LATER)
        assert assess(written, marker, POINTS, "", LATER)

    def told(self) -> list[str]:
        """Who has an open notice, by name."""
        notices = Notice.objects.filter(kind=Notice.Kind.QUIZ_TO_MARK, withdrawn_at=None)
        return sorted(notices.values_list("recipient__username", flat=True))

    def test_who_leads_the_learner_is_told_and_nobody_else(self, alice: User, quiz: QuizPage) -> None:
        self.hand_in(alice, quiz)
        assert self.told() == ["bob"]
        notice = Notice.objects.get(kind=Notice.Kind.QUIZ_TO_MARK)
        assert notice.path == "/marking/"
        assert quiz.title in headline(notice)

    def test_once_for_a_quiz_however_much_waits(self, alice: User, quiz: QuizPage, make_person, bob: User) -> None:
        self.hand_in(alice, quiz)
        eve = make_person("eve", manager=bob, team=bob.team)
        rebuild_leadership()
        self.hand_in(eve, quiz)
        assert self.told() == ["bob"]
        assert Notice.objects.filter(kind=Notice.Kind.QUIZ_TO_MARK).count() == 1

    def test_when_all_is_marked_it_goes_and_comes_again_with_the_next(
        self, alice: User, bob: User, quiz: QuizPage
    ) -> None:
        self.hand_in(alice, quiz)
        self.mark(bob, WrittenAnswer.objects.get())
        assert self.told() == []
        self.hand_in(alice, quiz)
        assert self.told() == ["bob"]

    def test_it_stays_while_something_waits(self, alice: User, bob: User, quiz: QuizPage, make_person) -> None:
        eve = make_person("eve", manager=bob, team=bob.team)
        rebuild_leadership()
        for learner in (alice, eve):
            self.hand_in(learner, quiz)
        self.mark(bob, WrittenAnswer.objects.first())
        assert self.told() == ["bob"]

    def test_without_a_leader_who_may_mark_it_is_who_stands_above(self, alice: User, bob: User, quiz: QuizPage) -> None:
        bob.groups.clear()
        self.hand_in(alice, quiz)
        assert self.told() == ["dana"]

    def test_with_nobody_above_it_is_who_sees_everybody(self, quiz: QuizPage, make_person) -> None:
        loner = make_person("loner")
        make_person("boss", group="Administrators")
        self.hand_in(loner, quiz)
        assert "boss" in self.told()
        assert "loner" not in self.told()

    def test_a_repeat_tells_nobody_again(self, alice: User, quiz: QuizPage) -> None:
        attempt = self.hand_in(alice, quiz)
        call_markers(attempt, LATER)
        assert Notice.objects.filter(kind=Notice.Kind.QUIZ_TO_MARK).count() == 1


class TestExceptions:
    def grant(self, course: builders.Course, by: User, **whom: object) -> QuizException:
        return grant_exception(
            QuizException(work=course.quiz_work, extra_tries=1, reason="The line was down.", **whom), by, AT
        )

    def told(self) -> list[str]:
        notices = Notice.objects.filter(kind=Notice.Kind.QUIZ_GRANTED, withdrawn_at=None)
        return sorted(notices.values_list("recipient__username", flat=True))

    def test_the_person_is_told_and_led_to_the_quiz(self, alice: User, bob: User, course: builders.Course) -> None:
        self.grant(course, bob, person=alice)
        assert self.told() == ["alice"]
        notice = Notice.objects.get(kind=Notice.Kind.QUIZ_GRANTED)
        assert notice.path == f"/learn/work/{course.quiz_work.pk}/"
        assert course.quiz.title in headline(notice)

    def test_a_team_is_told_with_the_teams_below_it(
        self, alice: User, bob: User, charlie: User, billing: Team, course: builders.Course, make_person
    ) -> None:
        make_person("frank", team=billing.add_child(name="Refunds"))
        make_person("gone", team=billing, is_active=False)
        self.grant(course, bob, team=billing)
        assert self.told() == ["alice", "bob", "frank"]

    def test_taken_back_it_leaves_the_inbox(self, alice: User, bob: User, course: builders.Course) -> None:
        exception = self.grant(course, bob, person=alice)
        assert end_exception(exception, bob, LATER)
        assert self.told() == []
