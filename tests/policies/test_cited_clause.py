"""A clause inside a lesson is always the one that is in the policy now."""

import json

import pytest
from django.test import Client

from academy.policies.reading import clause_choices, clause_of
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def citing(course: builders.Course, policy: builders.Policy) -> builders.LessonPage:
    block = {"type": "policy_clause", "id": builders.key("cited"), "value": {"clause": reference(policy, 0)}}
    return builders.republish(course.lessons[0], body=json.dumps([block]))


def reference(policy: builders.Policy, number: int) -> str:
    return f"{policy.work.pk}:{builders.key('clause', number)}"


def test_an_editor_chooses_it_by_number_under_its_policy(policy: builders.Policy) -> None:
    ((title, clauses),) = clause_choices()
    assert title == "Refunds"
    assert clauses == [(reference(policy, 0), "1"), (reference(policy, 1), "2")]


def test_the_lesson_follows_the_policy(as_alice: Client, citing: builders.LessonPage, policy: builders.Policy) -> None:
    page = as_alice.get("/en/courses/empathy/first/").content.decode()
    assert "Up to 50 euros." in page
    assert 'href="/en/policies/refunds/#clause-1"' in page
    builders.republish(policy.page, clauses=builders.clauses("Up to 80 euros.", "Within 30 days."))
    page = as_alice.get("/en/courses/empathy/first/").content.decode()
    assert "Up to 80 euros." in page
    assert "Up to 50 euros." not in page


def test_it_is_read_in_the_readers_language(policy: builders.Policy) -> None:
    builders.translate(policy.page, "fa", title="بازپرداخت", clauses=builders.clauses("تا ۵۰ یورو.", "تا ۳۰ روز."))
    cited = clause_of(reference(policy, 1), "fa")
    assert (cited.policy, cited.clause["text"], cited.language) == ("بازپرداخت", "<p>تا ۳۰ روز.</p>", "fa")


@pytest.mark.parametrize("gone", ["", "1", "x:y", "999999:abc"])
def test_a_clause_that_is_gone_shows_nothing(policy: builders.Policy, gone: str) -> None:
    assert clause_of(gone, "en") is None
