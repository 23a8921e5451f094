"""The CMS screens of audiences, work calendars and leave."""

from datetime import date

import pytest
from django.test import Client

from academy.assignments.models import Reach
from academy.staff.models import Absence, Audience, User, WorkCalendar
from tests import builders

pytestmark = pytest.mark.django_db


def people(name: str, *members: User) -> dict[str, object]:
    """The fields of a list of people, as the browser sends them."""
    fields: dict[str, object] = {f"{name}-count": len(members)}
    for n, person in enumerate(members):
        fields |= {f"{name}-{n}-deleted": "", f"{name}-{n}-order": n, f"{name}-{n}-type": "person"}
        fields |= {f"{name}-{n}-value": person.pk, f"{name}-{n}-id": ""}
    return fields


@pytest.fixture
def as_bob(bob: User, as_user) -> Client:
    return as_user(bob)


class TestAudience:
    ADD = "/admin/snippets/staff/audience/add/"

    def test_languages_and_people(self, as_bob: Client, bob: User, alice: User, charlie: User) -> None:
        fields = {
            "name": "Some",
            "languages": ["fa", "is"],
            **people("named", alice, bob),
            **people("excepted", charlie),
        }
        assert as_bob.post(self.ADD, fields).status_code == 302
        audience = Audience.objects.get(name="Some")
        assert audience.languages == ["fa", "is"]
        assert set(audience.named.all()) == {alice, bob}
        assert set(audience.excepted.all()) == {charlie}

    def test_saved_it_shows_how_many_it_names_and_what_was_chosen(self, as_bob: Client, bob: User, alice: User) -> None:
        audience = Audience.objects.create(name="Two", languages=["fa"])
        audience.named.set([alice, bob])
        page = as_bob.get(f"/admin/snippets/staff/audience/edit/{audience.pk}/").content.decode()
        assert "it names 2 people now" in page
        assert "<bdi>Alice</bdi>, <bdi>Bob</bdi>" in page
        fields = {"name": "Two", **people("named", alice), **people("excepted")}
        as_bob.post(f"/admin/snippets/staff/audience/edit/{audience.pk}/", fields)
        assert set(audience.named.all()) == {alice}

    def test_people_are_found_by_name(self, as_bob: Client, alice: User, charlie: User) -> None:
        found = as_bob.get("/admin/person_chooser/results/?q=alice").content.decode()
        assert "Alice" in found
        assert "Charlie" not in found

    def test_an_agent_does_not_get_in(self, as_alice: Client) -> None:
        assert as_alice.get(self.ADD).status_code == 302
        assert as_alice.get("/admin/person_chooser/").status_code == 302


class TestCalendar:
    def test_an_administrator_keeps_them(self, dana: User, as_user) -> None:
        client = as_user(dana)
        page = client.get("/admin/snippets/staff/workcalendar/add/").content.decode()
        assert "Monday" in page
        assert page.count(" checked") == 5  # Monday to Friday, to begin with
        fields = {
            "name": "Lithuania",
            "weekdays": ["0", "1", "2", "3"],
            "holidays-TOTAL_FORMS": 1,
            "holidays-INITIAL_FORMS": 0,
            "holidays-0-day": "2026-03-11",
            "holidays-0-name": "Independence",
        }
        assert client.post("/admin/snippets/staff/workcalendar/add/", fields).status_code == 302
        calendar = WorkCalendar.objects.get()
        assert calendar.weekdays == [0, 1, 2, 3]
        assert calendar.holidays.get().day == date(2026, 3, 11)

    def test_a_manager_does_not(self, as_bob: Client) -> None:
        assert as_bob.get("/admin/snippets/staff/workcalendar/").status_code == 302


class TestAbsence:
    ADD = "/admin/snippets/staff/absence/add/"

    def fields(self, person: User, **changes: str) -> dict[str, object]:
        return {"person": person.pk, "kind": "leave", "starts_on": "2026-03-02", "ends_on": "2026-03-06", **changes}

    def test_a_manager_keeps_the_leave_of_their_people(self, as_bob: Client, alice: User) -> None:
        assert as_bob.post(self.ADD, self.fields(alice)).status_code == 302
        assert Absence.objects.get().person == alice
        page = as_bob.get("/admin/snippets/staff/absence/").content.decode()
        for words in ("Alice", "leave", "2 March 2026", "6 March 2026"):
            assert words in page

    def test_not_that_of_others(self, as_bob: Client, charlie: User) -> None:
        assert "do not lead this person" in as_bob.post(self.ADD, self.fields(charlie)).content.decode()
        absence = Absence.objects.create(person=charlie, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 2))
        assert "Charlie" not in as_bob.get("/admin/snippets/staff/absence/").content.decode()
        assert as_bob.get(f"/admin/snippets/staff/absence/edit/{absence.pk}/").status_code in {302, 404}

    def test_the_last_day_is_not_before_the_first(self, as_bob: Client, alice: User) -> None:
        page = as_bob.post(self.ADD, self.fields(alice, ends_on="2026-03-01")).content.decode()
        assert "before the first" in page
        assert not Absence.objects.exists()


class TestRules:
    def test_the_list_shows_how_far_a_rule_has_come(self, as_bob: Client, course: builders.Course) -> None:
        rule = builders.assign(course.work)
        path = "/admin/snippets/assignments/assignmentrule/"
        Reach.objects.create(rule=rule, asked=41_000, named=100_000)
        assert "41,000 of 100,000" in as_bob.get(path).content.decode()
        Reach.objects.update(asked=100_000)
        assert " of 100,000" not in as_bob.get(path).content.decode()
