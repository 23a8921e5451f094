"""How many statements reading and acknowledging may make, and that no list about policies makes more when it grows."""

from collections.abc import Callable

import pytest
from django.test import Client

from academy.policies.actions import acknowledge, answer, ask
from academy.policies.models import ClauseQuestion, PolicyText
from academy.staff.models import User
from tests import builders
from tests.policies.conftest import AT, OLD, ask_for, choice, question_at
from tests.test_query_budgets import POLICY, assert_at_most, assert_flat, assigned

pytestmark = pytest.mark.django_db
VERSIONS = "/en/policy/{work}/versions/"


def acknowledged(client: Client, text: PolicyText, **fields: str) -> Callable[[], None]:
    """Three requests: the page, the button, the page again."""

    def act() -> None:
        client.get(POLICY)
        client.get(client.post(f"/en/learn/policies/{text.pk}/acknowledge/", fields).url)

    return act


def test_acknowledging(alice: User, as_alice: Client, bob: User) -> None:
    policy = builders.make_policy(policy_owner=bob)
    assigned(policy.work)
    text = policy.version.texts.get()
    as_alice.get(POLICY)
    assert_at_most(20, acknowledged(as_alice, text))
    assert alice.acknowledgements.get().text == text


def test_acknowledging_a_change_with_questions(
    alice: User, bob: User, as_user: Callable[[User], Client], policy: builders.Policy, make_version
) -> None:
    for person in (alice, bob):
        acknowledge(person, policy.version.texts.get(), AT)
    text = make_version(policy, questions=[question_at("limit"), question_at("reason", "Who?")])
    ask_for(text)
    fields = {"q1": "0", "q2": "0", "q1-choice": choice("How much?", True), "q2-choice": choice("Who?", True)}
    acknowledged(as_user(bob), text, **fields)()
    reader = as_user(alice)
    reader.get(POLICY)
    assert_at_most(20, acknowledged(reader, text, **fields))
    assert alice.acknowledgements.filter(text=text).exists()


@pytest.mark.parametrize("path", [POLICY, "/en/policies/", VERSIONS, f"{VERSIONS}1/"])
def test_the_versions_of_a_policy_stay_flat(
    alice: User, as_alice: Client, policy: builders.Policy, make_version, path: str
) -> None:
    def more_versions() -> None:
        for number in range(3):
            acknowledge(alice, make_version(policy, OLD, summary=f"Change {number}"), AT)

    more_versions()
    assert_flat(as_alice, path.format(work=policy.work.pk), more_versions)


@pytest.mark.parametrize("path", ["questions/", "questions/all/", "texts/{text}/clauses/{clause}/ask/"])
def test_questions_about_policies_stay_flat(
    bob: User, as_user, make_person, policy: builders.Policy, path: str
) -> None:
    clause = builders.key("clause", 0)

    def more_questions() -> None:
        for number in range(ClauseQuestion.objects.count(), ClauseQuestion.objects.count() + 3):
            asker = make_person(f"asker-{number}")
            for person in (asker, bob):
                asked = ask(person, policy.version, clause, "question", f"Question {number}?", AT)
            answer(asked, "Yes.", asker, AT)

    more_questions()
    text = policy.version.texts.get()
    assert_flat(as_user(bob), f"/en/policy/{path.format(text=text.pk, clause=clause)}", more_questions)
