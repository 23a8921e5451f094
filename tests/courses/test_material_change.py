"""A unit that says something else than people learned: whoever completed the course does that unit again, no more."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from academy.assignments.actions import apply_rule
from academy.assignments.models import Assignment, Renewal
from academy.assignments.signals import work_reopened
from academy.inbox.models import Notice
from academy.staff.models import User
from courses.actions import announce_change, reopen_units
from courses.models import Enrolment, MaterialChange, Reopening, UnitProgress
from quizzes.models import Attempt
from tests import builders
from tests.courses.test_renewal import take
from tests.courses.test_views import finish, pass_quiz

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = AT + timedelta(days=40)
PAGE = "/en/courses/empathy/"
pytestmark = pytest.mark.django_db


def change(course: builders.Course, unit: object, at: datetime = LATER, days: int = 14) -> int:
    work = builders.Work.objects.of(unit)
    return reopen_units(announce_change(work, days, None, at), at)


def open_units(person: User) -> set[str]:
    rows = UnitProgress.objects.filter(enrolment__learner=person, done_at=None)
    return {*rows.values_list("unit__title", flat=True)}


class TestLesson:
    def test_only_that_unit_is_to_do_by_a_date_of_its_own(self, alice: User, course: builders.Course) -> None:
        apply_rule(builders.assign(course.work, due_days=3), AT)
        take(alice, course, AT)
        assert change(course, course.lessons[1]) == 1
        assert open_units(alice) == {"The second lesson"}
        row = Assignment.objects.get(learner=alice)
        assert (row.state, row.due_at) == ("open", datetime(2026, 4, 25, 23, 59, 59, tzinfo=UTC))
        enrolment = Enrolment.objects.get(learner=alice)
        assert enrolment.completed_at is None
        kept = Reopening.objects.get()
        assert (kept.unit_done_at, kept.course_completed_at, kept.change) == (AT, AT, MaterialChange.objects.get())
        assert [one.kind for one in Notice.objects.visible_to(alice)] == [Notice.Kind.COURSE_CHANGED]

    def test_doing_it_is_enough(self, alice: User, as_alice: Client, course: builders.Course) -> None:
        Renewal.objects.create(work=course.work, months=12)
        take(alice, course, AT)
        change(course, course.lessons[1])
        until = Assignment.objects.get().valid_until
        finish(as_alice, course.lessons[1])
        row = Assignment.objects.get()
        assert (row.state, row.valid_until) == ("done", until)
        assert until == date(2027, 3, 2)
        assert Enrolment.objects.get().completed_at
        assert not Notice.objects.visible_to(alice).exists()

    def test_twice_changes_nothing(self, alice: User, course: builders.Course) -> None:
        take(alice, course, AT)
        made = announce_change(builders.Work.objects.of(course.lessons[0]), 14, None, LATER)
        assert [reopen_units(made, LATER) for _time in range(3)] == [1, 0, 0]
        assert Reopening.objects.count() == 1

    def test_who_did_what_holds_now_is_left_alone(self, alice: User, course: builders.Course) -> None:
        take(alice, course, LATER + timedelta(minutes=1))
        assert change(course, course.lessons[0]) == 0

    def test_what_nobody_asked_for_is_asked_again_too(self, alice: User, course: builders.Course) -> None:
        take(alice, course, AT)
        change(course, course.lessons[0], days=7)
        row = Assignment.objects.get(learner=alice)
        assert (row.own, row.state, row.due_at and row.due_at.date()) == (True, "open", date(2026, 4, 18))

    def test_who_is_on_the_way_does_it_again_and_hears_nothing(
        self, alice: User, as_alice: Client, course: builders.Course
    ) -> None:
        finish(as_alice, course.lessons[0])
        assert change(course, course.lessons[0], timezone.now() + timedelta(minutes=1)) == 1
        assert open_units(alice) == {"The first lesson"}
        assert not Notice.objects.exists()

    def test_what_counts_no_longer_is_not_to_do_in_part(self, alice: User, course: builders.Course) -> None:
        Renewal.objects.create(work=course.work, months=1, window_days=5)
        take(alice, course, AT)
        assert change(course, course.lessons[0]) == 0
        assert Enrolment.objects.get().completed_at == AT

    def test_it_is_news_for_certificates(self, alice: User, course: builders.Course) -> None:
        heard: list[list[Assignment]] = []

        def hear(assignments: list[Assignment], **kwargs: object) -> None:
            heard.append(assignments)

        take(alice, course, AT)
        work_reopened.connect(hear)
        try:
            change(course, course.lessons[0])
        finally:
            work_reopened.disconnect(hear)
        assert [[row.work_id for row in rows] for rows in heard] == [[course.work.pk]]

    def test_the_page_says_so(self, alice: User, as_alice: Client, course: builders.Course) -> None:
        take(alice, course, timezone.now() - timedelta(days=3))
        change(course, course.lessons[1], timezone.now() - timedelta(days=1))
        page = as_alice.get(PAGE).content.decode()
        assert "This course has changed. Only what changed is to do" in page
        assert "Changed since you did it" in page
        assert "Unit 2 of 3" in page


class TestQuiz:
    def test_it_is_passed_anew(self, alice: User, course: builders.Course) -> None:
        for work in (course.work, course.quiz_work):
            apply_rule(builders.assign(work), AT)
        take(alice, course, AT)
        change(course, course.quiz)
        assert {*Assignment.objects.filter(learner=alice).values_list("state", flat=True)} == {"open"}
        assert open_units(alice) == {"Empathy quiz"}
        pass_quiz(alice, course, LATER + timedelta(days=1))
        assert {*Assignment.objects.filter(learner=alice).values_list("state", flat=True)} == {"done"}
        assert Attempt.objects.count() == 2
        assert Enrolment.objects.get().completed_at


class TestCourse:
    def test_added_units_are_to_do(self, alice: User, as_alice: Client, course: builders.Course) -> None:
        take(alice, course, AT)
        third = builders.make_lesson(course.page, "third")
        assert change(course, course.page) == 1
        assert change(course, course.page) == 0
        assert Assignment.objects.get().state == "open"
        assert (Reopening.objects.get().unit_done_at, Reopening.objects.get().course_completed_at) == (None, AT)
        finish(as_alice, third)
        assert Assignment.objects.get().state == "done"

    def test_where_none_was_added_nothing_is(self, alice: User, course: builders.Course) -> None:
        take(alice, course, AT)
        assert change(course, course.page) == 0

    def test_a_new_unit_that_is_material_itself(self, alice: User, course: builders.Course) -> None:
        take(alice, course, AT)
        assert change(course, builders.make_lesson(course.page, "third")) == 1
        assert Enrolment.objects.get().completed_at is None


class TestPublishing:
    def test_the_tick_acts_once(self, alice: User, course: builders.Course, django_capture_on_commit_callbacks) -> None:
        take(alice, course, AT)
        with django_capture_on_commit_callbacks(execute=True):
            page = builders.republish(course.lessons[0], changed_materially=True, redo_days=5)
        made = MaterialChange.objects.get()
        assert (made.work.title, made.course, made.days) == ("The first lesson", course.work, 5)
        assert open_units(alice) == {"The first lesson"}
        page.refresh_from_db()
        assert not page.changed_materially
        assert not page.get_latest_revision_as_object().changed_materially
        page.get_latest_revision().publish()
        assert MaterialChange.objects.count() == 1

    def test_a_draft_does_nothing(self, course: builders.Course) -> None:
        page = course.lessons[0]
        page.changed_materially = True
        page.save_revision()
        assert not MaterialChange.objects.exists()

    def test_a_translation_does_nothing(self, course: builders.Course) -> None:
        builders.translate(course.page, "fa", title="همدلی")
        page = builders.translate(course.lessons[0], "fa", title="درس اول")
        builders.republish(page, changed_materially=True)
        page.refresh_from_db()
        assert not page.changed_materially
        assert not MaterialChange.objects.exists()

    @pytest.mark.parametrize("which", ["lesson", "quiz", "course"])
    def test_the_form_has_it(self, dana: User, as_user, course: builders.Course, which: str) -> None:
        page = {"lesson": course.lessons[0], "quiz": course.quiz, "course": course.page}[which]
        form = as_user(dana).get(f"/admin/pages/{page.pk}/edit/").content.decode()
        assert 'name="changed_materially"' in form
        assert 'name="redo_days"' in form


def test_the_statements_do_not_grow_with_the_people(course: builders.Course, make_person, bob: User) -> None:
    def made(names: range) -> int:
        people = [make_person(f"agent-{n}", manager=bob) for n in names]
        rows = [
            Enrolment(learner=one, course=course.work, started_at=AT, last_opened_at=AT, completed_at=AT)
            for one in people
        ]
        unit = builders.Work.objects.of(course.lessons[0])
        for row in Enrolment.objects.bulk_create(rows):
            UnitProgress.objects.create(enrolment=row, unit=unit, opened_at=AT, done_at=AT)
            Assignment.objects.create(
                learner=row.learner, work=course.work, state="done", assigned_at=AT, done_at=AT, own=True
            )
        announced = announce_change(unit, 14, None, LATER)
        with CaptureQueriesContext(connection) as captured:
            assert reopen_units(announced, LATER) == len(people)
        return len(captured)

    first = made(range(2))
    assert made(range(2, 12)) <= first
