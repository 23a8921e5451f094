"""Learning paths: done with their courses, in whatever order things come; and what comes first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from academy.assignments.actions import accept_evidence, apply_rule
from academy.assignments.models import Assignment, Work
from academy.inbox.models import Notice
from academy.readiness.models import Gate, GateRequirement
from academy.staff.models import User
from courses import actions
from courses.domain.paths import Rule, State
from courses.models import CourseNeed, Enrolment, LearningPathPage, MaterialChange, PathStep
from courses.paths import path_standing_of
from courses.progress import standing_of
from tests import builders
from tests.builders import make_path
from tests.test_query_budgets import assert_flat, statements

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def courses() -> list[Any]:
    return [small_course(name) for name in ("one", "two", "three")]


def small_course(name: str) -> Any:
    """A course of one lesson, as its page."""
    page = builders.publish(
        builders.course_index(), builders.CoursePage(title=name.title(), slug=name, summary="See their side.")
    )
    builders.make_lesson(page, "first")
    return page


def take(person: User, page: Any, at: datetime = AT) -> None:
    standing = standing_of(person, page.translation_key, "en")
    for step in standing.steps:
        actions.record_progress(person, standing, step.unit, at, done=True)


def assignment_of(person: User, page: Any) -> Assignment | None:
    return Assignment.objects.filter(learner=person, work=Work.objects.of(page)).first()


class TestDone:
    def test_the_last_course_completes_the_path(self, alice: User, courses: list[Any]) -> None:
        path = make_path("weeks", courses)
        apply_rule(builders.assign(Work.objects.of(path)), AT)
        for course in courses[:2]:
            take(alice, course)
        assert assignment_of(alice, path).state == Assignment.State.OPEN
        take(alice, courses[2])
        assert assignment_of(alice, path).state == Assignment.State.DONE

    def test_also_where_nobody_asked_for_it(self, alice: User, courses: list[Any]) -> None:
        path = make_path("weeks", courses[:1])
        take(alice, courses[0])
        assert (assignment_of(alice, path).state, assignment_of(alice, path).own) == (Assignment.State.DONE, True)

    def test_who_has_done_it_before_hears_nothing(self, alice: User, courses: list[Any]) -> None:
        for course in courses:
            take(alice, course)
        path = make_path("weeks", courses)
        apply_rule(builders.assign(Work.objects.of(path)), AT)
        assert assignment_of(alice, path).state == Assignment.State.DONE
        assert not Notice.objects.visible_to(alice).filter(kind=Notice.Kind.PATH_ASSIGNED).exists()

    def test_who_is_asked_hears_of_it(self, alice: User, courses: list[Any]) -> None:
        apply_rule(builders.assign(Work.objects.of(make_path("weeks", courses))), AT)
        assert Notice.objects.visible_to(alice).get().kind == Notice.Kind.PATH_ASSIGNED

    def test_at_least_so_many(self, alice: User, courses: list[Any]) -> None:
        path = make_path("weeks", courses, rule=Rule.AT_LEAST, at_least=2)
        take(alice, courses[2])
        assert assignment_of(alice, path) is None
        take(alice, courses[0])
        assert assignment_of(alice, path).state == Assignment.State.DONE

    def test_an_optional_course_may_be_left_out(self, alice: User, courses: list[Any]) -> None:
        path = make_path("weeks", courses[:2], optional=[courses[0]])
        take(alice, courses[1])
        assert assignment_of(alice, path).state == Assignment.State.DONE

    def test_evidence_from_elsewhere_counts(self, alice: User, bob: User, courses: list[Any]) -> None:
        path = make_path("weeks", courses[:2])
        take(alice, courses[0])
        apply_rule(builders.assign(Work.objects.of(courses[1])), AT)
        accept_evidence(assignment_of(alice, courses[1]), by=bob, at=AT, done_on=AT.date(), note="Diploma 7")
        assert assignment_of(alice, path).state == Assignment.State.DONE

    def test_a_path_that_comes_first(self, alice: User, courses: list[Any]) -> None:
        first = make_path("first", courses[:1])
        second = make_path("second", courses[1:2], needs=[first])
        take(alice, courses[1])
        assert assignment_of(alice, second) is None
        take(alice, courses[0])
        assert assignment_of(alice, second).state == Assignment.State.DONE

    def test_a_repeat_changes_nothing(self, alice: User, courses: list[Any]) -> None:
        path = make_path("weeks", courses[:1])
        take(alice, courses[0])
        before = assignment_of(alice, path)
        actions.complete_path(Work.objects.of(path), [alice.pk], AT + timedelta(days=1))
        assert assignment_of(alice, path).done_at == before.done_at

    def test_many_cost_no_more_than_few(self, alice: User, bob: User, make_person, courses: list[Any]) -> None:
        path = Work.objects.of(make_path("weeks", courses))
        people = [alice, bob, *(make_person(f"new-{number}") for number in range(6))]
        for person in people:
            for course in courses:
                Enrolment.objects.create(
                    learner=person,
                    course=Work.objects.of(course),
                    started_at=AT,
                    last_opened_at=AT,
                    completed_at=AT,
                )
        actions.complete_path(path, [bob.pk], AT)
        few = len(statements(lambda: actions.complete_path(path, [alice.pk], AT)))
        many = len(statements(lambda: actions.complete_path(path, [person.pk for person in people[2:]], AT)))
        assert many <= few
        assert Assignment.objects.filter(work=path, state=Assignment.State.DONE).count() == len(people)

    def test_a_changed_path_is_done_by_whoever_has_done_it(self, alice: User, courses: list[Any]) -> None:
        path = make_path("weeks", courses)
        apply_rule(builders.assign(Work.objects.of(path)), AT)
        take(alice, courses[0])
        builders.republish(path, steps=[PathStep(course=courses[0])])
        actions.complete_waiting(Work.objects.of(path), AT)
        assert assignment_of(alice, path).state == Assignment.State.DONE

    def test_a_course_that_is_gone_is_waited_for_no_longer(
        self, alice: User, courses: list[Any], django_capture_on_commit_callbacks
    ) -> None:
        path = make_path("weeks", courses[:2])
        apply_rule(builders.assign(Work.objects.of(path)), AT)
        take(alice, courses[0])
        with django_capture_on_commit_callbacks(execute=True):
            builders.CoursePage.objects.get(pk=courses[1].pk).unpublish()
        assert assignment_of(alice, path).state == Assignment.State.DONE

    @pytest.mark.parametrize("state", [Assignment.State.MISSED, Assignment.State.EXCUSED])
    def test_a_course_that_one_need_not_do_counts_as_well(self, alice: User, courses: list[Any], state: str) -> None:
        """Excused from the course, or too late for its date; then taken all the same, for the path."""
        path = make_path("weeks", courses[:1])
        for work in (path, courses[0]):
            apply_rule(builders.assign(Work.objects.of(work)), AT)
        Assignment.objects.filter(work=Work.objects.of(courses[0])).update(state=state)
        take(alice, courses[0])
        assert assignment_of(alice, path).state == Assignment.State.DONE
        assert assignment_of(alice, courses[0]).state == state

    def test_a_path_that_was_done_elsewhere_stays_done(self, alice: User, bob: User, course: builders.Course) -> None:
        path = make_path("weeks", [course.page])
        apply_rule(builders.assign(Work.objects.of(path)), AT)
        accept_evidence(assignment_of(alice, path), by=bob, at=AT, done_on=AT.date(), note="Diploma 7")
        take(alice, course.page)
        actions.take_back_quiz([alice], course.quiz_work, AT, 0)
        assert assignment_of(alice, path).state == Assignment.State.DONE

    def test_a_changed_course_is_owed_and_not_the_path(self, alice: User, course: builders.Course) -> None:
        path = make_path("weeks", [course.page])
        take(alice, course.page)
        builders.republish(course.page, changed_materially=True)
        change = MaterialChange.objects.get()
        builders.make_lesson(builders.CoursePage.objects.get(pk=course.page.pk), "added")
        actions.reopen_units(change, AT + timedelta(days=1))
        assert assignment_of(alice, course.page).state == Assignment.State.OPEN
        assert assignment_of(alice, path).state == Assignment.State.DONE

    def test_a_pass_that_is_lost_opens_the_path(self, alice: User, course: builders.Course) -> None:
        path = make_path("weeks", [course.page])
        take(alice, course.page)
        assert assignment_of(alice, path).state == Assignment.State.DONE
        actions.take_back_quiz([alice], course.quiz_work, AT, 0)
        assert assignment_of(alice, path).state == Assignment.State.OPEN


class TestOrder:
    def test_what_is_locked_says_after_what(self, alice: User, courses: list[Any]) -> None:
        path = make_path("weeks", courses, rule=Rule.IN_ORDER)
        take(alice, courses[0])
        found = path_standing_of(alice, path.translation_key, "en")
        assert [line.state for line in found.lines] == [State.DONE, State.OPEN, State.LOCKED]
        assert [place.title for place in found.lines[2].after] == ["Two"]

    def test_a_course_that_needs_another_is_locked(self, as_alice: Client, alice: User, courses: list[Any]) -> None:
        builders.republish(courses[0], needs=[CourseNeed(needed=courses[2])])
        builders.republish(courses[1], needs=[CourseNeed(needed=courses[2])])
        path = make_path("weeks", courses[:2])
        found = path_standing_of(alice, path.translation_key, "en")
        assert [line.state for line in found.lines] == [State.LOCKED, State.LOCKED]
        assert [[place.title for place in line.after] for line in found.lines] == [["Three"], ["Three"]]
        page = as_alice.get("/en/courses/weeks/").content.decode()
        assert "This comes first" in page
        assert 'href="/en/courses/three/"' in page
        take(alice, courses[2])
        assert path_standing_of(alice, path.translation_key, "en").next_line.number == 1

    def test_the_page_leads_on(self, as_alice: Client, alice: User, courses: list[Any]) -> None:
        make_path("weeks", courses, rule=Rule.IN_ORDER)
        gate = Gate.objects.create(name="Chats")
        gate.requirements.set([GateRequirement(work=Work.objects.of(courses[0]))])
        gate.save()
        page = as_alice.get("/en/courses/weeks/").content.decode()
        assert "0 of 3 courses done" in page
        assert 'href="/en/courses/one/first/"' in page
        assert "Not open yet" in page
        assert "Chats" in page

    def test_it_says_when_it_is_done(self, as_alice: Client, alice: User, courses: list[Any]) -> None:
        make_path("weeks", courses[:1])
        take(alice, courses[0])
        assert "You have completed this path." in as_alice.get("/en/courses/weeks/").content.decode()

    def test_a_path_without_courses_says_so(self, as_alice: Client) -> None:
        make_path("weeks", [])
        page = as_alice.get("/en/courses/weeks/").content.decode()
        assert "This path has no courses yet." in page
        for address in ("/en/courses/weeks/", "/en/courses/"):
            assert "0 of 0" not in as_alice.get(address).content.decode()

    def test_the_catalogue_shows_it(self, as_alice: Client, courses: list[Any]) -> None:
        make_path("weeks", courses)
        assert "Learning paths" in as_alice.get("/en/courses/").content.decode()

    def test_pages_stay_flat(self, as_alice: Client, alice: User, courses: list[Any]) -> None:
        path = make_path("weeks", courses[:1])

        def more() -> None:
            known = builders.CoursePage.objects.count()
            added = [small_course(f"more-{number}") for number in range(known, known + 3)]
            steps = [PathStep(course=page, sort_order=n) for n, page in enumerate(builders.CoursePage.objects.all())]
            builders.republish(path, steps=steps)
            make_path(f"path-{LearningPathPage.objects.count()}", added)
            for page in added:
                builders.republish(page, needs=[CourseNeed(needed=courses[0])])
                gate = Gate.objects.create(name=f"After {page.title}")
                gate.requirements.set([GateRequirement(work=Work.objects.of(page))])
                gate.save()

        more()  # the first need, and the first gate, cost a statement
        assert_flat(as_alice, "/en/courses/weeks/", more)
        assert_flat(as_alice, "/en/courses/", more)

    def test_my_work_shows_one_row_with_the_next_course(
        self, as_alice: Client, alice: User, courses: list[Any]
    ) -> None:
        apply_rule(builders.assign(Work.objects.of(make_path("weeks", courses)), due_days=21), AT)
        standing = standing_of(alice, courses[0].translation_key, "en")
        actions.record_progress(alice, standing, standing.steps[0].unit, AT, done=False)
        context = as_alice.get("/en/").context
        assert context["next"].path.next_line.course.outline.place.title == "One"
        assert context["going_on"] == []
        assert context["next"].url == "/en/courses/one/first/"


def test_a_manager_counts_as_the_learner_does(as_user, alice: User, bob: User, courses: list[Any]) -> None:
    path = Work.objects.of(make_path("weeks", courses, rule=Rule.AT_LEAST, at_least=2))
    apply_rule(builders.assign(path), AT)
    take(alice, courses[0])
    for address in (f"/en/team/work/{path.pk}/", f"/en/team/people/{alice.pk}/", "/en/courses/weeks/"):
        reader = bob if "team" in address else alice
        assert "1 of 2 courses done" in as_user(reader).get(address).content.decode()


def test_a_manager_sees_how_far_each_is(as_user, alice: User, bob: User, courses: list[Any]) -> None:
    path = Work.objects.of(make_path("weeks", courses))
    apply_rule(builders.assign(path), AT)
    take(alice, courses[0])
    page = as_user(bob).get(f"/en/team/work/{path.pk}/").content.decode()
    assert "1 of 3 courses done" in page
    for address in (f"/en/team/people/{alice.pk}/", "/en/team/matrix/", f"/en/team/people/{alice.pk}/work/{path.pk}/"):
        assert "Weeks" in as_user(bob).get(address).content.decode()
