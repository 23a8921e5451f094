"""Checking answers during the quiz, saying how sure one is, draws, words to a grade, and which try counts."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from academy.skills.models import Skill
from academy.staff.models import User
from courses.models import UnitProgress
from quizzes.actions import Given, answers_of, save_answers, start_attempt, stored_of, submit_attempt
from quizzes.models import Attempt, QuestionText, QuestionVersion, QuizDraw, QuizPage, QuizRevision
from quizzes.receivers import on_work_assigned
from tests import builders
from tests.forms import right_fields
from tests.quizzes.test_actions import AT, answer, right

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def url(attempt: Attempt, rest: str = "") -> str:
    return f"/en/learn/attempts/{attempt.pk}/{rest}"


def place_of_single(attempt: Attempt) -> int:
    """Where the question with three options to choose one from was dealt."""
    return next(n for n, item in enumerate(attempt.dealt) if "choice" in right(attempt, n) and len(item.order) == 3)


def tried(learner: User, course: builders.Course, right_answers: int) -> Attempt:
    """An attempt that was handed in with so many of four questions right."""
    attempt = start_attempt(learner, course.quiz_work, AT)
    for position in range(right_answers):
        answer(attempt, position, right(attempt, position))
    submit_attempt(learner, attempt.pk, AT)
    return attempt


class TestChecking:
    @pytest.fixture
    def attempt(self, alice: User) -> Attempt:
        return start_attempt(alice, builders.make_course(per_page=0, show_when="during").quiz_work, AT)

    def check(self, client: Client, attempt: Attempt, number: int, **more: object) -> str:
        fields = {**right_fields(attempt, number), "check": str(number), **more}
        return client.post(url(attempt, "pages/1/"), fields).url

    def test_it_shows_whether_the_answer_is_right_and_why(self, as_alice: Client, attempt: Attempt) -> None:
        number = place_of_single(attempt) + 1
        assert self.check(as_alice, attempt, number) == url(attempt, f"pages/1/#q{number}")
        page = as_alice.get(url(attempt, "pages/1/")).content.decode()
        assert "Because of Kind." in page
        assert f'name="q{number}-choice"' not in page

    def test_the_others_show_nothing_yet(self, as_alice: Client, attempt: Attempt) -> None:
        self.check(as_alice, attempt, 1)
        asked = as_alice.get(url(attempt, "pages/1/")).context["questions"]
        assert [question.checked for question in asked] == [True, False, False, False]
        assert [question.face.feedback for question in asked[1:]] == [None] * 3

    def test_a_checked_answer_stays_as_it_is(self, as_alice: Client, attempt: Attempt) -> None:
        number = place_of_single(attempt) + 1
        self.check(as_alice, attempt, number)
        before = answers_of(attempt)
        changed = as_alice.post(url(attempt, "pages/1/"), {f"q{number}": ""}, headers=JSON)
        assert (changed.status_code, changed.json()["saved"]) == (409, False)
        assert answers_of(attempt) == before

    def test_what_else_the_form_held_is_saved(self, as_alice: Client, attempt: Attempt) -> None:
        self.check(as_alice, attempt, 1)
        form = {"q1": "", **right_fields(attempt, 2), "go": "review"}
        response = as_alice.post(url(attempt, "pages/1/"), form, follow=True)
        assert answers_of(attempt)[1] == right(attempt, 1)
        assert "had this answer checked" in response.content.decode()

    def test_nothing_is_checked_without_an_answer(self, as_alice: Client, attempt: Attempt) -> None:
        as_alice.post(url(attempt, "pages/1/"), {"q1": "", "check": "1"})
        assert not any(stored.checked for stored in stored_of(attempt).values())

    def test_a_quiz_that_shows_later_checks_nothing(self, alice: User, as_alice: Client) -> None:
        attempt = start_attempt(alice, builders.make_course("later", per_page=0).quiz_work, AT)
        self.check(as_alice, attempt, 1)
        assert not stored_of(attempt)[0].checked

    @pytest.mark.parametrize("garbage", ["", "x", "0", "99", "-1", "²", "9" * 5000])
    def test_garbage_checks_nothing(self, as_alice: Client, attempt: Attempt, garbage: str) -> None:
        assert as_alice.post(url(attempt, "pages/1/"), {"check": garbage}).status_code == 302


class TestConfidence:
    @pytest.fixture
    def attempt(self, alice: User) -> Attempt:
        return start_attempt(alice, builders.make_course(per_page=0, ask_confidence=True).quiz_work, AT)

    def test_it_is_kept_with_the_answer_and_shown_again(self, as_alice: Client, attempt: Attempt) -> None:
        as_alice.post(url(attempt, "pages/1/"), {**right_fields(attempt, 1), "q1-sure": "guess"}, headers=JSON)
        assert stored_of(attempt)[0].confidence == "guess"
        assert as_alice.get(url(attempt, "pages/1/")).context["questions"][0].confidence == "guess"

    def test_the_result_says_how_it_fits(self, as_alice: Client, attempt: Attempt) -> None:
        form = {**right_fields(attempt, 1), "q1-sure": "sure", **right_fields(attempt, 2), "q2-sure": "sure"}
        as_alice.post(url(attempt, "pages/1/"), {**form, "go": "hand_in"})
        assert "You were sure of 2 answers; right: 2." in as_alice.get(url(attempt, "result/")).content.decode()

    def test_what_nobody_asked_for_is_not_kept(self, alice: User, as_alice: Client) -> None:
        attempt = start_attempt(alice, builders.make_course("plain").quiz_work, AT)
        as_alice.post(url(attempt, "pages/1/"), {**right_fields(attempt, 1), "q1-sure": "sure"})
        assert stored_of(attempt)[0].confidence == ""

    def test_garbage_says_nothing(self, as_alice: Client, attempt: Attempt) -> None:
        as_alice.post(url(attempt, "pages/1/"), {**right_fields(attempt, 1), "q1-sure": "x" * 5000})
        assert stored_of(attempt)[0].confidence == ""


def bands(*words: tuple[int, str]) -> str:
    return json.dumps(
        [
            {"type": "band", "id": builders.key("band", n), "value": {"least": least, "text": text}}
            for n, (least, text) in enumerate(words)
        ]
    )


class TestWordsToAGrade:
    def test_the_result_says_them(self, alice: User, as_alice: Client) -> None:
        course = builders.make_course(bands=bands((0, "Read it again."), (60, "Well done.")))
        page = as_alice.get(url(tried(alice, course, 4), "result/")).content.decode()
        assert "Well done." in page
        assert "Read it again." not in page

    def test_in_the_readers_language(self, alice: User, as_alice: Client) -> None:
        course = builders.make_course(bands=bands((0, "Read it again.")))
        builders.translate(course.quiz, "fa", bands=bands((0, "دوباره بخوانید.")))
        attempt = tried(alice, course, 0)
        assert "دوباره بخوانید." in as_alice.get(url(attempt, "result/").replace("/en/", "/fa/")).content.decode()
        assert "Read it again." in as_alice.get(url(attempt, "result/").replace("/en/", "/is/")).content.decode()


class TestWhichTryCounts:
    def done(self, learner: User, course: builders.Course) -> bool:
        return UnitProgress.objects.filter(
            enrolment__learner=learner, unit=course.quiz_work, done_at__isnull=False
        ).exists()

    @pytest.mark.parametrize(
        ("method", "tries", "done"),
        [
            ("highest", [0, 4], True),
            ("latest", [0, 4], True),
            ("first", [0, 4], False),
            ("first", [4], True),
            ("average", [0, 4], False),
            ("average", [0, 4, 4, 4, 4], True),
        ],
    )
    def test_the_unit_is_done_by_what_counts(self, alice: User, method: str, tries: list[int], done: bool) -> None:
        course = builders.make_course(grading_method=method, tries=0)
        for right_answers in tries:
            tried(alice, course, right_answers)
        assert self.done(alice, course) is done

    def test_the_result_says_what_counts(self, alice: User, as_alice: Client) -> None:
        course = builders.make_course(grading_method="average", tries=0)
        tried(alice, course, 0)
        page = as_alice.get(url(tried(alice, course, 4), "result/")).content.decode()
        assert "The average of your tries counts: 50\N{NO-BREAK SPACE}%." in page
        assert "With it you have not passed yet." in page

    @pytest.mark.parametrize(("method", "closes"), [("highest", True), ("first", False)])
    def test_who_passed_before_it_was_asked_for_has_done_it(self, alice: User, method: str, closes: bool) -> None:
        course = builders.make_course(grading_method=method, tries=0)
        for right_answers in (0, 4):
            tried(alice, course, right_answers)
        builders.assign(course.quiz_work)
        assignment = alice.assignments.create(work=course.quiz_work, assigned_at=AT)
        on_work_assigned(work=course.quiz_work, learners=[alice.pk], at=AT)
        assignment.refresh_from_db()
        assert (assignment.state == assignment.State.DONE) is closes


class TestDraws:
    @pytest.fixture
    def skill(self, db: None) -> Skill:
        return Skill.objects.create(name="Empathy", slug="empathy")

    def question(self, skill: Skill, number: int) -> object:
        question = builders.make_question(f"Question {number}")
        question.skills.set([skill])
        question.save()
        return builders.republish(question)

    @pytest.fixture
    def course(self, skill: Skill) -> builders.Course:
        """One question for everybody, and two out of the four of a skill."""
        course = builders.make_course(tries=0)
        for number in range(4):
            self.question(skill, number)
        page = QuizPage.objects.get(pk=course.quiz.pk)
        page.quiz_questions = page.quiz_questions.all()[:1]
        page.draws = [QuizDraw(skill=skill, count=2, points=3)]
        page.save_revision().publish()
        return course

    def asked(self, attempt: Attempt) -> set[int]:
        """The questions (whatever their version) that were drawn."""
        drawn = [item.version for item in attempt.dealt if item.points == 3]
        return set(QuestionVersion.objects.filter(pk__in=drawn).values_list("question", flat=True))

    def latest(self, course: builders.Course) -> QuizRevision:
        return QuizRevision.objects.latest_of(course.quiz_work)

    def test_an_attempt_has_what_is_fixed_and_what_is_drawn(self, alice: User, course: builders.Course) -> None:
        attempt = start_attempt(alice, course.quiz_work, AT)
        assert len(attempt.layout) == self.latest(course).length == 3
        assert len(self.asked(attempt)) == 2

    def test_the_next_try_gets_what_was_not_seen(self, alice: User, course: builders.Course) -> None:
        seen = self.asked(tried(alice, course, 0))
        assert not seen & self.asked(start_attempt(alice, course.quiz_work, AT))

    def test_a_new_version_of_a_question_was_seen_too(self, alice: User, course: builders.Course) -> None:
        seen = self.asked(tried(alice, course, 0))
        for question in builders.Question.objects.filter(stem__startswith="Question"):
            builders.republish(question, feedback="Other words.")
        assert not seen & self.asked(start_attempt(alice, course.quiz_work, AT))

    def test_publishing_a_question_of_the_skill_widens_the_pool(self, skill: Skill, course: builders.Course) -> None:
        before = self.latest(course)
        self.question(skill, 5)
        after = self.latest(course)
        assert (len(before.draws[0]["versions"]), len(after.draws[0]["versions"])) == (4, 5)

    def test_who_has_begun_keeps_what_was_dealt(self, alice: User, skill: Skill, course: builders.Course) -> None:
        attempt = start_attempt(alice, course.quiz_work, AT)
        layout = attempt.layout
        self.question(skill, 5)
        assert start_attempt(alice, course.quiz_work, AT + timedelta(days=1)).layout == layout

    def test_a_question_that_everybody_gets_is_not_drawn_again(self, alice: User, skill: Skill) -> None:
        questions = [self.question(skill, number) for number in range(3)]
        course = builders.make_course("fixed", tries=0)
        page = QuizPage.objects.get(pk=course.quiz.pk)
        page.quiz_questions = [builders.QuizQuestion(question=questions[0])]
        page.draws = [QuizDraw(skill=skill, count=1), QuizDraw(skill=skill, count=1)]
        page.save_revision().publish()
        dealt = [item.version for item in start_attempt(alice, course.quiz_work, AT).dealt]
        assert len(set(dealt)) == 3


def test_saves_are_appended_in_order_and_keep_what_was_before(alice: User, course: builders.Course) -> None:
    attempt = start_attempt(alice, course.quiz_work, AT)
    versions = [item.version for item in attempt.dealt]
    texts = QuestionText.objects.latest_for(versions, "en")
    for choice in ("x", "y"):
        save_answers(
            attempt, [Given(place, {"choice": choice}, texts[version]) for place, version in enumerate(versions)], AT
        )
    rows = list(attempt.responses.order_by("sequence").values_list("sequence", "position"))
    assert rows == [(1, 0), (2, 1), (3, 2), (4, 3), (5, 0), (6, 1), (7, 2), (8, 3)]
