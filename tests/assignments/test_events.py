"""What happened to an assignment tells how it stood at any moment."""

from datetime import UTC, datetime, timedelta

import pytest

from academy.assignments.actions import apply_rule, complete_work
from academy.assignments.models import AssignmentEvent
from academy.staff.models import User
from tests import builders

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def kinds_at(at: datetime) -> dict[str, str]:
    return dict(AssignmentEvent.objects.latest_at(at).values_list("assignment__learner__username", "kind"))


class TestLatestAt:
    @pytest.fixture(autouse=True)
    def _work(self, alice: User, bob: User, course: builders.Course) -> None:
        apply_rule(builders.assign(course.work), AT)
        complete_work(alice, course.work, AT + DAY)

    @pytest.mark.parametrize(
        ("at", "hers", "his"),
        [
            (AT - MOMENT, None, None),
            (AT, "assigned", "assigned"),
            (AT + DAY - MOMENT, "assigned", "assigned"),
            (AT + DAY, "done", "assigned"),
            (AT + 9 * DAY, "done", "assigned"),
        ],
    )
    def test_a_moment(self, at: datetime, hers: str | None, his: str | None) -> None:
        found = kinds_at(at)
        assert (found.get("alice"), found.get("bob")) == (hers, his)

    def test_of_two_at_the_same_moment_the_one_that_was_added_later(self, alice: User) -> None:
        event = AssignmentEvent.objects.get(assignment__learner=alice, kind="done")
        AssignmentEvent.objects.create(assignment=event.assignment, kind="reopened", at=event.at)
        assert kinds_at(event.at)["alice"] == "reopened"

    def test_of_two_the_later_one_in_whatever_order_they_were_added(self, alice: User) -> None:
        event = AssignmentEvent.objects.get(assignment__learner=alice, kind="done")
        AssignmentEvent.objects.create(assignment=event.assignment, kind="moved", at=event.at - MOMENT)
        assert kinds_at(event.at)["alice"] == "done"

    def test_filters_stand_before_or_after_it(self) -> None:
        done = AssignmentEvent.objects.filter(kind="done")
        assert (
            done.latest_at(AT + DAY).count()
            == AssignmentEvent.objects.latest_at(AT + DAY).filter(kind="done").count()
            == 1
        )
        assert not AssignmentEvent.objects.filter(kind="done").latest_at(AT).exists()
