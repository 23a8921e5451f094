from datetime import UTC, date, datetime, timedelta

import pytest

from academy.assignments.models import Assignment, Work
from academy.readiness.models import Gate, GateRequirement
from academy.readiness.standing import gates, gates_of, open_on
from academy.staff.models import User
from tests import builders

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def make_gate(name: str, *works: Work) -> Gate:
    gate = Gate.objects.create(name=name, names={"fa": "تماس"})
    GateRequirement.objects.bulk_create(GateRequirement(gate=gate, work=work) for work in works)
    return gate


def did(person: User, work: Work, cycle: int = 1, **fields: object) -> Assignment:
    values = {"state": "done", "assigned_at": AT, "done_at": AT - timedelta(days=9), **fields}
    return Assignment.objects.create(learner=person, work=work, cycle=cycle, **values)


@pytest.fixture
def calls(course: builders.Course, policy: builders.Policy) -> Gate:
    return make_gate("Calls", course.work, policy.work)


def test_what_is_missing_is_named(alice: User, calls: Gate, policy: builders.Policy) -> None:
    did(alice, policy.work)
    (cell,) = gates_of(alice, DAY, "en")
    assert not cell.passage.open
    assert [place.title for place in cell.places] == ["Empathy"]


def test_it_closes_when_a_piece_expires(
    alice: User, calls: Gate, course: builders.Course, policy: builders.Policy
) -> None:
    did(alice, policy.work)
    did(alice, course.work, valid_until=DAY + timedelta(days=3))
    (cell,) = gates_of(alice, DAY, "en")
    assert cell.passage.until == DAY + timedelta(days=3)
    assert [place.title for place in cell.places] == ["Empathy"]
    assert not gates_of(alice, DAY + timedelta(days=4), "en")[0].passage.open


def test_a_newer_version_of_a_policy_counts_from_the_day_on_which_it_is_due(
    alice: User, policy: builders.Policy
) -> None:
    make_gate("Chats", policy.work)
    did(alice, policy.work)
    did(alice, policy.work, 2, state="open", done_at=None, due_at=AT + timedelta(days=5))
    (cell,) = gates_of(alice, DAY, "en")
    assert cell.passage.until == DAY + timedelta(days=5)


def test_counting_many_agrees_with_looking_at_each(
    alice: User, bob: User, charlie: User, calls: Gate, course: builders.Course, policy: builders.Policy
) -> None:
    for person in (alice, bob):
        did(person, policy.work)
    did(alice, course.work, valid_until=DAY + timedelta(days=7))
    did(bob, course.work)
    did(charlie, policy.work)
    did(charlie, policy.work, 2, state="open", done_at=None, due_at=AT + timedelta(days=20))
    did(charlie, course.work)
    did(charlie, course.work, 2, valid_until=DAY + timedelta(days=9))
    days = [DAY + timedelta(weeks=week) for week in range(9)]
    people = [alice, bob, charlie]
    counted = open_on(User.objects.filter(pk__in=[one.pk for one in people]), gates(), days)
    looked_at = [sum(gates_of(one, day, "en")[0].passage.open for one in people) for day in days]
    assert counted == {calls.pk: looked_at}
    assert looked_at[:4] == [3, 3, 2, 1]


def test_its_name_is_in_the_readers_language(calls: Gate) -> None:
    from django.utils import translation

    with translation.override("fa"):
        assert str(calls) == "تماس"
    with translation.override("vi"):
        assert str(calls) == "Calls"


def test_a_gate_that_asks_for_nothing_is_not_shown(alice: User) -> None:
    Gate.objects.create(name="Nothing")
    assert gates_of(alice, DAY, "en") == []
