"""How many statements the pages and writes of every day may make, and that no list makes more when it grows.

Counted warm: what is the same for everybody is in the cache. BEGIN, COMMIT and savepoints are not counted, for they
ask nothing of a table; SQLite and PostgreSQL differ in them besides.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.assignments.actions import apply_rule
from academy.assignments.models import Assignment, Work
from academy.content import stamp
from academy.inbox.models import Notice
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User
from courses.actions import record_progress
from courses.models import Enrolment
from courses.progress import standing_of
from quizzes.actions import start_attempt
from quizzes.models import Attempt, Grade
from tests import builders
from tests.forms import right_fields

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BOOKKEEPING = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
COURSE = "/en/courses/empathy/"
LESSON = "/en/courses/empathy/first/"
POLICY = "/en/policies/refunds/"


def statements(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured if not query["sql"].startswith(BOOKKEEPING)]


def assert_at_most(budget: int, act: Callable[[], object]) -> None:
    made = statements(act)
    assert len(made) <= budget, f"{len(made)} statements, {budget} allowed:\n" + "\n".join(made)


def opened(client: Client, path: str) -> Callable[[], object]:
    def get() -> None:
        assert client.get(path).status_code == 200

    return get


def assigned(work: Work) -> None:
    apply_rule(builders.assign(work), AT)


def done(person: User, course: builders.Course, units: int) -> None:
    standing = standing_of(person, course.page.translation_key, "en", stamp())
    for step in standing.steps[:units]:
        record_progress(person, standing, step.unit, AT, done=True)


# Pages


@pytest.mark.parametrize(("path", "budget"), [("/en/", 7), (COURSE, 3), (LESSON, 2), (POLICY, 5)])
def test_a_page_that_was_opened_before(
    alice: User, as_alice: Client, course: builders.Course, policy: builders.Policy, path: str, budget: int
) -> None:
    assigned(course.work)
    assigned(policy.work)
    done(alice, course, 1)
    for _ in range(2):  # the first opening is remembered, which is a write
        as_alice.get(path)
    assert_at_most(budget, opened(as_alice, path))


def test_opening_a_lesson_for_the_first_time(as_alice: Client, as_user, bob: User, course: builders.Course) -> None:
    as_user(bob).get(LESSON)
    assert_at_most(11, opened(as_alice, LESSON))


# Writes


def answered(client: Client, person: User, course: builders.Course) -> Attempt:
    attempt = start_attempt(person, course.quiz_work, AT)
    for number in range(1, len(attempt.layout) + 1):
        client.post(f"/en/learn/attempts/{attempt.pk}/pages/{number}/", right_fields(attempt, number))
    return attempt


def submitted(client: Client, attempt: Attempt) -> Callable[[], object]:
    return lambda: client.post(f"/en/learn/attempts/{attempt.pk}/submit/")


@pytest.fixture
def warm(as_user, erin: User, course: builders.Course) -> None:
    """Somebody else has been through the course before."""
    done(erin, course, 2)
    submitted(as_user(erin), answered(as_user(erin), erin, course))()


def test_saving_one_answer(alice: User, as_alice: Client, warm: None, course: builders.Course) -> None:
    """The person; the attempt; then the lock, what stands, and the new answer."""
    attempt = start_attempt(alice, course.quiz_work, AT)
    path = f"/en/learn/attempts/{attempt.pk}/pages/1/"
    as_alice.get(path)
    answer = right_fields(attempt, 1)

    def save() -> None:
        as_alice.post(path, answer, headers={"accept": "application/json"})

    assert_at_most(5, save)
    assert_at_most(4, save)  # the same once more is not stored again


def test_submitting_a_quiz_that_is_failed(alice: User, as_alice: Client, warm: None, course: builders.Course) -> None:
    attempt = start_attempt(alice, course.quiz_work, AT)
    assert_at_most(6, submitted(as_alice, attempt))
    assert not Grade.objects.get(attempt=attempt).passed


def test_submitting_a_quiz_that_is_passed(alice: User, as_alice: Client, warm: None, course: builders.Course) -> None:
    as_alice.get(f"{COURSE}quiz/")
    attempt = answered(as_alice, alice, course)
    assert_at_most(10, submitted(as_alice, attempt))
    assert Grade.objects.get(attempt=attempt).passed


def test_submitting_what_completes_an_assigned_course(
    alice: User, as_alice: Client, warm: None, course: builders.Course
) -> None:
    """The person; the lock, the answers with their attempt, grade and marks, the record of evidence; the unit and the
    course that it completes; and three that close the assignment: close it, record that, clear its notice."""
    assigned(course.work)
    done(alice, course, 2)
    as_alice.get(f"{COURSE}quiz/")
    assert_at_most(11, submitted(as_alice, answered(as_alice, alice, course)))
    assert Enrolment.objects.get(learner=alice).completed_at
    assert Assignment.objects.get(learner=alice).state == Assignment.State.DONE


def test_an_attempt_on_one_page_from_the_quiz_to_the_result(as_alice: Client, as_user, erin: User) -> None:
    """Ten questions by five requests without JavaScript: open, start, the page, one form for all, the result."""
    course = builders.make_course(per_page=0, shuffle_questions=False)
    more = [builders.make_question(f"Further {number}") for number in range(6)]
    lines = [builders.QuizQuestion(question=question) for question in (*course.questions, *more)]
    builders.republish(course.quiz, quiz_questions=lines)
    take_on_one_page(as_user(erin), course)
    made = take_on_one_page(as_alice, course)
    assert len(made) <= 38, f"{len(made)} statements:\n" + "\n".join(made)
    assert [grade.percent for grade in Grade.objects.all()] == [100, 100]


def take_on_one_page(client: Client, course: builders.Course) -> list[str]:
    """Return the statements that it made. Each request is listened to by itself: the next one forgets the last."""
    start = f"/en/learn/quizzes/{course.quiz_work.pk}/start/"
    made = [*statements(lambda: client.get(f"{COURSE}quiz/")), *statements(lambda: client.post(start))]
    attempt = Attempt.objects.latest("pk")
    page = f"/en/learn/attempts/{attempt.pk}/pages/1/"
    made += statements(opened(client, page))
    fields = {name: value for number in range(1, 11) for name, value in right_fields(attempt, number).items()}
    made += statements(lambda: client.post(page, {**fields, "go": "hand_in"}))
    return made + statements(opened(client, f"/en/learn/attempts/{attempt.pk}/result/"))


def test_acknowledging(
    alice: User, bob: User, as_alice: Client, as_user: Callable[[User], Client], policy: builders.Policy
) -> None:
    assigned(policy.work)
    text = policy.version.texts.get()
    as_user(bob).post(f"/en/learn/policies/{text.pk}/acknowledge/")  # the first of all reads the page
    assert_at_most(8, lambda: as_alice.post(f"/en/learn/policies/{text.pk}/acknowledge/"))
    assert alice.acknowledgements.get().text == text


# Lists: as many statements with more rows as with fewer


def more_work(person: User) -> None:
    for name in ("one", "two", "three"):
        course = builders.make_course(name)
        policy = builders.make_policy(f"policy-{name}")
        assigned(course.work)
        assigned(policy.work)
        done(person, course, 1)


@pytest.mark.parametrize(
    "path", ["/en/", "/en/courses/", "/en/policies/", "/en/inbox/", "/en/search/?q=the", "/en/team/people/{me}/"]
)
def test_lists_of_work_stay_flat(alice: User, as_alice: Client, path: str) -> None:
    first = builders.make_course()
    assigned(first.work)
    assigned(builders.make_policy().work)
    done(alice, first, 1)
    assert_flat(as_alice, path.format(me=alice.pk), lambda: more_work(alice))


def test_the_units_of_a_course_stay_flat(as_alice: Client, course: builders.Course) -> None:
    def more_units() -> None:
        page = type(course.page).objects.get(pk=course.page.pk)
        for number in range(page.numchild, page.numchild + 3):
            builders.make_lesson(page, f"further-{number}")

    assert_flat(as_alice, COURSE, more_units)
    assert_flat(as_alice, LESSON, more_units)


def test_the_notices_of_the_inbox_stay_flat(alice: User, as_alice: Client) -> None:
    def more_notices() -> None:
        for number in range(Notice.objects.count(), Notice.objects.count() + 5):
            Notice.objects.create(
                recipient=alice,
                kind=Notice.Kind.COURSE_ASSIGNED,
                about=f"work:{number}",
                titles={"en": "Empathy"},
                path="/learn/work/1/",
                created_at=AT,
            )

    more_notices()
    assert_flat(as_alice, "/en/inbox/", more_notices)


@pytest.mark.parametrize(
    "path",
    [
        "/en/team/",
        "/en/team/people/?part=stuck",
        "/en/team/people/?part=overdue",
        "/en/team/people/?part=new",
        "/en/team/work/",
        "/en/team/work/{course}/",
        "/en/team/compliance/",
        "/en/team/compliance/{policy}/",
    ],
)
def test_the_people_of_a_team_stay_flat(
    alice: User, bob: User, as_user, make_person, course: builders.Course, policy: builders.Policy, path: str
) -> None:
    def more_people() -> None:
        for number in range(User.objects.count(), User.objects.count() + 3):
            person = make_person(f"new-{number}", manager=bob, team=bob.team)
            done(person, course, 1)
        rebuild_leadership()
        assigned(course.work)
        assigned(policy.work)

    more_people()
    assert_flat(as_user(bob), path.format(course=course.work.pk, policy=policy.work.pk), more_people)


def assert_flat(client: Client, path: str, add: Callable[[], None]) -> None:
    get = opened(client, path)
    before = warm_statements(get)
    add()
    after = warm_statements(get)
    assert len(after) <= len(before), f"{len(before)} grew to {len(after)}:\n" + "\n".join(after)


def warm_statements(act: Callable[[], object]) -> list[str]:
    for _ in range(2):
        act()
    return statements(act)
