"""From attempts in the database to the arrays that figures are made of."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.staff.models import User
from quizzes.actions import save_response, start_attempt, submit_attempt
from quizzes.models import Attempt, Grade, Mark, Question, QuestionText, QuestionVersion, QuizStatistics
from quizzes.statistics.analysis import figures_by_place, payload_of
from quizzes.statistics.reading import read
from tests import builders
from tests.quizzes.statistics.trying import AT, Quiz, hand_in, items_of, make_quiz
from tests.quizzes.test_actions import translated

pytestmark = pytest.mark.django_db
Which = QuizStatistics.Which


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz()


@pytest.fixture
def people(make_person: Callable[..., User]) -> list[User]:
    return [make_person(f"person-{number}") for number in range(5)]


def marks(quiz: Quiz, which: Which = Which.HIGHEST) -> list[list[float]]:
    rows = read(quiz.work)
    return (rows.sheet.marks[rows.chosen(which)] / 1_000_000).tolist()


class TestMarks:
    def test_they_stand_in_the_order_of_the_quiz_however_they_were_dealt(self, quiz: Quiz, people: list[User]) -> None:
        for person, answers in zip(people, ("rww", "rrw", "w-r", "rrr", "---"), strict=True):
            hand_in(person, quiz, answers)
        assert marks(quiz) == [[1, 0, 0], [1, 1, 0], [0, 0, 1], [1, 1, 1], [0, 0, 0]]

    def test_points_weigh(self, people: list[User]) -> None:
        quiz = make_quiz(2)
        page = type(quiz.page).objects.get(pk=quiz.page.pk)
        second = page.quiz_questions.all()[1]
        second.points = 3
        page.quiz_questions.add(second)
        page.save_revision().publish()
        hand_in(people[0], quiz, "rr")
        assert marks(quiz) == [[1, 3]]

    def test_the_grade_that_stands_counts(self, quiz: Quiz, people: list[User]) -> None:
        attempt = hand_in(people[0], quiz, "rrr")
        better = Grade.objects.create(attempt=attempt, number=2, percent="66.666667", passed=False, graded_at=AT)
        for mark in Grade.objects.get(attempt=attempt, number=1).marks.all():
            share = 0 if mark.position == 1 else 1
            Mark.objects.create(grade=better, position=mark.position, version=mark.version, share=share)
        assert sum(marks(quiz)[0]) == 2

    def test_a_question_that_was_voided_was_not_asked(self, quiz: Quiz, people: list[User]) -> None:
        attempt = hand_in(people[0], quiz, "rrr")
        grade = Grade.objects.create(attempt=attempt, number=2, percent=100, passed=True, graded_at=AT)
        for mark in Grade.objects.get(attempt=attempt, number=1).marks.all():
            void = Mark.Voided.LEFT_OUT if mark.position == 0 else ""
            Mark.objects.create(grade=grade, position=mark.position, version=mark.version, share=1, void=void)
        assert sum(marks(quiz)[0]) == 2
        assert read(quiz.work).sheet.asked.sum() == 2

    def test_what_is_open_or_waits_for_its_grade_does_not_count(self, quiz: Quiz, people: list[User]) -> None:
        hand_in(people[0], quiz, "rrr")
        start_attempt(people[1], quiz.work, AT)
        waiting = start_attempt(people[2], quiz.work, AT)
        Attempt.objects.filter(pk=waiting.pk).update(state=Attempt.State.HANDED_IN)
        assert len(marks(quiz)) == 1
        assert read(quiz.work).waiting == 1

    def test_another_quiz_is_another_quiz(self, quiz: Quiz, people: list[User], course: builders.Course) -> None:
        submit_attempt(people[0], start_attempt(people[0], course.quiz_work, AT).pk, AT)
        assert marks(quiz) == []

    def test_a_question_that_was_not_there_yet_was_not_asked(self, quiz: Quiz, people: list[User]) -> None:
        hand_in(people[0], quiz, "rwr")
        ask(quiz, builders.make_question("Question 0"), first=True)
        hand_in(people[1], quiz, "wrrr")
        rows = read(quiz.work)
        assert rows.sheet.asked.tolist() == [[False, True, True, True], [True, True, True, True]]
        assert marks(quiz) == [[0, 1, 0, 1], [0, 1, 1, 1]]

    def test_a_question_that_is_asked_no_more_comes_last(self, quiz: Quiz, people: list[User]) -> None:
        hand_in(people[0], quiz, "rww")
        page = type(quiz.page).objects.get(pk=quiz.page.pk)
        page.quiz_questions.set(page.quiz_questions.all()[1:])
        page.save_revision().publish()
        hand_in(people[1], quiz, "rr")
        rows = read(quiz.work)
        assert [place.asked_now for place in rows.places] == [True, True, False]
        assert marks(quiz) == [[0, 0, 1], [1, 1, 0]]

    def test_drawn_questions_stand_behind_with_the_points_of_their_layout(self, quiz: Quiz, people: list[User]) -> None:
        """Nothing of the revision names them: two people drew different questions for the same place."""
        hand_in(people[0], quiz, "rrw")
        for person in people[1:3]:
            drawn = builders.make_question(f"Drawn for {person}")
            attempt = start_attempt(person, quiz.work, AT)
            version = latest_version(drawn)
            layout = [*attempt.layout, {"version": version, "points": 2, "order": []}]
            Attempt.objects.filter(pk=attempt.pk).update(layout=layout)
            attempt.layout = layout
            submit_attempt(attempt.learner, attempt.pk, AT)
        rows = read(quiz.work)
        assert rows.sheet.points.tolist() == [[1, 1, 1, 0], [1, 1, 1, 2], [1, 1, 1, 2]]
        payload = payload_of(rows, Which.HIGHEST)
        assert [line["position"] for line in payload["questions"]] == [1, 2, 3, None, None]
        assert [line["asked_now"] for line in payload["questions"]] == [True] * 5
        _quiz, by_place = figures_by_place(rows, Which.HIGHEST)
        assert [figures.count for figures in by_place] == [3, 3, 3, 2]


def latest_version(question: Question) -> int:
    return QuestionVersion.objects.get(question__translation_key=question.translation_key).pk


def ask(quiz: Quiz, question: Question, *, first: bool = False) -> None:
    page = type(quiz.page).objects.get(pk=quiz.page.pk)
    asked = [item.question for item in page.quiz_questions.all()]
    page.quiz_questions.set(items_of([question, *asked] if first else [*asked, question]))
    page.save_revision().publish()


class TestWhichAttemptsCount:
    @pytest.fixture
    def tried(self, quiz: Quiz, people: list[User]) -> Quiz:
        """Two people; the first tried three times, and was equally good at the second and the third."""
        hand_in(people[0], quiz, "rww")
        hand_in(people[1], quiz, "wwr")
        hand_in(people[0], quiz, "rrw")
        hand_in(people[0], quiz, "rwr")
        return quiz

    @pytest.mark.parametrize(
        ("which", "expected"),
        [
            (Which.HIGHEST, [[0, 0, 1], [1, 1, 0]]),
            (Which.FIRST, [[1, 0, 0], [0, 0, 1]]),
            (Which.LAST, [[0, 0, 1], [1, 0, 1]]),
            (Which.ALL, [[1, 0, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1]]),
        ],
    )
    def test_the_earliest_of_equals_is_the_highest(self, tried: Quiz, which: Which, expected: list[list[int]]) -> None:
        assert sorted(marks(tried, which)) == sorted(expected)


class TestAnswers:
    def test_the_last_save_counts_and_a_blank_is_a_blank(self, quiz: Quiz, people: list[User]) -> None:
        attempt = start_attempt(people[0], quiz.work, AT)
        version = attempt.dealt[0].version
        rude, kind, late = QuestionVersion.objects.get(pk=version).payload["options"]
        text = QuestionText.objects.latest_for([version], "en")[version]
        for choice in (rude, late, kind):
            save_response(attempt, 0, {"choice": choice}, text, AT)
        submit_attempt(attempt.learner, attempt.pk, AT)
        rows = read(quiz.work)
        column = rows.versions[0].tolist().index(version)
        assert rows.answers.given[rows.answers.chosen[0, column]] == {"choice": kind}
        assert sorted(rows.answers.chosen[0].tolist())[:2] == [0, 0]

    def test_options_are_counted_by_third(self, quiz: Quiz, people: list[User]) -> None:
        """Sums 3, 2, 1, 0, 0: the best of five is the top third with the second, the two weakest are the bottom."""
        for person, answers in zip(people, ("rrr", "rrw", "lrw", "lw-", "ww-"), strict=True):
            hand_in(person, quiz, answers)
        first, _second, third = payload_of(read(quiz.work), Which.HIGHEST)["questions"]
        (version,) = first["versions"]
        assert version["thirds"] == [2, 1, 2]
        assert [(option["right"], option["counts"]) for option in version["options"]] == [
            (False, [1, 0, 0]),
            (True, [0, 0, 2]),
            (False, [1, 1, 0]),
        ]
        assert third["versions"][0]["blank"] == [2, 0, 0]

    def test_a_blank_speaks_the_language_of_the_rest(self, quiz: Quiz, people: list[User]) -> None:
        for question in Question.objects.filter(uses__page=quiz.page):
            builders.republish(translated(question))
        hand_in(people[0], quiz, "rr-", language="fa")
        hand_in(people[1], quiz, "rrr")
        hand_in(people[2], quiz, "---")
        last = payload_of(read(quiz.work), Which.HIGHEST)["questions"][2]["versions"][0]
        assert [(line["language"], line["count"]) for line in last["languages"]] == [("en", 1), ("fa", 1)]


class TestVersions:
    def test_the_page_keeps_them_apart_and_the_command_pools_them(self, quiz: Quiz, people: list[User]) -> None:
        hand_in(people[0], quiz, "rww")
        question = Question.objects.get(stem="Question 1")
        builders.republish(question, stem="Question 1, better")
        hand_in(people[1], quiz, "wrr")
        hand_in(people[2], quiz, "wrr")
        rows = read(quiz.work)
        first = payload_of(rows, Which.HIGHEST)["questions"][0]
        assert [(line["number"], line["figures"]["count"]) for line in first["versions"]] == [(2, 2), (1, 1)]
        _figures, by_place = figures_by_place(rows, Which.HIGHEST)
        assert [figures.count for figures in by_place] == [3, 3, 3]
        assert by_place[0].facility == pytest.approx(1 / 3)


def test_everything_is_read_in_few_statements_however_many_tried(quiz: Quiz, people: list[User]) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            payload_of(read(quiz.work), Which.HIGHEST)
        return len(captured)

    hand_in(people[0], quiz, "rrr")
    before = statements()
    for person in people[1:]:
        hand_in(person, quiz, "rwr")
        hand_in(person, quiz, "rrw", at=AT + timedelta(days=1))
    assert statements() == before <= 10


def test_a_quiz_that_nobody_tried(quiz: Quiz) -> None:
    payload = payload_of(read(quiz.work), Which.HIGHEST)
    assert (payload["count"], payload["people"], payload["questions"]) == (0, 0, [])
    _figures, by_place = figures_by_place(read(quiz.work), Which.HIGHEST)
    assert [figures.count for figures in by_place] == [0, 0, 0]
