"""The page of statistics, and the attempts behind it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils.html import escape

from academy.assignments.actions import apply_rule
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User
from quizzes.actions import start_attempt, submit_attempt
from quizzes.models import Question, QuizIndexPage, QuizStatistics
from quizzes.statistics import keeping
from tests import builders
from tests.quizzes.statistics.trying import AT, Quiz, hand_in, make_quiz
from tests.quizzes.test_actions import answer, right
from tests.test_query_budgets import assert_flat, statements, warm_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz()


@pytest.fixture
def tried(quiz: Quiz, alice: User, charlie: User) -> Quiz:
    rebuild_leadership()
    hand_in(alice, quiz, "rrw")
    hand_in(charlie, quiz, "r-l")
    return quiz


def url(quiz: Quiz, rest: str = "", language: str = "en") -> str:
    return f"/{language}/quizzes/{quiz.work.pk}/statistics/{rest}"


class TestStatistics:
    def test_it_says_of_whom_how_many_and_when(self, as_user, erin: User, tried: Quiz) -> None:
        page = as_user(erin).get(url(tried))
        assert "2 people, one attempt of each, passed: 0. As of" in page.text
        assert page.context["statistics"].payload["count"] == 2

    def test_figures_of_two_people_get_no_verdict(self, as_user, erin: User, tried: Quiz) -> None:
        page = as_user(erin).get(url(tried)).text
        assert "2 attempts say more of those people than of the questions" in page
        assert "Works" not in page
        assert "No question stands out" not in page

    def test_with_enough_people_it_tells_what_deserves_a_look(
        self, as_user, erin: User, quiz: Quiz, make_person: Callable[..., User]
    ) -> None:
        """Question 1 is known by all, question 3 only by those who fail at question 2."""
        for number in range(20):
            hand_in(make_person(f"person-{number}"), quiz, "rrw" if number % 2 else "rwr")
        page = as_user(erin).get(url(quiz))
        attention = page.context["shown"]["attention"]
        assert [(version.stem, str(version.short)) for version in attention] == [
            ("Question 2", "Misleads those who know"),
            ("Question 3", "Misleads those who know"),
            ("Question 1", "Nearly everybody knows it"),
        ]
        assert "Nearly everybody knows this. Does it still need asking?" in page.text

    def test_which_attempts_count_stands_in_the_address(self, as_user, erin: User, alice: User, tried: Quiz) -> None:
        hand_in(alice, tried, "rrr")
        counts = {
            which: as_user(erin).get(url(tried), {"attempts": which}).context["statistics"].payload
            for which in QuizStatistics.Which.values
        }
        assert {which: payload["count"] for which, payload in counts.items()} == {
            "highest": 2, "first": 2, "last": 2, "all": 3,
        }  # fmt: skip
        assert [counts[which]["passed"] for which in ("highest", "first", "last", "all")] == [1, 0, 1, 1]

    def test_a_choice_that_is_none_shows_the_usual_one(self, as_user, erin: User, tried: Quiz) -> None:
        page = as_user(erin).get(url(tried), {"attempts": "' OR 1=1"})
        assert (page.status_code, page.context["which"]) == (200, "highest")

    def test_one_revision_alone(self, as_user, erin: User, alice: User, bob: User, tried: Quiz) -> None:
        builders.republish(tried.page, pass_mark=30, quiz_questions=tried.page.quiz_questions.all()[:2])
        hand_in(bob, tried, "rr")
        keeping.compute(tried.work, AT)
        client = as_user(erin)
        found = {
            number: client.get(url(tried), {"attempts": "all", "revision": number}).context["statistics"].payload
            for number in (1, 2)
        }
        assert {number: (one["count"], len(one["questions"])) for number, one in found.items()} == {
            1: (2, 3),
            2: (1, 2),
        }
        page = client.get(url(tried), {"attempts": "all", "revision": 2})
        assert page.context["shown"]["distribution"] is not None
        assert '?attempts=all&amp;revision=1"' in page.text
        assert '?attempts=last&amp;revision=2"' in page.text
        assert page.context["revisions"] == [2, 1]
        assert client.get(url(tried), {"attempts": "all"}).context["statistics"].payload["count"] == 3

    @pytest.mark.parametrize("number", ["0", "9", "x", "-1", "9" * 30, "۱"])
    def test_a_revision_that_is_none_shows_all(self, as_user, erin: User, tried: Quiz, number: str) -> None:
        page = as_user(erin).get(url(tried), {"revision": number})
        assert (page.status_code, page.context["revision"]) == (200, None)
        assert "Revision of the quiz" not in page.text  # there is but one

    def test_it_shows_every_option_with_its_words(self, as_user, erin: User, tried: Quiz) -> None:
        first = as_user(erin).get(url(tried)).context["shown"]["questions"][0].latest
        assert [(option.text, option.right) for option in first.options] == [
            ("Rude", False),
            ("Kind", True),
            ("Late", False),
        ]

    def test_every_type_of_question_can_be_shown(self, as_user, erin: User, alice: User) -> None:
        made = [builders.make_question(kind.__name__, kind(kind.__name__)) for kind in builders.ALL_TYPES]
        quiz = Quiz(builders.make_quiz(QuizIndexPage.objects.get(), made, slug="all-types", title="All types"))
        attempt = start_attempt(alice, quiz.work, AT)
        for position in range(len(made)):
            answer(attempt, position, right(attempt, position))
        submit_attempt(alice, attempt.pk, AT)
        shown = as_user(erin).get(url(quiz)).context["shown"]
        for question in shown["questions"]:
            assert question.latest.facility == 1
            assert any(option.right and option.text.strip() for option in question.latest.options), question.latest.stem

    def test_an_earlier_version_stands_apart(self, as_user, erin: User, bob: User, tried: Quiz) -> None:
        builders.republish(Question.objects.get(stem="Question 1"), stem="Question 1, better")
        hand_in(bob, tried, "rrr")
        keeping.compute(tried.work, AT)
        page = as_user(erin).get(url(tried))
        first = page.context["shown"]["questions"][0]
        assert (first.latest.stem, first.latest.count) == ("Question 1, better", 1)
        assert [(version.stem, version.count) for version in first.earlier] == [("Question 1", 2)]
        assert "1 earlier version of this question" in page.text

    def test_a_quiz_that_nobody_tried(self, as_user, erin: User, quiz: Quiz) -> None:
        assert "Nobody has handed it in yet" in as_user(erin).get(url(quiz)).text

    def test_in_persian_it_reads_from_the_right(self, as_user, erin: User, tried: Quiz) -> None:
        english = as_user(erin).get(url(tried)).context["shown"]["distribution"]
        persian = as_user(erin).get(url(tried, language="fa")).context["shown"]["distribution"]
        assert english.bars[0].x < english.bars[-1].x
        assert persian.bars[0].x > persian.bars[-1].x

    def test_what_others_wrote_is_shown_as_text(self, as_user, erin: User, alice: User, quiz: Quiz) -> None:
        stem = "<script>alert(1)</script>"
        builders.republish(Question.objects.get(stem="Question 1"), stem=stem)
        hand_in(alice, quiz, "rrr")
        page = as_user(erin).get(url(quiz)).text
        assert escape(stem) in page
        assert stem not in page

    def test_once_computed_it_is_read_in_few_statements(self, as_user, erin: User, tried: Quiz) -> None:
        client, path = as_user(erin), url(tried)
        assert len(statements(lambda: client.get(path))) < 30  # from nothing
        assert len(warm_statements(lambda: client.get(path))) <= 3

    def test_it_stays_flat(self, as_user, erin: User, tried: Quiz, make_person: Callable[..., User]) -> None:
        def more() -> None:
            for number in range(3):
                hand_in(make_person(f"person-{number}"), tried, "rwr")
            keeping.compute(tried.work, AT)

        assert_flat(as_user(erin), url(tried), more)


class TestAttempts:
    def test_a_manager_sees_those_of_their_own_people(self, as_user, bob: User, tried: Quiz) -> None:
        page = as_user(bob).get(url(tried, "attempts/"))
        assert [attempt.learner.username for attempt in page.context["rows"]] == ["alice"]
        assert "1 graded attempt of the people you lead and your own" in page.text

    def test_an_administrator_sees_all(self, as_user, dana: User, tried: Quiz) -> None:
        page = as_user(dana).get(url(tried, "attempts/"))
        assert {attempt.learner.username for attempt in page.context["rows"]} == {"alice", "charlie"}

    def test_an_editor_sees_figures_and_no_names(self, as_user, erin: User, tried: Quiz) -> None:
        page = as_user(erin).get(url(tried, "attempts/")).text
        assert "Alice" not in page
        assert "No attempt that you may see" in page

    def test_it_stays_flat(self, as_user, dana: User, tried: Quiz, make_person: Callable[..., User]) -> None:
        def more() -> None:
            for number in range(3):
                hand_in(make_person(f"person-{number}"), tried, "rwr")

        assert_flat(as_user(dana), url(tried, "attempts/"), more)

    def test_a_page_that_is_none_shows_the_last(self, as_user, dana: User, tried: Quiz) -> None:
        assert as_user(dana).get(url(tried, "attempts/"), {"page": "99"}).status_code == 200


@pytest.mark.parametrize("rest", ["", "attempts/"])
class TestBoth:
    def test_an_agent_has_no_such_page(self, as_alice: Client, tried: Quiz, rest: str) -> None:
        assert as_alice.get(url(tried, rest)).status_code == 404

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, tried: Quiz, rest: str) -> None:
        assert client.get(url(tried, rest)).url.startswith("/en/sign-in/")

    def test_a_course_is_no_quiz(self, as_user, erin: User, course: builders.Course, rest: str) -> None:
        assert as_user(erin).get(f"/en/quizzes/{course.work.pk}/statistics/{rest}").status_code == 404

    def test_it_can_only_be_looked_at(self, as_user, erin: User, tried: Quiz, rest: str) -> None:
        assert as_user(erin).post(url(tried, rest)).status_code == 405


class TestTheWayThere:
    def test_from_the_quiz_for_whoever_may(self, as_user, as_alice: Client, erin: User, tried: Quiz) -> None:
        assert url(tried) in as_user(erin).get("/en/quizzes/how-well/").text
        assert url(tried) not in as_alice.get("/en/quizzes/how-well/").text

    def test_from_the_form_of_the_quiz(self, as_user, erin: User, tried: Quiz) -> None:
        assert url(tried) in as_user(erin).get(f"/admin/pages/{tried.page.pk}/edit/").text

    def test_not_from_the_form_of_a_lesson(self, as_user, erin: User, course: builders.Course) -> None:
        assert "/statistics/" not in as_user(erin).get(f"/admin/pages/{course.lessons[0].pk}/edit/").text

    def test_from_what_a_team_was_asked_to_do(
        self, as_user, alice: User, bob: User, course: builders.Course, tried: Quiz
    ) -> None:
        for work, quiz in ((course.work, course.quiz_work), (tried.work, tried.work)):
            apply_rule(builders.assign(work), AT)
            page = as_user(bob).get(f"/en/team/work/{work.pk}/").text
            assert f"/en/quizzes/{quiz.pk}/statistics/" in page

    def test_the_right_can_be_given_in_the_cms(self, as_user, dana: User) -> None:
        group = Group.objects.get(name="Agents")
        assert "Can see the statistics of quizzes" in as_user(dana).get(f"/admin/groups/edit/{group.pk}/").text
