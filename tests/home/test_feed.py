from datetime import date
from urllib.parse import urlsplit

import icalendar
import pytest
from django.test import Client

from academy.assignments.models import Assignment
from academy.staff.models import User
from tests import builders

pytestmark = pytest.mark.django_db
PAGE = "/en/my/calendar/"


def address_in(client: Client) -> str:
    client.post(PAGE + "address/")
    return urlsplit(client.get(PAGE).context["address"]).path


def events_of(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_it_has_what_is_due_on_its_day(as_alice: Client, alice: User, client: Client) -> None:
    assignment = builders.assigned(alice)
    (event,) = events_of(client.get(address_in(as_alice)).content)
    assert event["summary"] == "Due: For-Alice"
    assert event["dtstart"].dt == assignment.due_at.date() == date(2026, 3, 5)
    assert str(event["uid"]) == f"assignment-{assignment.pk}@academy"
    Assignment.objects.update(state="done")
    assert events_of(client.get(address_in(as_alice)).content) == []


def test_titles_in_any_script_stay_whole(as_alice: Client, alice: User, client: Client) -> None:
    builders.republish(builders.CoursePage.objects.get(pk=_course_of(alice)), title="همدلی، " * 20)
    (event,) = events_of(client.get(address_in(as_alice)).content)
    assert "همدلی، " * 20 in str(event["summary"]) + " "


def _course_of(alice: User) -> int:
    work = builders.assigned(alice).work
    return builders.CoursePage.objects.get(translation_key=work.translation_key).pk


def test_what_did_not_change_is_not_sent_again(as_alice: Client, client: Client) -> None:
    address = address_in(as_alice)
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_another_address_ends_the_one_before(as_alice: Client, client: Client) -> None:
    before = address_in(as_alice)
    after = address_in(as_alice)
    assert [client.get(address).status_code for address in (before, after)] == [404, 200]
    as_alice.post(PAGE + "stop/")
    assert client.get(after).status_code == 404
    assert as_alice.get(PAGE).context["address"] == ""


def test_a_leavers_address_leads_nowhere(as_alice: Client, alice: User, client: Client) -> None:
    address = address_in(as_alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "WzEsMV0:abc:def"])
def test_no_address_can_be_made_up(client: Client, token: str) -> None:
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).url.startswith("/en/sign-in/")
