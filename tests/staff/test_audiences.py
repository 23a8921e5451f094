"""Whom an audience names, and when: everybody's day is that of their own time zone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.staff.actions import close_accounts
from academy.staff.domain.presence import days_around
from academy.staff.models import Audience, JobRole, Team, User
from academy.staff.signals import people_changed

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
TODAY = date(2026, 3, 2)
ALL = {"alice", "bob", "charlie", "dana"}


def names(audience: Audience, at: datetime = AT) -> set[str]:
    return set(audience.people(at).values_list("username", flat=True))


@pytest.fixture
def audience(alice: User, bob: User, charlie: User, dana: User) -> Audience:
    return Audience.objects.create(name="Some")


@pytest.mark.django_db
class TestWhom:
    def test_an_empty_rule_names_nobody(self, audience: Audience) -> None:
        assert names(audience) == set()

    def test_everyone(self, audience: Audience) -> None:
        audience.everyone = True
        assert names(audience) == ALL

    def test_a_team_comes_with_those_below(self, audience: Audience, billing: Team) -> None:
        audience.teams.add(billing.get_parent())
        assert names(audience) == {"alice", "bob", "charlie"}

    def test_a_team_comes_without_those_beside_it(self, audience: Audience, billing: Team) -> None:
        audience.teams.add(billing)
        assert names(audience) == {"alice", "bob"}

    def test_whatever_of_it_holds_is_enough(self, audience: Audience, support: Team, dana: User) -> None:
        audience.teams.add(support)
        audience.job_roles.add(JobRole.objects.get(name="Agent"))
        audience.named.add(dana)
        assert names(audience) == {"alice", "charlie", "dana"}

    def test_a_language(self, audience: Audience, make_person) -> None:
        make_person("parisa", language="fa")
        audience.languages = ["fa", "is"]
        assert names(audience) == {"parisa"}

    def test_an_exception_holds_against_everything(self, audience: Audience, bob: User) -> None:
        audience.everyone = True
        audience.named.add(bob)
        audience.excepted.add(bob)
        assert names(audience) == ALL - {"bob"}

    def test_who_is_not_active_is_not_named(self, audience: Audience, bob: User) -> None:
        audience.named.add(bob)
        User.objects.filter(pk=bob.pk).update(is_active=False)
        assert names(audience) == set()

    def test_nobody_is_named_twice(self, audience: Audience, billing: Team, alice: User) -> None:
        audience.teams.add(billing, billing.get_parent())
        audience.job_roles.add(JobRole.objects.get(name="Agent"))
        audience.named.add(alice)
        assert audience.people(AT).count() == 3

    def test_it_is_one_statement(
        self, audience: Audience, billing: Team, alice: User, django_assert_num_queries
    ) -> None:
        audience.teams.add(billing)
        audience.excepted.add(alice)
        with django_assert_num_queries(1):
            assert User.objects.filter(pk__in=audience.people(AT).values("pk")).count() == 1


@pytest.mark.django_db
class TestWhen:
    @pytest.mark.parametrize(
        ("starts_on", "leaves_on", "at", "zone", "present"),
        [
            (None, None, AT, "UTC", True),
            (TODAY, None, AT, "UTC", True),
            (TODAY + timedelta(days=1), None, AT, "UTC", False),
            (None, TODAY, AT, "UTC", True),
            (None, TODAY - timedelta(days=1), AT, "UTC", False),
            # The third of March begins in Manila at 16:00 of the second, in UTC.
            (date(2026, 3, 3), None, datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC), "Asia/Manila", False),
            (date(2026, 3, 3), None, datetime(2026, 3, 2, 16, tzinfo=UTC), "Asia/Manila", True),
            (None, date(2026, 3, 2), datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC), "Asia/Manila", True),
            (None, date(2026, 3, 2), datetime(2026, 3, 2, 16, tzinfo=UTC), "Asia/Manila", False),
            # In New York the second lasts until 05:00 of the third.
            (date(2026, 3, 3), None, datetime(2026, 3, 3, 4, 59, 59, tzinfo=UTC), "America/New_York", False),
            (date(2026, 3, 3), None, datetime(2026, 3, 3, 5, tzinfo=UTC), "America/New_York", True),
            (None, date(2026, 3, 2), datetime(2026, 3, 3, 4, 59, 59, tzinfo=UTC), "America/New_York", True),
            (None, date(2026, 3, 2), datetime(2026, 3, 3, 5, tzinfo=UTC), "America/New_York", False),
            # As far apart as it gets.
            (date(2026, 3, 3), None, datetime(2026, 3, 2, 10, tzinfo=UTC), "Pacific/Kiritimati", True),
            (date(2026, 3, 2), None, datetime(2026, 3, 2, 10, 59, tzinfo=UTC), "Pacific/Pago_Pago", False),
        ],
    )
    def test_the_first_and_the_last_day(
        self, make_person, starts_on: date | None, leaves_on: date | None, at: datetime, zone: str, present: bool
    ) -> None:
        make_person("luz", starts_on=starts_on, leaves_on=leaves_on, time_zone=zone)
        assert User.objects.present(at).exists() is present
        gone = leaves_on is not None and not present
        assert User.objects.left(at).exists() is gone


@given(
    at=st.integers(-2_000_000, 2_000_000).map(lambda minutes: AT + timedelta(minutes=minutes)),
    zone=st.sampled_from(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Europe/Vilnius", "UTC"]),
)
def test_the_days_are_those_of_the_zones(at: datetime, zone: str) -> None:
    days = days_around(at, [zone])
    local = days.before if zone in days.behind else days.after if zone in days.ahead else days.day
    assert local == at.astimezone(ZoneInfo(zone)).date()


@pytest.mark.django_db
class TestNews:
    @pytest.fixture
    def heard(self) -> Iterator[list[type]]:
        heard: list[type] = []

        def hear(sender: type, **kwargs: object) -> None:
            heard.append(sender)

        people_changed.connect(hear)
        yield heard
        people_changed.disconnect(hear)

    @pytest.mark.parametrize("members", ["named", "excepted"])
    def test_people_named_or_excepted(self, audience: Audience, alice: User, heard: list[type], members: str) -> None:
        getattr(audience, members).add(alice)
        assert len(heard) == 1

    def test_a_team_and_a_job_role(self, audience: Audience, billing: Team, heard: list[type]) -> None:
        audience.teams.add(billing)
        audience.job_roles.add(JobRole.objects.get(name="Agent"))
        assert len(heard) == 2

    @pytest.mark.parametrize(("field", "times"), [("language", 1), ("time_zone", 1), ("team", 1), ("last_login", 0)])
    def test_a_person(self, alice: User, heard: list[type], field: str, times: int) -> None:
        alice.save(update_fields=[field])
        assert len(heard) == times

    def test_the_account_of_a_leaver_is_closed_once(self, alice: User, heard: list[type]) -> None:
        User.objects.filter(pk=alice.pk).update(leaves_on=TODAY)
        assert [close_accounts(AT), close_accounts(AT + timedelta(days=1)), close_accounts(AT + timedelta(days=1))] == [
            0,
            1,
            0,
        ]
        assert len(heard) == 1
        assert not User.objects.get(pk=alice.pk).is_active
