"""Which version is in force at a moment in the organisation's zone, and which is to come."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.policies.domain.force import standing
from academy.policies.models import PolicyVersion
from tests import builders

VILNIUS = ZoneInfo("Europe/Vilnius")  # UTC+2 in winter
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Version:
    number: int
    effective_on: date
    published_at: datetime = NOON - timedelta(days=30)
    withdrawn_at: datetime | None = None


def day(number: int) -> date:
    return date(2026, 3, number)


V1 = Version(1, day(1))
SOON = Version(2, day(3))
LATER = Version(3, day(5))


@pytest.mark.parametrize(
    ("versions", "at", "expected"),
    [
        ([], NOON, (None, None, None)),
        ([V1], NOON, (1, None, None)),
        ([V1, SOON], NOON, (1, 2, None)),
        ([V1, SOON, LATER], NOON, (1, 2, None)),
        # Midnight of its day in the zone of the organisation: 22:00 UTC of the day before.
        ([V1, SOON], datetime(2026, 3, 2, 21, 59, 59, tzinfo=UTC), (1, 2, None)),
        ([V1, SOON], datetime(2026, 3, 2, 22, 0, 0, tzinfo=UTC), (2, None, None)),
        ([V1, SOON, LATER], datetime(2026, 3, 2, 22, tzinfo=UTC), (2, 3, None)),
        # A higher number on the same day, or earlier, means that the lower one never comes.
        ([V1, SOON, Version(3, day(3))], NOON, (1, 3, None)),
        ([V1, LATER, Version(4, day(4))], NOON, (1, 4, None)),
        ([V1, SOON, Version(3, day(1))], NOON, (3, None, None)),
        ([V1, SOON, Version(3, day(1))], datetime(2026, 3, 9, tzinfo=UTC), (3, None, None)),
        # Nothing before it is published.
        ([V1, Version(2, day(1), NOON)], NOON - timedelta(microseconds=1), (1, None, None)),
        ([V1, Version(2, day(1), NOON)], NOON, (2, None, None)),
        ([SOON], NOON, (None, 2, None)),
        # Withdrawn: from that moment.
        ([Version(1, day(1), withdrawn_at=NOON)], NOON - timedelta(microseconds=1), (1, None, None)),
        ([Version(1, day(1), withdrawn_at=NOON)], NOON, (None, None, 1)),
        ([Version(1, day(1), withdrawn_at=NOON), Version(2, day(3), withdrawn_at=NOON)], NOON, (None, None, 2)),
        # And published anew afterwards.
        ([Version(1, day(1), withdrawn_at=NOON - timedelta(days=1)), Version(2, day(2))], NOON, (2, None, None)),
        ([Version(1, day(1), withdrawn_at=NOON - timedelta(days=1)), Version(2, day(4))], NOON, (None, 2, None)),
    ],
)
def test_standing(versions: list[Version], at: datetime, expected: tuple[int | None, ...]) -> None:
    for order in (versions, versions[::-1]):
        found = standing(order, at, VILNIUS)
        assert tuple(one and one.number for one in (found.in_force, found.to_come, found.withdrawn)) == expected


@pytest.mark.django_db
class TestOfAWork:
    def test_the_version_in_force_and_the_one_to_come(self, policy: builders.Policy) -> None:
        today = policy.version.effective_on
        builders.republish(policy.page, clauses=builders.clauses("80 euros."), effective_on=today + timedelta(days=3))
        at = datetime.now(UTC)
        in_force, to_come = (getattr(PolicyVersion.objects, name)(policy.work, at) for name in ("in_force", "to_come"))
        assert (in_force.number, to_come.number) == (1, 2)
        later = at + timedelta(days=4)
        assert PolicyVersion.objects.in_force(policy.work, later).number == 2
        assert PolicyVersion.objects.to_come(policy.work, later) is None

    def test_many_policies_cost_one_query(self, policy: builders.Policy) -> None:
        works = [policy.work, *(builders.make_policy(f"policy-{n}").work for n in range(3))]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = PolicyVersion.objects.standings(datetime.now(UTC), works)
        assert len(queries) == 1
        assert {work: standing.in_force.number for work, standing in found.items()} == dict.fromkeys(
            (work.pk for work in works), 1
        )
