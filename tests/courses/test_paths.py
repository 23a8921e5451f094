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
from courses.forms import needs_of_all
from courses.models import CourseNeed, Enrolment, LearningPathPage, PathNeed, PathStep
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
        assert "This path has no courses yet." in as_alice.get("/en/courses/weeks/").content.decode()

    def test_the_catalogue_shows_it(self, as_alice: Client, courses: list[Any]) -> None:
        make_path("weeks", courses)
        assert "Learning paths" in as_alice.get("/en/courses/").content.decode()

    def test_pages_stay_flat(self, as_alice: Client, alice: User, courses: list[Any]) -> None:
        path = make_path("weeks", courses[:1])

        def more() -> None:
            added = [small_course(f"more-{number}") for number in range(path.steps.count(), path.steps.count() + 3)]
            steps = [PathStep(course=page, sort_order=n) for n, page in enumerate([*courses, *added])]
            builders.republish(path, steps=steps)
            make_path(f"path-{LearningPathPage.objects.count()}", added)

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


def test_a_manager_sees_how_far_each_is(as_user, alice: User, bob: User, courses: list[Any]) -> None:
    path = Work.objects.of(make_path("weeks", courses))
    apply_rule(builders.assign(path), AT)
    take(alice, courses[0])
    page = as_user(bob).get(f"/en/team/work/{path.pk}/").content.decode()
    assert "1 of 3 courses done" in page
    for address in (f"/en/team/people/{alice.pk}/", "/en/team/matrix/", f"/en/team/people/{alice.pk}/work/{path.pk}/"):
        assert "Weeks" in as_user(bob).get(address).content.decode()


class TestPrerequisites:
    @pytest.fixture
    def second(self, courses: list[Any]) -> Any:
        builders.republish(courses[1], needs=[CourseNeed(needed=courses[0])])
        return courses[1]

    def test_its_units_are_shut_until_then(self, as_alice: Client, alice: User, courses, second) -> None:
        page = as_alice.get("/en/courses/two/").content.decode()
        assert "Another course comes first" in page
        assert 'href="/en/courses/two/first/"' not in page
        assert as_alice.get("/en/courses/two/first/").url == "/en/courses/two/"
        assert not Enrolment.objects.exists()
        take(alice, courses[0])
        assert as_alice.get("/en/courses/two/first/").status_code == 200

    def test_a_quiz_is_not_begun_by_its_address(self, as_alice: Client, alice: User, courses, course) -> None:
        builders.republish(course.page, needs=[CourseNeed(needed=courses[0])])
        response = as_alice.post(f"/en/learn/quizzes/{course.quiz_work.pk}/start/")
        assert response.status_code == 409
        assert "You can not begin the course of this quiz yet." in response.content.decode()

    def test_who_has_begun_goes_on(self, as_alice: Client, alice: User, courses: list[Any]) -> None:
        as_alice.get("/en/courses/two/first/")
        builders.republish(courses[1], needs=[CourseNeed(needed=courses[0])])
        assert as_alice.get("/en/courses/two/first/").status_code == 200

    def test_a_path_that_waits_says_for_what(self, as_alice: Client, courses: list[Any]) -> None:
        make_path("weeks", courses[1:], needs=[courses[0]])
        page = as_alice.get("/en/courses/weeks/").content.decode()
        assert "This comes first" in page
        assert 'href="/en/courses/one/"' in page


class TestForms:
    """What the CMS refuses."""

    def edit(self, as_user, dana: User, page: Any, lines: dict[str, list[Any]], **values: Any) -> str:
        data: dict[str, Any] = {"title": page.title, "slug": page.slug, "summary": page.summary, **values}
        for name, chosen in lines.items():
            field = "course" if name == "steps" else "needed"
            data |= {f"{name}-TOTAL_FORMS": len(chosen), f"{name}-INITIAL_FORMS": 0}
            data |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
            for number, one in enumerate(chosen):
                data |= {f"{name}-{number}-{field}": one.pk, f"{name}-{number}-ORDER": number}
        response = as_user(dana).post(f"/admin/pages/{page.pk}/edit/", data)
        return response.content.decode() if response.status_code == 200 else "saved"

    def test_a_course_that_leads_back_to_itself(self, as_user, dana: User, courses: list[Any]) -> None:
        builders.republish(courses[0], needs=[CourseNeed(needed=courses[1])])
        extra = {"enrolment": "open", "redo_days": 14, "outcomes-count": 0, "skills": ""}
        words = self.edit(as_user, dana, courses[1], {"needs": [courses[0]]}, **extra)
        assert "leads back to it" in words

    @pytest.mark.parametrize(
        ("values", "chosen", "needs", "words"),
        [
            ({"rule": "all"}, [0, 0], [], "A course stands twice on this path."),
            ({"rule": "at_least", "at_least": 3}, [0, 1], [], "There are not so many courses on this path."),
            ({"rule": "all"}, [0, 1], [1], "A course of this path can not come before it as well."),
            ({"rule": "all"}, [0], [1, 1], "Something is named twice among what comes before."),
            ({"rule": "all"}, [0, 1], [2], "saved"),
            ({"rule": "at_least", "at_least": 2}, [0, 1], [], "saved"),
        ],
    )
    def test_a_path_that_nobody_could_complete(
        self, as_user, dana: User, courses: list[Any], values, chosen, needs, words
    ) -> None:
        path = make_path("weeks", [])
        lines = {"steps": [courses[n] for n in chosen], "needs": [courses[n] for n in needs]}
        assert words in self.edit(as_user, dana, path, lines, **{"at_least": 1, **values})

    def test_a_path_that_leads_back_to_itself(self, as_user, dana: User, courses: list[Any]) -> None:
        first = make_path("first", courses[:1])
        second = make_path("second", courses[1:2], needs=[first])
        lines = {"steps": courses[:1], "needs": [second]}
        assert "leads back to it" in self.edit(as_user, dana, first, lines, rule="all", at_least=1)

    def test_what_needs_what_is_read_across_kinds(self, courses: list[Any]) -> None:
        first = make_path("first", courses[:1], needs=[courses[1]])
        assert needs_of_all() == {first.translation_key: [courses[1].translation_key]}
        assert PathNeed.objects.count() == 1
