from datetime import UTC, datetime

import pytest
from django.test import Client

from academy.assignments.actions import apply_rule
from academy.assignments.models import Assignment
from academy.staff.models import User
from courses.models import Enrolment, UnitProgress
from quizzes.actions import start_attempt, submit_attempt
from tests import builders
from tests.quizzes.test_actions import answer, right

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def finish(client: Client, lesson: builders.LessonPage, language: str = "en") -> str:
    work = builders.Work.objects.of(lesson)
    return client.post(f"/{language}/learn/lessons/{work.pk}/done/").url


def pass_quiz(learner: User, course: builders.Course) -> None:
    attempt = start_attempt(learner, course.quiz_work, AT)
    for place in range(4):
        answer(attempt, place, right(attempt, place))
    submit_attempt(attempt, AT)


class TestLesson:
    def test_opening_it_is_remembered_once(self, as_alice: Client, alice: User, course: builders.Course) -> None:
        for _visit in range(2):
            assert as_alice.get("/en/courses/empathy/first/").status_code == 200
        progress = UnitProgress.objects.get()
        assert progress.enrolment.learner == alice
        assert progress.done_at is None

    def test_finishing_leads_to_the_next_unit(self, as_alice: Client, course: builders.Course) -> None:
        assert finish(as_alice, course.lessons[0]) == "/en/courses/empathy/second/"
        assert finish(as_alice, course.lessons[1]) == "/en/courses/empathy/quiz/"

    def test_finishing_twice_changes_nothing(self, as_alice: Client, course: builders.Course) -> None:
        finish(as_alice, course.lessons[0])
        done_at = UnitProgress.objects.get().done_at
        finish(as_alice, course.lessons[0])
        assert UnitProgress.objects.get().done_at == done_at

    def test_a_lesson_that_is_done_when_opened(self, as_alice: Client, course: builders.Course) -> None:
        builders.republish(course.lessons[0], done_when="opened")
        as_alice.get("/en/courses/empathy/first/")
        assert UnitProgress.objects.get().done_at

    def test_a_quiz_is_not_finished_like_a_lesson(self, as_alice: Client, course: builders.Course) -> None:
        response = as_alice.post(f"/en/learn/lessons/{course.quiz_work.pk}/done/")
        assert response.status_code == 404

    def test_an_unpublished_lesson_does_not_exist(self, as_alice: Client, course: builders.Course) -> None:
        course.lessons[0].unpublish()
        assert as_alice.get("/en/courses/empathy/first/").status_code == 404

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, course: builders.Course) -> None:
        assert client.get("/en/courses/empathy/first/").url.startswith("/en/sign-in/")

    def test_an_edit_is_seen_at_once(self, as_alice: Client, course: builders.Course) -> None:
        assert "The first lesson." in as_alice.get("/en/courses/empathy/first/").content.decode()
        new = builders.json.dumps([{"type": "text", "value": "<p>The new rule.</p>", "id": builders.key("new")}])
        builders.republish(course.lessons[0], body=new)
        page = as_alice.get("/en/courses/empathy/first/").content.decode()
        assert "The new rule." in page
        assert "The first lesson.</p>" not in page


class TestCourse:
    def test_it_is_completed_by_its_last_unit(self, as_alice: Client, alice: User, course: builders.Course) -> None:
        apply_rule(builders.assign(course.work), AT)
        for lesson in course.lessons:
            finish(as_alice, lesson)
        assert Enrolment.objects.get().completed_at is None
        pass_quiz(alice, course)
        assert Enrolment.objects.get().completed_at
        assert Assignment.objects.get(learner=alice, work=course.work).state == Assignment.State.DONE

    def test_a_failed_quiz_completes_nothing(self, as_alice: Client, alice: User, course: builders.Course) -> None:
        for lesson in course.lessons:
            finish(as_alice, lesson)
        submit_attempt(start_attempt(alice, course.quiz_work, AT), AT)
        assert Enrolment.objects.get().completed_at is None

    def test_a_quiz_may_be_done_by_handing_it_in(self, alice: User) -> None:
        course = builders.make_course(done_when="handed_in")
        submit_attempt(start_attempt(alice, course.quiz_work, AT), AT)
        assert UnitProgress.objects.get(unit=course.quiz_work).done_at

    def test_progress_is_the_same_in_every_language(self, as_alice: Client, course: builders.Course) -> None:
        builders.translate(course.page, "fa", title="همدلی")
        builders.translate(course.lessons[0], "fa", title="درس اول")
        finish(as_alice, course.lessons[0], "fa")
        standing = as_alice.get("/en/courses/empathy/").context["standing"]
        assert [step.done for step in standing.steps] == [True, False, False]

    def test_a_unit_without_translation_stays_in_the_course(self, as_alice: Client, course: builders.Course) -> None:
        builders.translate(course.page, "fa", title="همدلی")
        builders.translate(course.lessons[0], "fa", title="درس اول")
        standing = as_alice.get("/fa/courses/empathy/").context["standing"]
        assert [(step.unit.title, step.unit.language) for step in standing.steps] == [
            ("درس اول", "fa"),
            ("The second lesson", "en"),
            ("Empathy quiz", "en"),
        ]

    def test_a_page_without_translation_is_shown_in_its_own_language(
        self, as_alice: Client, course: builders.Course
    ) -> None:
        page = as_alice.get("/vi/courses/empathy/first/").content.decode()
        assert '<html lang="vi"' in page
        assert 'lang="en"' in page
        assert "The first lesson" in page

    def test_a_name_of_200_characters(self, as_alice: Client, course: builders.Course) -> None:
        builders.republish(course.page, title="Listening " * 20)
        assert as_alice.get("/en/courses/").status_code == 200

    def test_an_empty_course_says_so(self, as_alice: Client, course: builders.Course) -> None:
        for unit in [*course.lessons, course.quiz]:
            unit.unpublish()
        response = as_alice.get("/en/courses/empathy/")
        assert response.status_code == 200
        assert response.context["standing"].steps == ()
