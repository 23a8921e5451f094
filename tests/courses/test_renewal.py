"""Taking a course anew: a further enrolment, fresh tries at its quizzes, and the old ones stay."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from academy.assignments.actions import apply_rule, renew_all
from academy.assignments.models import Assignment, Renewal
from academy.content import stamp
from academy.staff.models import User
from courses.actions import begin_anew, record_progress, start_renewal
from courses.domain.progress import validity
from courses.models import Enrolment, UnitProgress
from courses.progress import standing_of
from quizzes.actions import Refused, start_attempt, submit_attempt
from quizzes.models import Attempt
from tests import builders
from tests.courses.test_views import pass_quiz
from tests.test_query_budgets import assert_at_most, opened

LEAP = datetime(2024, 2, 29, 9, tzinfo=UTC)
OPENS = datetime(2025, 1, 29, 9, tzinfo=UTC)
UNTIL = date(2025, 2, 28)
DAY = timedelta(days=1)
PAGE = "/en/courses/empathy/"
pytestmark = pytest.mark.django_db


def take(person: User, course: builders.Course, at: datetime) -> None:
    """All units, one after the other."""
    for lesson in course.lessons:
        standing = standing_of(person, course.page.translation_key, "en", stamp())
        record_progress(person, standing, standing.step(lesson.translation_key).unit, at, done=True)
    pass_quiz(person, course, at)


def done_units(person: User, course: builders.Course) -> int:
    return standing_of(person, course.page.translation_key, "en", stamp()).standing.done


@pytest.fixture
def yearly(course: builders.Course) -> builders.Course:
    Renewal.objects.create(work=course.work, months=12, window_days=30)
    return course


@pytest.mark.parametrize(
    ("today", "over", "may"),
    [
        (date(2025, 1, 28), False, False),
        (date(2025, 1, 29), False, True),
        (UNTIL, False, True),
        (date(2025, 3, 1), True, True),
    ],
)
def test_validity(today: date, over: bool, may: bool) -> None:
    found = validity(LEAP, UNTIL, 30, today, begun=False)
    assert found
    assert (found.over, found.open) == (over, may)
    begun = validity(LEAP, UNTIL, 30, today, begun=True)
    assert begun
    assert not begun.open


def test_what_counts_for_good_has_no_end() -> None:
    assert validity(LEAP, None, None, UNTIL, begun=False) is None
    assert validity(None, UNTIL, 30, UNTIL, begun=False) is None
    assert not validity(LEAP, UNTIL, None, UNTIL, begun=False).open  # type: ignore[union-attr]


class TestAsked:
    def test_all_of_it_is_done_again_and_nothing_is_lost(self, alice: User, yearly: builders.Course) -> None:
        apply_rule(builders.assign(yearly.work), LEAP - DAY)
        take(alice, yearly, LEAP)
        renew_all(OPENS)
        assert done_units(alice, yearly) == 0
        take(alice, yearly, OPENS + DAY)
        assert done_units(alice, yearly) == 3
        first, second = Enrolment.objects.filter(learner=alice).order_by("pk")
        assert (first.completed_at, first.renewed_at, second.renewed_at) == (LEAP, OPENS, None)
        assert first.units.filter(done_at=LEAP).count() == second.units.count() == 3
        rows = Assignment.objects.filter(learner=alice).order_by("cycle").values_list("state", "valid_until")
        assert [*rows] == [("done", UNTIL), ("done", date(2026, 2, 28))]

    def test_who_is_on_the_way_by_themselves_goes_on(self, alice: User, yearly: builders.Course) -> None:
        apply_rule(builders.assign(yearly.work), LEAP - DAY)
        take(alice, yearly, LEAP)
        assert start_renewal(alice, yearly.work, OPENS)
        standing = standing_of(alice, yearly.page.translation_key, "en", stamp())
        record_progress(alice, standing, standing.steps[0].unit, OPENS, done=True)
        assert renew_all(OPENS) == 1
        assert done_units(alice, yearly) == 1

    def test_a_rule_that_comes_later_does_not_take_the_old_one_for_the_new(
        self, alice: User, yearly: builders.Course
    ) -> None:
        take(alice, yearly, LEAP)
        rule = builders.assign(yearly.work)
        apply_rule(rule, OPENS)
        renew_all(OPENS)
        assert Assignment.objects.get(learner=alice, cycle=2).state == Assignment.State.OPEN
        apply_rule(rule, OPENS + DAY)
        assert Assignment.objects.get(learner=alice, cycle=2).state == Assignment.State.OPEN


class TestQuiz:
    def test_attempts_of_before_count_neither_as_a_pass_nor_as_a_try(self, alice: User) -> None:
        course = builders.make_course(tries=2, cooling_down=24)
        Renewal.objects.create(work=course.work, months=12)
        submit_attempt(alice, start_attempt(alice, course.quiz_work, LEAP - 2 * DAY).pk, LEAP - 2 * DAY)
        take(alice, course, LEAP)
        with pytest.raises(Refused):
            start_attempt(alice, course.quiz_work, LEAP + DAY)
        begin_anew(course.work, [alice.pk], LEAP + DAY)
        again = start_attempt(alice, course.quiz_work, LEAP + DAY)
        assert again.number == 3
        submit_attempt(alice, again.pk, LEAP + DAY)  # it fails
        assert not UnitProgress.objects.filter(enrolment__renewed_at=None, done_at__isnull=False).exists()
        with pytest.raises(Refused):
            start_attempt(alice, course.quiz_work, LEAP + DAY)
        pass_quiz(alice, course, LEAP + 3 * DAY)
        assert UnitProgress.objects.get(enrolment__renewed_at=None).done_at
        assert Attempt.objects.count() == 4

    def test_they_stay_in_the_history(self, alice: User, as_alice: Client, yearly: builders.Course) -> None:
        take(alice, yearly, LEAP)
        begin_anew(yearly.work, [alice.pk], OPENS)
        page = as_alice.get(f"{PAGE}quiz/").content.decode()
        assert "Attempt 1" in page
        assert "You take this quiz anew" in page
        assert "You have passed this quiz" not in page
        assert as_alice.get(f"/en/learn/attempts/{Attempt.objects.get().pk}/result/").status_code == 200

    def test_a_quiz_that_was_assigned_by_itself(self, alice: User, course: builders.Course) -> None:
        Renewal.objects.create(work=course.quiz_work, months=12)
        apply_rule(builders.assign(course.quiz_work), LEAP - DAY)
        pass_quiz(alice, course, LEAP)
        assert renew_all(OPENS) == 1
        row = Assignment.objects.get(learner=alice, cycle=2)
        assert row.state == Assignment.State.OPEN
        submit_attempt(alice, start_attempt(alice, course.quiz_work, OPENS).pk, OPENS)
        row.refresh_from_db()
        assert row.state == Assignment.State.OPEN
        pass_quiz(alice, course, OPENS + DAY)
        row.refresh_from_db()
        assert (row.state, row.valid_until) == (Assignment.State.DONE, date(2026, 2, 28))

    @pytest.mark.parametrize("method", ["highest", "latest", "first", "average"])
    def test_whatever_counts_of_several_tries(self, alice: User, method: str) -> None:
        course = builders.make_course(grading_method=method)
        Renewal.objects.create(work=course.quiz_work, months=12)
        apply_rule(builders.assign(course.quiz_work), LEAP - DAY)
        submit_attempt(alice, start_attempt(alice, course.quiz_work, LEAP - DAY).pk, LEAP - DAY)
        pass_quiz(alice, course, LEAP)
        Assignment.objects.filter(learner=alice).update(state="done", done_at=LEAP, valid_until=UNTIL)
        renew_all(OPENS)
        pass_quiz(alice, course, OPENS)
        assert Assignment.objects.get(learner=alice, cycle=2).state == Assignment.State.DONE


def shift(days: int) -> None:
    """As if what was done today counted until so many days from now."""
    Assignment.objects.filter(state="done").update(valid_until=timezone.localdate() + timedelta(days=days))


class TestPage:
    def test_it_says_until_when_it_counts(self, alice: User, as_alice: Client, yearly: builders.Course) -> None:
        take(alice, yearly, timezone.now())
        page = as_alice.get(PAGE).content.decode()
        assert "That counts until" in page
        assert "/renew/" not in page

    def test_in_the_window_one_begins_by_oneself(self, alice: User, as_alice: Client, yearly: builders.Course) -> None:
        take(alice, yearly, timezone.now())
        shift(20)
        path = f"/en/learn/courses/{yearly.work.pk}/renew/"
        assert f'action="{path}"' in as_alice.get(PAGE).content.decode()
        for _click in range(2):
            assert as_alice.post(path).url == PAGE
        assert Enrolment.objects.filter(learner=alice).count() == 1
        page = as_alice.get(PAGE).content.decode()
        assert "Renew it by" in page
        assert "Begin with" in page
        take(alice, yearly, timezone.now())
        assert Assignment.objects.filter(learner=alice, own=True, state="done").count() == 2
        assert "That counts until" in as_alice.get(PAGE).content.decode()

    def test_before_the_window_there_is_nothing_to_begin(
        self, alice: User, as_alice: Client, yearly: builders.Course
    ) -> None:
        take(alice, yearly, timezone.now())
        response = as_alice.post(f"/en/learn/courses/{yearly.work.pk}/renew/", follow=True)
        assert "There is nothing to renew now" in response.content.decode()
        assert Enrolment.objects.current().get().completed_at

    def test_when_it_is_over(self, alice: User, as_alice: Client, yearly: builders.Course) -> None:
        take(alice, yearly, timezone.now())
        shift(-3)
        assert "That counted until" in as_alice.get(PAGE).content.decode()
        as_alice.post(f"/en/learn/courses/{yearly.work.pk}/renew/")
        page = as_alice.get(PAGE).content.decode()
        assert "take it again" in page

    def test_what_nobody_took_is_not_renewed(self, as_alice: Client, yearly: builders.Course) -> None:
        assert as_alice.post(f"/en/learn/courses/{yearly.work.pk}/renew/").url == PAGE
        assert not Enrolment.objects.exists()

    def test_what_does_not_exist(self, as_alice: Client, yearly: builders.Course) -> None:
        for work in (yearly.quiz_work.pk, 10**9):
            assert as_alice.post(f"/en/learn/courses/{work}/renew/").status_code == 404
        assert as_alice.get(f"/en/learn/courses/{yearly.work.pk}/renew/").status_code == 405

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, yearly: builders.Course) -> None:
        assert "/sign-in/" in client.post(f"/en/learn/courses/{yearly.work.pk}/renew/").url

    def test_it_asks_as_little_as_any_course(self, alice: User, as_alice: Client, yearly: builders.Course) -> None:
        take(alice, yearly, timezone.now())
        shift(20)
        for path in (PAGE, f"{PAGE}first/"):
            as_alice.get(path)
        assert_at_most(3, opened(as_alice, PAGE))
        as_alice.post(f"/en/learn/courses/{yearly.work.pk}/renew/")
        for _ in range(2):
            as_alice.get(f"{PAGE}first/")
        assert_at_most(3, opened(as_alice, PAGE))
        assert_at_most(2, opened(as_alice, f"{PAGE}first/"))

    def test_my_work_counts_a_course_once(self, alice: User, as_alice: Client, yearly: builders.Course) -> None:
        take(alice, yearly, timezone.now())
        shift(20)
        as_alice.post(f"/en/learn/courses/{yearly.work.pk}/renew/")
        take(alice, yearly, timezone.now())
        assert as_alice.get("/en/").context["completed_count"] == 1
