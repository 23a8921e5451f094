"""Who may begin a course: what comes before it, and that the server holds to it."""

from typing import Any

import pytest
from django.test import Client

from academy.assignments.actions import accept_evidence, apply_rule
from academy.assignments.models import Work
from academy.staff.models import User
from courses.models import CourseNeed, Enrolment, LessonPage
from tests import builders
from tests.builders import make_path
from tests.courses.test_paths import AT, assignment_of, small_course, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def courses() -> list[Any]:
    return [small_course(name) for name in ("one", "two")]


@pytest.fixture
def second(courses: list[Any]) -> Any:
    """A course after the first one."""
    return builders.republish(courses[1], needs=[CourseNeed(needed=courses[0])])


def test_its_units_are_shut_until_then(as_alice: Client, alice: User, courses, second) -> None:
    page = as_alice.get("/en/courses/two/").content.decode()
    assert "Another course comes first" in page
    assert 'href="/en/courses/two/first/"' not in page
    assert as_alice.get("/en/courses/two/first/").url == "/en/courses/two/"
    assert not Enrolment.objects.exists()
    take(alice, courses[0])
    assert as_alice.get("/en/courses/two/first/").status_code == 200


def test_a_quiz_is_not_begun_by_its_address(as_alice: Client, alice: User, courses, course) -> None:
    builders.republish(course.page, needs=[CourseNeed(needed=courses[0])])
    response = as_alice.post(f"/en/learn/quizzes/{course.quiz_work.pk}/start/")
    assert response.status_code == 409
    assert "You can not begin the course of this quiz yet." in response.content.decode()


def test_who_has_begun_goes_on(as_alice: Client, alice: User, courses: list[Any]) -> None:
    as_alice.get("/en/courses/two/first/")
    builders.republish(courses[1], needs=[CourseNeed(needed=courses[0])])
    assert as_alice.get("/en/courses/two/first/").status_code == 200


def test_a_path_that_waits_says_for_what(as_alice: Client, courses: list[Any]) -> None:
    make_path("weeks", courses[1:], needs=[courses[0]])
    page = as_alice.get("/en/courses/weeks/").content.decode()
    assert "This comes first" in page
    assert 'href="/en/courses/one/"' in page


def test_a_lesson_is_not_done_by_its_address(as_alice: Client, alice: User, courses, second) -> None:
    lesson = Work.objects.of(LessonPage.objects.child_of(second).get())
    response = as_alice.post(f"/en/learn/lessons/{lesson.pk}/done/")
    assert response.url == "/en/courses/two/"
    assert not Enrolment.objects.exists()
    take(alice, courses[0])
    as_alice.post(f"/en/learn/lessons/{lesson.pk}/done/")
    assert Enrolment.objects.filter(course=Work.objects.of(second)).exclude(completed_at=None).exists()


def test_evidence_from_elsewhere_opens_it(as_alice: Client, alice: User, bob: User, courses, second) -> None:
    apply_rule(builders.assign(Work.objects.of(courses[0])), AT)
    accept_evidence(assignment_of(alice, courses[0]), by=bob, at=AT, done_on=AT.date(), note="Diploma 7")
    assert as_alice.get("/en/courses/two/first/").status_code == 200


def test_nobody_is_kept_out_by_a_course_that_is_not_there(as_alice: Client, courses, second) -> None:
    builders.CoursePage.objects.get(pk=courses[0].pk).unpublish()
    assert as_alice.get("/en/courses/two/first/").status_code == 200
