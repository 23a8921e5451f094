"""The team leader's home and the lists behind its numbers."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from academy.assignments.models import Assignment, Reminder, Work
from academy.inbox.models import Notice
from academy.reports.home.parts import Part, counts, people_of_part
from academy.reports.team import people_of
from academy.staff.actions import rebuild_leadership
from academy.staff.models import Absence, User
from tests import builders

pytestmark = pytest.mark.django_db

HOME, PEOPLE = "/en/team/", "/en/team/people/"


def owed(person: User, due_in: timedelta | None, title: str = "Calm") -> Assignment:
    """A course that exists in name only, due so long after now."""
    work = Work.objects.get_or_create(
        kind=Work.Kind.COURSE, title=title, defaults={"translation_key": uuid.uuid5(uuid.NAMESPACE_URL, title)}
    )[0]
    at = now()
    due = None if due_in is None else at + due_in
    return Assignment.objects.create(learner=person, work=work, assigned_at=at - timedelta(days=30), due_at=due)


@pytest.fixture
def team(bob: User, alice: User, charlie: User, make_person: Callable[..., User]) -> dict[str, User]:
    """Of five people two are late, one has something due, and two have all the time there is."""
    people = {name: make_person(name, manager=bob, team=bob.team) for name in ("faye", "gus", "hal", "ida")}
    User.objects.update(date_joined=now() - timedelta(days=90))
    rebuild_leadership()
    people["alice"] = alice
    owed(alice, timedelta(days=-1))
    owed(people["faye"], timedelta(days=-5))
    owed(people["faye"], timedelta(days=2), "Kind")
    owed(people["gus"], timedelta(days=2))
    owed(people["hal"], timedelta(days=8))
    return people


def names(part: Part, bob: User, at: datetime) -> list[str]:
    ids = people_of_part(part, people_of(bob), at)[:50]
    by_id = User.objects.in_bulk(ids)
    return [by_id[pk].username for pk in ids]


def test_everybody_is_in_one_part(bob: User, team: dict[str, User]) -> None:
    at = now()
    found = counts(people_of(bob), at)
    assert (found.people, found.overdue, found.soon, found.on_track) == (5, 2, 1, 2)
    assert names(Part.OVERDUE, bob, at) == ["faye", "alice"]  # who is late the longest stands first
    assert names(Part.SOON, bob, at) == ["gus"]
    assert names(Part.ON_TRACK, bob, at) == ["hal", "ida"]
    assert names(Part.NEW, bob, at) == []


def test_a_week_ends_to_the_second(bob: User, alice: User) -> None:
    rebuild_leadership()
    row = owed(alice, timedelta(days=7))
    at = row.due_at - timedelta(days=7)
    assert counts(people_of(bob), at).soon == 0
    assert counts(people_of(bob), at + timedelta(seconds=1)).soon == 1
    assert counts(people_of(bob), row.due_at).overdue == 0
    assert counts(people_of(bob), row.due_at + timedelta(seconds=1)).overdue == 1


def test_new_is_who_began_within_thirty_days(bob: User, team: dict[str, User]) -> None:
    at = now()
    first_days = {"hal": 29, "ida": 30, "gus": -2}
    for name, days in first_days.items():
        User.objects.filter(username=name).update(starts_on=at.date() - timedelta(days=days))
    assert names(Part.NEW, bob, at) == ["hal"]


def test_the_home_leads_from_each_number_to_its_people(as_user, bob: User, team: dict[str, User]) -> None:
    client = as_user(bob)
    page = client.get(HOME).text
    for words in ("<b>2</b> people are overdue", "<b>1</b> person has something due", "<b>2</b> people are on track"):
        assert words in page
    for part in Part.values:
        listed = client.get(f"{PEOPLE}?part={part}")
        assert listed.status_code == 200
    late = client.get(f"{PEOPLE}?part=overdue").text
    assert late.index("Faye") < late.index("Alice")
    assert "Gus" not in late


def test_a_list_of_one_team(as_user, bob: User, team: dict[str, User], support) -> None:
    User.objects.filter(username="faye").update(team=support)
    page = as_user(bob).get(f"{PEOPLE}?part=overdue&team={support.pk}").text
    assert "Faye" in page
    assert ">Alice<" not in page
    assert as_user(bob).get(f"{PEOPLE}?part=nonsense&team=x").status_code == 200


def test_strangers_see_nobody(as_user, charlie: User, team: dict[str, User]) -> None:
    assert "Nobody reports to you" in as_user(charlie).get(HOME).text
    assert "Faye" not in as_user(charlie).get(f"{PEOPLE}?part=overdue").text


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    for address in (HOME, PEOPLE, "/en/team/work/"):
        assert client.get(address).url.startswith("/en/sign-in/")


# Reminding


@pytest.fixture
def remind(alice: User, bob: User) -> str:
    rebuild_leadership()
    return f"/en/team/people/{alice.pk}/work/{builders.assigned(alice).pk}/remind/"


def test_reminding_once_a_day(as_user, bob: User, alice: User, remind: str) -> None:
    client = as_user(bob)
    for words in ("Alice was reminded.", "Nothing was sent"):
        answer = client.post(remind, {"next": f"{HOME}#overdue-{alice.pk}"}, follow=True)
        assert answer.redirect_chain == [(f"{HOME}#overdue-{alice.pk}", 302)]
        assert words in answer.text
    assert Reminder.objects.get().by == bob
    assert Notice.objects.filter(recipient=alice, kind=Notice.Kind.COURSE_REMINDER).count() == 1
    assert "Reminded today" in client.get(HOME).text


def test_who_is_away_is_not_reminded(as_user, bob: User, alice: User, remind: str) -> None:
    today = now().date()
    Absence.objects.create(person=alice, starts_on=today, ends_on=today)
    assert "Nothing was sent" in as_user(bob).post(remind, follow=True).text
    assert not Reminder.objects.exists()


def test_reminding_leads_nowhere_else(as_user, bob: User, alice: User, remind: str) -> None:
    answer = as_user(bob).post(remind, {"next": "https://elsewhere.example/"})
    assert answer.url == f"/en/team/people/{alice.pk}/"


def test_reminding_is_for_who_leads(as_user, client: Client, alice: User, charlie: User, remind: str) -> None:
    for person in (alice, charlie):
        assert as_user(person).post(remind).status_code == 404
    assert as_user(charlie).get(remind).status_code == 405
    assert client.post(remind).url.startswith("/en/sign-in/")
    assert not Reminder.objects.exists()
