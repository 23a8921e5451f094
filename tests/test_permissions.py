"""Role × view × whose record, as one table. What one may not see does not exist."""

from collections.abc import Callable

import pytest
from django.test import Client

from academy.staff.models import User
from quizzes.actions import start_attempt
from tests import builders
from tests.quizzes.test_actions import AT

pytestmark = pytest.mark.django_db

SIGN_IN = "sign in"


@pytest.fixture
def cast(alice: User, bob: User, charlie: User, erin: User, dana: User) -> dict[str, User]:
    return {"alice": alice, "bob": bob, "charlie": charlie, "erin": erin, "dana": dana}


@pytest.fixture
def addresses(cast: dict[str, User], course: builders.Course, policy: builders.Policy) -> dict[str, str]:
    attempt = start_attempt(cast["alice"], course.quiz_work, AT)
    return {
        "my work": "/en/",
        "courses": "/en/courses/",
        "lesson": "/en/courses/empathy/first/",
        "quiz": "/en/courses/empathy/quiz/",
        "policy": "/en/policies/refunds/",
        "inbox": "/en/inbox/",
        "search": "/en/search/?q=first",
        "team": "/en/team/",
        "alice's record": f"/en/team/people/{cast['alice'].pk}/",
        "bob's record": f"/en/team/people/{cast['bob'].pk}/",
        "charlie's record": f"/en/team/people/{cast['charlie'].pk}/",
        "alice's attempt": f"/en/learn/attempts/{attempt.pk}/review/",
        "cms": "/admin/",
        "cms: lesson": f"/admin/pages/{course.lessons[0].pk}/edit/",
        "cms: policy": f"/admin/pages/{policy.page.pk}/edit/",
        "cms: questions": "/admin/snippets/quizzes/question/",
        "cms: audiences": "/admin/snippets/staff/audience/",
        "cms: rules": "/admin/snippets/assignments/assignmentrule/",
        "cms: teams": "/admin/snippets/staff/team/",
        "cms: people": "/admin/users/",
        "cms: new person": "/admin/users/new/",
    }


#                      alice bob  charlie erin dana
MATRIX = {
    "my work":          "ok   ok   ok   ok   ok",
    "courses":          "ok   ok   ok   ok   ok",
    "lesson":           "ok   ok   ok   ok   ok",
    "quiz":             "ok   ok   ok   ok   ok",
    "policy":           "ok   ok   ok   ok   ok",
    "inbox":            "ok   ok   ok   ok   ok",
    "search":           "ok   ok   ok   ok   ok",
    "team":             "ok   ok   ok   ok   ok",
    "alice's record":   "ok   ok   none none ok",
    "bob's record":     "none ok   none none ok",
    "charlie's record": "none none ok   none ok",
    "alice's attempt":  "ok   none none none none",
    "cms":              "no   ok   ok   ok   ok",
    "cms: lesson":      "no   ok   ok   ok   ok",
    "cms: policy":      "no   ok   ok   ok   ok",
    "cms: questions":   "no   ok   ok   ok   ok",
    "cms: audiences":   "no   ok   ok   no   ok",
    "cms: rules":       "no   ok   ok   no   ok",
    "cms: teams":       "no   no   no   no   ok",
    "cms: people":      "no   no   no   no   ok",
    "cms: new person":  "no   no   no   no   ok",
}  # fmt: skip
ROLES = ("alice", "bob", "charlie", "erin", "dana")
STATUS = {"ok": {200}, "none": {404}, "no": {302, 403}}


@pytest.mark.parametrize("view", MATRIX)
def test_who_sees_what(
    cast: dict[str, User], addresses: dict[str, str], as_user: Callable[[User], Client], view: str
) -> None:
    for role, expected in zip(ROLES, MATRIX[view].split(), strict=True):
        status = as_user(cast[role]).get(addresses[view]).status_code
        assert status in STATUS[expected], f"{role}: {status}, not {expected}"


def test_the_table_names_every_view(addresses: dict[str, str]) -> None:
    assert set(MATRIX) == set(addresses)


def test_who_is_not_signed_in_sees_nothing(client: Client, addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        response = client.get(address)
        assert response.status_code == 302, name
        assert "/sign-in/" in response.url, name


def test_an_editor_may_not_publish_and_a_manager_may(
    cast: dict[str, User], course: builders.Course, policy: builders.Policy
) -> None:
    for page in (course.lessons[0], policy.page):
        rights = {role: page.permissions_for_user(cast[role]).can_publish() for role in ROLES}
        assert rights == {"alice": False, "bob": True, "charlie": True, "erin": False, "dana": True}
