"""What may be left undone, and what can no longer be done."""

from datetime import UTC, date, datetime, timedelta

import pytest

from academy.assignments.actions import apply_rules, ask_again, close_missed, excuse, move_due
from academy.assignments.models import Assignment, AssignmentRule, Exemption
from academy.assignments.why import Reason, reasons_of
from academy.evidence.models import Record
from academy.inbox.models import Notice
from academy.staff.models import Audience, User
from tests import builders

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(alice: User) -> Assignment:
    return builders.assigned(alice, AT)


def state_of(assignment: Assignment) -> str:
    return Assignment.objects.values_list("state", flat=True).get(pk=assignment.pk)


class TestExcusing:
    def test_nobody_asks_for_it_any_more(self, bob: User, alice: User, assignment: Assignment) -> None:
        assert excuse(assignment, "She is a guest.", bob, AT)
        apply_rules(AT + timedelta(days=1))
        assert state_of(assignment) == "excused"
        assert not Notice.objects.visible_to(alice).exists()
        record = Record.objects.get(kind=Record.Kind.EXCUSED)
        assert record.subject == alice.opaque_id
        assert "guest" not in record.body

    def test_a_repeat_changes_nothing(self, bob: User, assignment: Assignment) -> None:
        assert excuse(assignment, "She is a guest.", bob, AT)
        assert excuse(assignment, "She is a guest.", bob, AT) is None
        assert Exemption.objects.count() == 1

    def test_what_is_done_needs_no_exception(self, bob: User, assignment: Assignment) -> None:
        Assignment.objects.update(state="done", done_at=AT)
        assert excuse(assignment, "Why not.", bob, AT) is None

    def test_it_can_be_taken_back_once(self, bob: User, assignment: Assignment) -> None:
        excuse(assignment, "She is a guest.", bob, AT)
        assert [ask_again(assignment, AT), ask_again(assignment, AT)] == [True, False]
        assert state_of(assignment) == "open"
        kinds = assignment.events.order_by("pk").values_list("kind", flat=True)
        assert [*kinds] == ["assigned", "excused", "reopened"]


class TestClosing:
    @pytest.fixture
    def closing(self, assignment: Assignment) -> Assignment:
        rule = AssignmentRule.objects.get()
        Assignment.objects.update(closes_at=assignment.due_at + timedelta(days=7))
        assert rule.due_days
        return Assignment.objects.get()

    def test_the_rule_says_when(self, alice: User, course: builders.Course) -> None:
        builders.assign(course.work, due_days=3, close_days=7)
        apply_rules(AT)
        row = Assignment.objects.get(learner=alice)
        assert row.closes_at - row.due_at == timedelta(days=7)

    def test_what_was_not_done_by_then_is_missed(self, alice: User, closing: Assignment) -> None:
        assert close_missed(closing.closes_at) == 0
        assert [close_missed(closing.closes_at + timedelta(seconds=1)) for _run in range(2)] == [1, 0]
        assert state_of(closing) == "missed"
        assert not Notice.objects.visible_to(alice).exists()
        assert closing.events.latest("pk").kind == "missed"

    def test_another_date_opens_it_again(self, bob: User, closing: Assignment) -> None:
        close_missed(closing.closes_at + timedelta(seconds=1))
        move_due(closing, date(2026, 5, 12), "She was ill.", bob, AT)
        closing.refresh_from_db()
        assert (closing.state, closing.closes_at - closing.due_at) == ("open", timedelta(days=7))


class TestWhy:
    @pytest.mark.parametrize(
        ("audience", "note", "expected"),
        [
            ({"name": "Everybody else", "everyone": True}, "", Reason("", "", True, "Bob")),
            ({"name": "Agents"}, "", Reason("", "Agents", False, "Bob")),
            ({"name": "Alice", "listed": False}, "For the fair.", Reason("For the fair.", "", False, "Bob")),
        ],
    )
    def test_reasons(
        self, alice: User, bob: User, course: builders.Course, audience: dict, note: str, expected: Reason
    ) -> None:
        whom = Audience.objects.create(**audience)
        whom.named.add(alice)
        builders.assign(course.work, whom, note=note, created_by=bob)
        apply_rules(AT)
        mine = Assignment.objects.get(learner=alice)
        assert reasons_of([mine]) == {mine.pk: expected}

    def test_one_statement_for_all(self, alice: User, django_assert_num_queries) -> None:
        for slug in ("one", "two"):
            builders.assign(builders.make_course(slug).work)
        apply_rules(AT)
        mine = list(Assignment.objects.filter(learner=alice))
        with django_assert_num_queries(1):
            assert len(reasons_of(mine)) == 2
