from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError

from academy.staff.actions import rebuild_leadership
from academy.staff.models import Leadership, Team, User
from academy.staff.viewsets import StaffEditForm, TeamForm

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def names(people) -> set[str]:
    return {person.username for person in people}


class TestLeadership:
    def test_a_leader_leads_everybody_below(self, alice: User, bob: User, dana: User, charlie: User) -> None:
        assert names(User.objects.led_by(dana)) == {"alice", "bob"}
        assert names(User.objects.led_by(bob)) == {"alice"}
        assert names(User.objects.led_by(charlie)) == set()

    def test_a_lead_of_a_team_sees_the_teams_below(self, alice: User, charlie: User, billing: Team) -> None:
        billing.get_parent().leads.add(charlie)
        assert names(User.objects.led_by(charlie)) == {"alice", "bob"}

    def test_it_follows_a_change_of_manager(self, alice: User, bob: User, charlie: User) -> None:
        alice.manager = charlie
        alice.save()
        assert names(User.objects.led_by(bob)) == set()
        assert names(User.objects.led_by(charlie)) == {"alice"}

    def test_a_ring_of_managers_ends(self, alice: User, bob: User) -> None:
        User.objects.filter(pk=bob.pk).update(manager=alice)
        rebuild_leadership()
        assert set(Leadership.objects.values_list("leader__username", "person__username")) == {
            ("alice", "bob"),
            ("bob", "alice"),
        }

    def test_its_statements_do_not_grow_with_the_people(self, bob: User, django_assert_max_num_queries) -> None:
        User.objects.bulk_create(User(username=f"agent{n}", manager=bob) for n in range(50))
        with django_assert_max_num_queries(5):
            rebuild_leadership()
        assert User.objects.led_by(bob).count() == 50

    def test_a_sign_in_rebuilds_nothing(self, alice: User) -> None:
        rows = set(Leadership.objects.values_list("pk", flat=True))
        alice.last_login = AT
        alice.save(update_fields=["last_login"])
        assert set(Leadership.objects.values_list("pk", flat=True)) == rows


class TestRights:
    """One query tells what Django's own question tells by two."""

    @pytest.mark.parametrize("right", ["quizzes.view_statistics", "quizzes.mark_responses", "quizzes.no_such_right"])
    def test_it_is_what_has_perm_says(
        self, alice: User, bob: User, erin: User, dana: User, make_person, right: str
    ) -> None:
        chief = make_person("root", is_superuser=True)
        retired = make_person("retired", group="Editors", is_active=False)
        for person in (alice, bob, erin, dana, chief, retired):
            assert User.objects.holds(person.pk, *right.split(".")) is person.has_perm(right)

    def test_a_right_of_their_own_counts(self, alice: User) -> None:
        alice.user_permissions.add(Permission.objects.get(codename="view_statistics"))
        assert User.objects.holds(alice.pk, "quizzes", "view_statistics")


class TestWhoIsWho:
    @pytest.mark.parametrize("twin", [{"username": "ALICE"}, {"username": "x", "email": "ALICE@example.com"}])
    def test_names_and_addresses_are_the_same_in_capitals(self, alice: User, twin: dict[str, str]) -> None:
        with pytest.raises(IntegrityError):
            User.objects.create(**twin)

    def test_several_people_may_have_no_address(self) -> None:
        User.objects.create(username="one", email="")
        User.objects.create(username="two", email="")
        assert User.objects.filter(email="").count() == 2

    @pytest.mark.parametrize(
        ("first", "last", "initials"), [("Alice", "Marlow", "AM"), ("پریسا", "کاظمی", "پک"), ("", "", "al")]
    )
    def test_initials(self, first: str, last: str, initials: str) -> None:
        assert User(username="alice", first_name=first, last_name=last).initials == initials


class TestForms:
    def test_nobody_is_put_below_themselves(self, alice: User, bob: User, dana: User) -> None:
        form = StaffEditForm({"manager": alice.pk}, instance=dana)
        assert "works below" in form.errors["manager"][0]

    def test_a_team_is_put_under_another_and_moved(self, billing: Team, support: Team) -> None:
        form = TeamForm({"name": "Evening", "parent": billing.pk})
        assert form.is_valid(), form.errors
        evening = form.save()
        assert evening.get_parent() == billing
        form = TeamForm({"name": "Evening", "parent": support.pk}, instance=Team.objects.get(pk=evening.pk))
        assert form.is_valid(), form.errors
        assert form.save().get_parent() == support

    def test_a_team_can_not_be_put_under_itself(self, billing: Team) -> None:
        form = TeamForm({"name": "Billing", "parent": billing.pk}, instance=billing)
        assert list(form.errors) == ["parent"]
