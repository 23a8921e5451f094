"""Two questions about a course that somebody completed, and what its editors read of the answers."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.content import stamp
from academy.feedback.actions import give_feedback
from academy.feedback.models import CourseFeedback
from academy.staff.models import User
from courses.actions import record_progress
from courses.progress import standing_of
from tests import builders

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
COURSE = "/en/courses/empathy/"
pytestmark = pytest.mark.django_db


def complete(person: User, course: builders.Course) -> None:
    standing = standing_of(person, course.page.translation_key, "en", stamp())
    for step in standing.steps:
        record_progress(person, standing, step.unit, AT, done=True)


@pytest.fixture
def path(course: builders.Course) -> str:
    return f"/en/learn/courses/{course.work.pk}/feedback/"


class TestAsking:
    def test_the_course_asks_whoever_has_completed_it(
        self, as_alice: Client, alice: User, course: builders.Course, path: str
    ) -> None:
        assert "How was it?" not in as_alice.get(COURSE).content.decode()
        complete(alice, course)
        assert f'action="{path}"' in as_alice.get(COURSE).content.decode()
        response = as_alice.post(path, {"useful": "4", "change": "Shorter."})
        assert response.url == COURSE
        page = as_alice.get(COURSE).content.decode()
        assert "You said how useful it was: “Much”." in page
        assert "Shorter." in as_alice.get(path).content.decode()

    def test_one_answer_which_can_be_changed(
        self, as_alice: Client, alice: User, course: builders.Course, path: str
    ) -> None:
        complete(alice, course)
        for useful in ("4", "4", "2"):
            as_alice.post(path, {"useful": useful})
        said = CourseFeedback.objects.get()
        assert (said.learner, said.useful, said.change) == (alice, 2, "")

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ({}, "Choose one of the answers."),
            ({"useful": "9"}, "Select a valid choice"),
            ({"useful": "3", "change": "x" * 2001}, "at most 2000 characters"),
        ],
    )
    def test_bad_input_is_shown(
        self, as_alice: Client, alice: User, course: builders.Course, path: str, data: dict[str, str], words: str
    ) -> None:
        complete(alice, course)
        assert words in as_alice.post(path, data).content.decode()
        assert not CourseFeedback.objects.exists()

    def test_who_has_not_completed_it_finds_nothing(self, as_alice: Client, path: str) -> None:
        assert as_alice.get(path).status_code == 404
        assert as_alice.post(path, {"useful": "4"}).status_code == 404

    def test_what_is_no_course_is_not_found(self, as_alice: Client, course: builders.Course) -> None:
        assert as_alice.get(f"/en/learn/courses/{course.quiz_work.pk}/feedback/").status_code == 404

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, path: str) -> None:
        assert "/sign-in/" in client.get(path).url


class TestEditors:
    @pytest.fixture
    def as_erin(self, erin: User, as_user) -> Client:
        return as_user(erin)

    def answer(self, course: builders.Course, make_person: Callable[..., User], count: int) -> None:
        for number in range(count):
            words = f"Remark {count - number}" if number else ""
            give_feedback(make_person(f"person{number}"), course.work.pk, 1 + number % 5, words, AT)

    def test_nothing_is_shown_of_fewer_than_five(
        self, as_erin: Client, course: builders.Course, make_person: Callable[..., User]
    ) -> None:
        self.answer(course, make_person, 4)
        page = as_erin.get(f"/admin/reports/feedback/{course.work.pk}/").content.decode()
        assert "Fewer than 5 have answered so far" in page
        assert "Remark" not in page
        assert "fewer than 5" in as_erin.get("/admin/reports/feedback/").content.decode()

    def test_from_five_on_counts_and_words_without_names(
        self, as_erin: Client, course: builders.Course, make_person: Callable[..., User]
    ) -> None:
        self.answer(course, make_person, 6)
        response = as_erin.get(f"/admin/reports/feedback/{course.work.pk}/")
        page = response.content.decode()
        assert response.context["counts"][-1] == ("Not at all", 2)
        assert response.context["words"] == [f"Remark {number}" for number in range(1, 6)]
        assert "Person" not in page
        assert "2.7" in as_erin.get("/admin/reports/feedback/").content.decode()

    def test_agents_find_no_report(self, as_alice: Client, course: builders.Course) -> None:
        assert as_alice.get("/admin/reports/feedback/").status_code in {302, 403}

    def test_a_course_of_which_nobody_said_anything_is_not_found(
        self, as_erin: Client, course: builders.Course
    ) -> None:
        assert as_erin.get(f"/admin/reports/feedback/{course.work.pk}/", follow=True).status_code == 404

    def test_the_number_of_statements_is_flat(
        self, as_erin: Client, course: builders.Course, make_person: Callable[..., User]
    ) -> None:
        self.answer(course, make_person, 1)
        as_erin.get("/admin/reports/feedback/")
        with CaptureQueriesContext(connection) as few:
            as_erin.get("/admin/reports/feedback/")
        other = builders.make_course("other")
        person = make_person("another")
        for work in (course.work, other.work):
            give_feedback(person, work.pk, 3, "", AT)
        as_erin.get("/admin/reports/feedback/")
        with CaptureQueriesContext(connection) as many:
            as_erin.get("/admin/reports/feedback/")
        assert len(many) <= len(few)
