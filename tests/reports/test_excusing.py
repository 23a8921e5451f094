import pytest
from django.test import Client

from academy.assignments.models import Assignment, Exemption
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(alice: User, bob: User, charlie: User) -> str:
    rebuild_leadership()
    return f"/en/team/people/{alice.pk}/work/{builders.assigned(alice).pk}"


def test_a_manager_excuses_and_asks_again(as_user, alice: User, bob: User, path: str) -> None:
    client = as_user(bob)
    assert client.get(f"{path}/excuse/").status_code == 200
    for _click in range(2):
        assert client.post(f"{path}/excuse/", {"reason": "A guest."}).status_code == 302
    assert Exemption.objects.get().by == bob
    page = client.get(f"/en/team/people/{alice.pk}/").text
    assert "A guest." in page
    assert "Excused" in page
    client.post(f"{path}/ask-again/")
    assert Assignment.objects.get().state == "open"


def test_without_a_reason_nothing_happens(as_user, bob: User, path: str) -> None:
    page = as_user(bob).post(f"{path}/excuse/", {"reason": " "})
    assert page.status_code == 200
    assert Assignment.objects.get().state == "open"


def test_for_strangers_it_is_not_there(as_user, alice: User, charlie: User, path: str) -> None:
    for person in (alice, charlie):
        assert as_user(person).get(f"{path}/excuse/").status_code == 404
        assert as_user(person).post(f"{path}/ask-again/").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, path: str) -> None:
    assert client.get(f"{path}/excuse/").url.startswith("/en/sign-in/")
