"""A manager gives one person another date, with a reason that the person reads."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from academy.assignments.actions import complete_work, move_due
from academy.assignments.models import Assignment, AssignmentEvent, Extension
from academy.evidence.models import Record
from academy.inbox.models import Notice
from academy.staff.models import User
from tests import builders

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
REASON = "She was ill for a week."
MOVED = AssignmentEvent.Kind.MOVED
pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(alice: User) -> Assignment:
    return builders.assigned(alice)


@pytest.fixture
def path(alice: User, assignment: Assignment) -> str:
    return f"/en/team/people/{alice.pk}/work/{assignment.pk}/date/"


@pytest.fixture
def as_bob(bob: User, as_user) -> Client:
    return as_user(bob)


class TestAction:
    def test_the_date_counts_where_the_person_is(self, alice: User, bob: User, assignment: Assignment) -> None:
        alice.time_zone = "Asia/Manila"
        assignment.learner = alice
        extension = move_due(assignment, date(2026, 5, 12), REASON, bob, AT)
        assignment.refresh_from_db()
        assert assignment.due_at == extension.due_at == datetime(2026, 5, 12, 15, 59, 59, tzinfo=UTC)

    def test_what_happened_is_kept_and_the_ledger_holds_no_words(
        self, alice: User, bob: User, assignment: Assignment
    ) -> None:
        move_due(assignment, date(2026, 5, 12), REASON, bob, AT)
        event = AssignmentEvent.objects.get(kind=MOVED)
        assert (event.at, event.due_at, event.team_id) == (AT, assignment_due(assignment), alice.team_id)
        record = Record.objects.get(kind=Record.Kind.DATE_MOVED)
        assert (record.subject, record.about) == (alice.opaque_id, assignment.work.translation_key)
        assert json.loads(record.body)["by"] == str(bob.opaque_id)
        assert REASON not in record.body
        assert Notice.objects.visible_to(alice).get().due_at == event.due_at

    def test_a_repeat_returns_what_stands(self, bob: User, assignment: Assignment) -> None:
        first, second = (move_due(assignment, date(2026, 5, 12), REASON, bob, AT) for _click in range(2))
        assert first == second
        assert (Extension.objects.count(), AssignmentEvent.objects.filter(kind=MOVED).count()) == (1, 1)

    def test_the_latest_counts(self, bob: User, assignment: Assignment) -> None:
        for day in (12, 14, 12):
            move_due(assignment, date(2026, 5, day), REASON, bob, AT)
        assert assignment_due(assignment).day == 12
        assert Extension.objects.count() == 3

    def test_what_is_done_is_not_moved(self, alice: User, bob: User, assignment: Assignment) -> None:
        complete_work(alice, assignment.work, AT)
        assert move_due(assignment, date(2026, 5, 12), REASON, bob, AT) is None
        assert not Extension.objects.exists()


def assignment_due(assignment: Assignment) -> datetime:
    return Assignment.objects.get(pk=assignment.pk).due_at


class TestView:
    def test_it_works_and_both_see_it(
        self, as_bob: Client, as_alice: Client, alice: User, assignment: Assignment, path: str
    ) -> None:
        day = now().date() + timedelta(days=20)
        assert as_bob.get(path).status_code == 200
        person = as_bob.get(f"/en/team/people/{alice.pk}/").content.decode()
        assert f'row-action" href="{path}"' in person  # above the link that covers the row
        response = as_bob.post(path, {"due_on": day.isoformat(), "reason": REASON})
        assert response.url == f"/en/team/people/{alice.pk}/"
        for client in (as_bob, as_alice):
            page = client.get(response.url).content.decode()
            assert REASON in page
            assert "<bdi>Bob</bdi> gave until" in page
        assert "Move the date" not in page

    @pytest.mark.parametrize(
        ("days", "reason", "words"),
        [
            (5, "", "required"),
            (-2, REASON, "That day is over"),
            (9999, REASON, "ten years"),
            (None, REASON, "valid date"),
        ],
    )
    def test_bad_input_is_shown(self, as_bob: Client, path: str, days: int | None, reason: str, words: str) -> None:
        day = "x" if days is None else (now().date() + timedelta(days=days)).isoformat()
        assert words in as_bob.post(path, {"due_on": day, "reason": reason}).content.decode()
        assert not Extension.objects.exists()

    def test_a_repeat_is_harmless(self, as_bob: Client, path: str) -> None:
        for _click in range(2):
            as_bob.post(path, {"due_on": (now().date() + timedelta(days=20)).isoformat(), "reason": REASON})
        assert Extension.objects.count() == 1

    @pytest.mark.parametrize("name", ["alice", "charlie", "erin"])
    def test_who_does_not_lead_the_person_finds_nothing(
        self, alice: User, charlie: User, erin: User, as_user, path: str, name: str
    ) -> None:
        client = as_user({"alice": alice, "charlie": charlie, "erin": erin}[name])
        assert client.get(path).status_code == 404
        assert client.post(path, {"due_on": "2030-01-01", "reason": REASON}).status_code == 404
        assert not Extension.objects.exists()

    def test_work_of_another_person_is_not_found(self, as_bob: Client, bob: User, assignment: Assignment) -> None:
        other = builders.assigned(bob)
        assert as_bob.get(f"/en/team/people/{assignment.learner_id}/work/{other.pk}/date/").status_code == 404

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, path: str) -> None:
        assert "/sign-in/" in client.get(path).url

    def test_the_record_asks_the_same_number_of_statements(
        self, as_bob: Client, bob: User, alice: User, assignment: Assignment, django_assert_max_num_queries
    ) -> None:
        page = f"/en/team/people/{alice.pk}/"
        move_due(assignment, date(2026, 5, 11), REASON, bob, AT)
        as_bob.get(page)
        with django_assert_max_num_queries(25) as first:
            as_bob.get(page)
        for day in (12, 13, 14):
            move_due(assignment, date(2026, 5, day), REASON, bob, AT)
        with django_assert_max_num_queries(len(first)):
            as_bob.get(page)
