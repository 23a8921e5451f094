"""Whoever must read a policy today hears of it on every page, but never in the middle of a quiz."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from academy.assignments.actions import apply_rule, complete_work
from academy.assignments.models import Assignment
from academy.policies.models import Decline
from academy.staff.models import User
from quizzes.actions import start_attempt
from tests import builders

pytestmark = pytest.mark.django_db

BAR = '<aside class="pressing"'
PAGES = ("/en/", "/en/courses/", "/en/courses/empathy/first/", "/en/policies/", "/en/inbox/", "/en/search/?q=x")


@pytest.fixture
def asked(alice: User, policy: builders.Policy) -> builders.Policy:
    apply_rule(policy.work.rules.get(), now() - timedelta(days=30))
    return policy


def due_in(hours: float) -> None:
    Assignment.objects.update(due_at=now() + timedelta(hours=hours))


def page(client: Client, path: str = "/en/inbox/") -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize(("hours", "shown"), [(-100, True), (-0.1, True), (0.1, True), (23.9, True), (24.1, False)])
def test_from_the_day_on_which_it_is_due(as_alice: Client, asked: builders.Policy, hours: float, shown: bool) -> None:
    due_in(hours)
    assert (BAR in page(as_alice)) is shown


def test_on_every_page_and_it_leads_to_the_policy(
    as_alice: Client, asked: builders.Policy, course: builders.Course
) -> None:
    due_in(-1)
    for path in PAGES:
        assert page(as_alice, path).count(BAR) == 1
        assert f'<a href="/en/learn/work/{asked.work.pk}/">Read it</a>' in page(as_alice, path)


def test_never_in_the_middle_of_a_quiz(
    alice: User, as_alice: Client, asked: builders.Policy, course: builders.Course
) -> None:
    due_in(-1)
    attempt = start_attempt(alice, course.quiz_work, now())
    for path in ("pages/1/", "review/"):
        assert BAR not in page(as_alice, f"/en/learn/attempts/{attempt.pk}/{path}")


def test_several_are_counted_and_the_first_is_the_most_urgent(
    alice: User, as_alice: Client, asked: builders.Policy
) -> None:
    other = builders.make_policy("leave")
    apply_rule(other.work.rules.get(), now())
    due_in(-1)
    Assignment.objects.filter(work=other.work).update(due_at=now() - timedelta(days=3))
    assert "2 policies should be acknowledged" in page(as_alice)
    assert f'<a href="/en/learn/work/{other.work.pk}/">Read the first</a>' in page(as_alice)


def test_not_for_others_or_for_who_has_done_it(
    alice: User, as_alice: Client, as_user, asked: builders.Policy, erin: User
) -> None:
    due_in(-1)
    assert BAR not in page(as_user(erin))  # she came later and was not asked yet
    complete_work(alice, asked.work, now())
    assert BAR not in page(as_alice)


def test_not_for_who_declined_until_a_new_version(alice: User, as_alice: Client, asked: builders.Policy) -> None:
    due_in(-1)
    Decline.objects.create(learner=alice, version=asked.version, reason="It harms.", at=now())
    assert BAR not in page(as_alice)
    builders.republish(asked.page, clauses=builders.clauses("Up to 20 euros."), change_summary="Less.")
    apply_rule(asked.work.rules.get(cycle=2), now())
    due_in(-1)
    assert BAR in page(as_alice)


def test_a_course_does_not_press(alice: User, as_alice: Client, course: builders.Course) -> None:
    apply_rule(builders.assign(course.work), now())
    due_in(-1)
    assert BAR not in page(as_alice)
