"""A course that is taken on request: asked for once, answered once."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from academy.assignments.actions import apply_rule
from academy.inbox.models import Notice
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User
from courses import actions
from courses.models import CoursePage, CourseRequest, Enrolment
from tests import builders
from tests.test_query_budgets import assert_flat

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
COURSE = "/en/courses/empathy/"
LIST = "/en/team/requests/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(course: builders.Course) -> builders.Course:
    builders.republish(course.page, enrolment=CoursePage.Enrolling.ON_REQUEST)
    return course


@pytest.fixture
def asked(alice: User, bob: User, closed: builders.Course) -> CourseRequest:
    rebuild_leadership()
    return actions.request_course(alice, closed.work, "For the evening shift.", AT)


def test_its_units_stay_shut(as_alice: Client, closed: builders.Course) -> None:
    page = as_alice.get(COURSE).content.decode()
    assert "This course is taken on request" in page
    assert as_alice.get(f"{COURSE}first/").url == COURSE
    assert as_alice.post(f"/en/learn/quizzes/{closed.quiz_work.pk}/start/").status_code == 409


def test_whoever_leads_the_person_is_told_once(as_alice: Client, alice: User, bob: User, closed) -> None:
    rebuild_leadership()
    for _click in range(2):
        as_alice.post(f"/en/learn/courses/{closed.work.pk}/request/", {"text": "For the evening shift."})
    assert CourseRequest.objects.get().text == "For the evening shift."
    assert Notice.objects.visible_to(bob).get().kind == Notice.Kind.COURSE_REQUESTED
    assert "You have asked to take this course" in as_alice.get(COURSE).content.decode()


def test_without_anybody_above_the_administrators_are_told(erin: User, dana: User, closed: builders.Course) -> None:
    User.objects.filter(pk=dana.pk).update(is_superuser=True)
    actions.request_course(erin, closed.work, "", AT)
    assert Notice.objects.visible_to(dana).filter(kind=Notice.Kind.COURSE_REQUESTED).exists()


def test_a_yes_opens_the_course(as_user, as_alice: Client, alice: User, bob: User, asked: CourseRequest) -> None:
    response = as_user(bob).post(f"{LIST}{asked.pk}/", {"go": "grant", "answer": ""})
    assert response.url == LIST
    assert Notice.objects.visible_to(alice).get().kind == Notice.Kind.COURSE_GRANTED
    assert as_alice.get(f"{COURSE}first/").status_code == 200
    assert not Notice.objects.visible_to(bob).filter(withdrawn_at=None).exists()


def test_a_no_needs_a_reason_which_the_person_reads(
    as_user, as_alice: Client, alice: User, bob: User, asked: CourseRequest
) -> None:
    browser, path = as_user(bob), f"{LIST}{asked.pk}/"
    assert "Say why not" in browser.post(path, {"go": "refuse", "answer": " "}).content.decode()
    browser.post(path, {"go": "refuse", "answer": "After the summer."})
    page = as_alice.get(COURSE).content.decode()
    assert "After the summer." in page
    assert "Ask again" in page
    assert not Enrolment.objects.exists()


def test_the_first_answer_holds(as_user, bob: User, dana: User, asked: CourseRequest) -> None:
    assert actions.decide_request(asked, dana, AT, granted=False, answer="No.")
    response = as_user(bob).post(f"{LIST}{asked.pk}/", {"go": "grant"}, follow=True)
    assert "Somebody has answered in the meantime." in response.content.decode()
    assert not CourseRequest.objects.get().granted


def test_who_was_told_no_may_ask_again(alice: User, dana: User, asked: CourseRequest) -> None:
    actions.decide_request(asked, dana, AT, granted=False, answer="No.")
    again = actions.request_course(alice, asked.course, "It is autumn.", AT)
    assert again.pk != asked.pk


def test_who_is_assigned_the_course_or_its_path_need_not_ask(
    as_alice: Client, alice: User, closed: builders.Course, make_person, as_user
) -> None:
    apply_rule(builders.assign(builders.Work.objects.of(builders.make_path("weeks", [closed.page]))), AT)
    assert as_alice.get(f"{COURSE}first/").status_code == 200


def test_strangers_do_not_answer(as_user, charlie: User, asked: CourseRequest) -> None:
    assert as_user(charlie).post(f"{LIST}{asked.pk}/", {"go": "grant"}).status_code == 404


def test_a_course_that_is_open_is_not_asked_for(as_alice: Client, course: builders.Course) -> None:
    as_alice.post(f"/en/learn/courses/{course.work.pk}/request/")
    assert not CourseRequest.objects.exists()


def test_the_list_stays_flat(as_user, bob: User, asked: CourseRequest, make_person) -> None:
    def more() -> None:
        for number in range(CourseRequest.objects.count(), CourseRequest.objects.count() + 3):
            actions.request_course(make_person(f"new-{number}", manager=bob), asked.course, "", AT)
        rebuild_leadership()

    assert_flat(as_user(bob), LIST, more)
