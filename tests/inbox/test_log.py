"""The log of deliveries, for administrators."""

import pytest
from django.test import Client
from django.utils.timezone import now

from academy.inbox.delivering import send_due
from academy.inbox.models import Delivery, Notice
from academy.staff.models import User
from tests.inbox.conftest import AT
from tests.test_query_budgets import statements

pytestmark = pytest.mark.django_db

LOG = "/admin/reports/deliveries/"


@pytest.fixture
def as_dana(as_user, dana: User) -> Client:
    return as_user(dana)


def test_it_shows_to_whom_by_what_and_what_came_of_it(as_dana: Client, alice: User, bob: User, tell) -> None:
    tell(alice, bob)
    send_due(AT)
    Delivery.objects.filter(notice__recipient=bob).update(state="given_up", outcome="550 No such mailbox", tries=12)
    page = as_dana.get(LOG).content.decode()
    for words in ("Alice", "a policy to acknowledge", "e-mail", "550 No such mailbox", "given up"):
        assert words in page
    given_up = as_dana.get(LOG, {"state": "given_up"}).content.decode()
    assert "Bob" in given_up.partition("<tbody")[2]
    assert "Alice" not in given_up.partition("<tbody")[2]
    assert as_dana.get(f"{LOG}results/", {"state": "nonsense"}).status_code == 200


def test_it_can_be_taken_away_as_a_table(as_dana: Client, alice: User, tell) -> None:
    tell(alice)
    answer = as_dana.get(LOG, {"export": "csv"})
    assert b"Alice" in b"".join(answer.streaming_content)


def test_it_does_not_ask_more_when_it_grows(as_dana: Client, alice: User, bob: User, tell) -> None:
    tell(alice)
    as_dana.get(LOG)
    few = len(statements(lambda: as_dana.get(LOG)))
    for number in range(20):
        tell(alice, bob, about=f"thing:{number}")
    assert len(statements(lambda: as_dana.get(LOG))) == few


def test_only_administrators_see_it(as_user, bob: User, client: Client) -> None:
    assert as_user(bob).get(LOG).status_code == 302
    assert "/sign-in/" in client.get(LOG).url


def test_the_dashboard_says_what_was_given_up(as_user, as_dana: Client, alice: User, bob: User, tell) -> None:
    tell(alice)
    assert "Could not be delivered" not in as_dana.get("/admin/").content.decode()
    Delivery.objects.update(state="given_up", send_after=None)
    Notice.objects.update(created_at=now())
    assert "1 message could not be delivered and is not tried again." in as_dana.get("/admin/").content.decode()
    assert "could not be delivered" not in as_user(bob).get("/admin/").content.decode()
