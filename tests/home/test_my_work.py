from datetime import UTC, date, datetime, time

import pytest
from django.test import Client

from academy.assignments.actions import apply_rule
from academy.staff.models import User
from home.domain.greeting import Daytime, daytime
from home.my_work import my_work
from home.views import words
from tests import builders

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("clock", "part"),
    [
        (time(3, 59), Daytime.EVENING),
        (time(4), Daytime.MORNING),
        (time(11, 59), Daytime.MORNING),
        (time(12), Daytime.DAY),
        (time(17, 59), Daytime.DAY),
        (time(18), Daytime.EVENING),
        (time(0), Daytime.EVENING),
    ],
)
def test_daytime(clock: time, part: Daytime) -> None:
    assert daytime(clock) is part


class TestMyWork:
    def test_nothing_to_do_is_said(self, alice: User, as_alice: Client) -> None:
        assert as_alice.get("/en/").status_code == 200
        assert not my_work(alice, "en", AT)["anything"]

    def test_what_is_due_first_comes_first(self, alice: User, course: builders.Course) -> None:
        other = builders.make_course("conflict")
        apply_rule(builders.assign(course.work, due_on=date(2026, 3, 20)), AT)
        apply_rule(builders.assign(other.work, due_on=date(2026, 3, 6)), AT)
        assert my_work(alice, "en", AT)["next"].place.title == "Conflict"

    def test_what_is_late_comes_before_everything(self, alice: User, as_alice: Client, course: builders.Course) -> None:
        other = builders.make_course("conflict")
        apply_rule(builders.assign(other.work, due_on=date(2026, 3, 1)), AT)
        as_alice.get("/en/courses/empathy/first/")
        assert my_work(alice, "en", AT)["next"].place.title == "Conflict"

    def test_a_course_that_was_begun_is_gone_on_with(self, alice: User, as_alice: Client) -> None:
        course = builders.make_course()
        as_alice.get("/en/courses/empathy/second/")
        work = my_work(alice, "en", AT)
        assert work["next"].url == "/en/courses/empathy/second/"
        assert work["next"].course.outline.work_id == course.work.pk

    def test_what_is_no_longer_published_is_left_out(self, alice: User, course: builders.Course) -> None:
        apply_rule(builders.assign(course.work), AT)
        course.page.unpublish()
        assert not my_work(alice, "en", AT)["anything"]

    def test_everybody_sees_only_their_own(self, alice: User, bob: User, as_user, course: builders.Course) -> None:
        as_user(bob).get("/en/courses/empathy/first/")
        assert not my_work(alice, "en", AT)["anything"]


class TestSearch:
    @pytest.mark.parametrize(
        ("query", "cleaned"),
        [("", ""), ('"refund', "refund"), ("a* OR (b)", "a OR b"), ("mật khẩu", "mật khẩu"), ("  ", ""), ("🙂", "")],
    )
    def test_words(self, query: str, cleaned: str) -> None:
        assert words(query) == cleaned

    def test_a_lesson_is_found(self, as_alice: Client, course: builders.Course) -> None:
        page = as_alice.get("/en/search/?q=second")
        assert "/en/courses/empathy/second/" in page.content.decode()

    @pytest.mark.parametrize("query", ["", '"', "a" * 5000, "%00", "'; drop table", "(((", "🙂"])
    def test_whatever_is_asked_is_answered(self, as_alice: Client, course: builders.Course, query: str) -> None:
        assert as_alice.get("/en/search/", {"q": query}).status_code == 200
