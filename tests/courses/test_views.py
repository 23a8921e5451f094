import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from academy.assignments.actions import apply_rule
from academy.assignments.models import Assignment, AssignmentEvent
from academy.inbox.models import Notice
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


def going_on(client: Client) -> tuple[str, str]:
    """What the page of the course says of the unit that it leads to, and that unit."""
    response = client.get("/en/courses/empathy/")
    said = re.search(r'<article class="next".*?<p class="eyebrow">(.*?)</p>', response.content.decode(), re.DOTALL)
    return said[1], response.context["standing"].next_step.unit.title


def pass_quiz(learner: User, course: builders.Course, at: datetime = AT) -> None:
    attempt = start_attempt(learner, course.quiz_work, at)
    for place in range(4):
        answer(attempt, place, right(attempt, place))
    submit_attempt(learner, attempt.pk, at)


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

    def test_it_closes_quiz_and_course_where_both_are_asked(
        self, as_alice: Client, alice: User, course: builders.Course
    ) -> None:
        for work in (course.work, course.quiz_work):
            apply_rule(builders.assign(work), AT)
        for lesson in course.lessons:
            finish(as_alice, lesson)
        pass_quiz(alice, course)
        assert {row.state for row in Assignment.objects.filter(learner=alice)} == {Assignment.State.DONE}
        assert not Notice.objects.visible_to(alice).exists()
        assert AssignmentEvent.objects.filter(assignment__learner=alice, kind=AssignmentEvent.Kind.DONE).count() == 2

    def test_the_first_to_complete_it_says_when(self, as_alice: Client, alice: User, course: builders.Course) -> None:
        for lesson in course.lessons:
            finish(as_alice, lesson)
        pass_quiz(alice, course)
        pass_quiz(alice, course, at=AT + timedelta(days=1))
        assert Enrolment.objects.get().completed_at == AT

    def test_a_failed_quiz_completes_nothing(self, as_alice: Client, alice: User, course: builders.Course) -> None:
        for lesson in course.lessons:
            finish(as_alice, lesson)
        submit_attempt(alice, start_attempt(alice, course.quiz_work, AT).pk, AT)
        assert Enrolment.objects.get().completed_at is None

    def test_a_quiz_may_be_done_by_handing_it_in(self, alice: User) -> None:
        course = builders.make_course(done_when="handed_in")
        submit_attempt(alice, start_attempt(alice, course.quiz_work, AT).pk, AT)
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

    def test_it_says_truly_where_one_goes_on(self, as_alice: Client, alice: User, course: builders.Course) -> None:
        assert going_on(as_alice) == ("Begin with", "The first lesson")
        finish(as_alice, course.lessons[0])
        assert going_on(as_alice) == ("Next", "The second lesson")
        as_alice.get("/en/courses/empathy/second/")
        assert going_on(as_alice) == ("You are here", "The second lesson")
        finish(as_alice, course.lessons[1])
        pass_quiz(alice, course)
        builders.make_lesson(course.page, "third")
        assert going_on(as_alice) == ("New since you completed this course", "The third lesson")
        as_alice.get("/en/courses/empathy/third/")
        assert going_on(as_alice) == ("New since you completed this course", "The third lesson")

    def test_a_finished_course_that_gains_a_unit_stays_finished(
        self, as_alice: Client, alice: User, course: builders.Course
    ) -> None:
        for lesson in course.lessons:
            finish(as_alice, lesson)
        pass_quiz(alice, course)
        builders.make_lesson(course.page, "third")
        as_alice.get("/en/courses/empathy/third/")
        page = as_alice.get("/en/courses/empathy/").content.decode()
        assert "You completed this course on" in page
        assert "You need not do it" in page
        assert "You are here" not in page
        assert "Unit 4 of 4" not in page
        assert "Completed" in as_alice.get("/en/courses/").content.decode()
        assert Enrolment.objects.get().completed_at

    def test_an_empty_course_says_so(self, as_alice: Client, course: builders.Course) -> None:
        for unit in [*course.lessons, course.quiz]:
            unit.unpublish()
        response = as_alice.get("/en/courses/empathy/")
        assert response.status_code == 200
        assert response.context["standing"].steps == ()
