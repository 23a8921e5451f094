"""A manager accepts that somebody did the work elsewhere, and says why."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from academy.assignments.actions import accept_evidence, apply_rule, complete_work
from academy.assignments.models import Assignment, AssignmentEvent, OtherEvidence, Renewal
from academy.assignments.signals import work_done
from academy.evidence.models import Record
from academy.inbox.models import Notice
from academy.staff.models import User
from tests import builders

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 2, 28)
NOTE = "Certificate 4711 of the chamber of commerce."
pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment(alice: User) -> Assignment:
    return builders.assigned(alice)


@pytest.fixture
def path(alice: User, assignment: Assignment) -> str:
    return f"/en/team/people/{alice.pk}/work/{assignment.pk}/evidence/"


@pytest.fixture
def as_bob(bob: User, as_user) -> Client:
    return as_user(bob)


def form(days: int = -3, note: str = NOTE) -> dict[str, str]:
    return {"done_on": (timezone.localdate() + timedelta(days=days)).isoformat(), "note": note}


class TestAction:
    def test_it_is_done_and_the_ledger_holds_no_words(self, alice: User, bob: User, assignment: Assignment) -> None:
        accept_evidence(assignment, DAY, NOTE, bob, AT)
        assignment.refresh_from_db()
        assert (assignment.state, assignment.done_at, assignment.valid_until) == ("done", AT, None)
        assert assignment.events.filter(kind=AssignmentEvent.Kind.DONE).count() == 1
        assert not Notice.objects.visible_to(alice).exists()
        record = Record.objects.get(kind=Record.Kind.EVIDENCE_ACCEPTED)
        assert (record.subject, record.about) == (alice.opaque_id, assignment.work.translation_key)
        body = json.loads(record.body)
        assert (body["done_on"], body["by"]) == ("2026-02-28", str(bob.opaque_id))
        assert "4711" not in record.body

    def test_it_counts_from_the_day_on_which_it_was_done(self, bob: User, assignment: Assignment) -> None:
        Renewal.objects.create(work=assignment.work, months=12)
        accept_evidence(assignment, date(2024, 2, 29), NOTE, bob, AT)
        assignment.refresh_from_db()
        assert assignment.valid_until == date(2025, 2, 28)

    def test_it_is_news(self, bob: User, assignment: Assignment) -> None:
        heard: list[date | None] = []

        def hear(assignments: list[Assignment], **kwargs: object) -> None:
            heard.extend(row.valid_until for row in assignments)

        Renewal.objects.create(work=assignment.work, months=12)
        work_done.connect(hear)
        try:
            accept_evidence(assignment, DAY, NOTE, bob, AT)
        finally:
            work_done.disconnect(hear)
        assert heard == [date(2027, 2, 28)]

    def test_a_repeat_returns_what_stands(self, bob: User, assignment: Assignment) -> None:
        first, second = (accept_evidence(assignment, DAY, NOTE, bob, AT) for _click in range(2))
        assert first == second
        assert OtherEvidence.objects.count() == Record.objects.filter(kind="evidence_accepted").count() == 1

    def test_what_is_done_needs_no_evidence(self, alice: User, bob: User, assignment: Assignment) -> None:
        complete_work(alice, assignment.work, AT)
        assert accept_evidence(assignment, DAY, NOTE, bob, AT) is None
        assert not OtherEvidence.objects.exists()

    def test_a_policy_is_acknowledged(self, alice: User, bob: User, policy: builders.Policy) -> None:
        apply_rule(policy.work.rules.get(), AT)
        with pytest.raises(ValueError, match="acknowledged"):
            accept_evidence(Assignment.objects.get(learner=alice), DAY, NOTE, bob, AT)


class TestView:
    def test_it_works_and_both_see_it(
        self, as_bob: Client, as_alice: Client, alice: User, assignment: Assignment, path: str
    ) -> None:
        assert as_bob.get(path).status_code == 200
        response = as_bob.post(path, form())
        assert response.url == f"/en/team/people/{alice.pk}/"
        for client in (as_bob, as_alice):
            page = client.get(response.url).content.decode()
            assert NOTE in page
            assert "<bdi>Bob</bdi> accepted that" in page
        assert Assignment.objects.get(pk=assignment.pk).state == "done"

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            (form(note=""), "required"),
            (form(2), "still to come"),
            (form(-4100), "ten years ago"),
            ({"done_on": "x", "note": NOTE}, "valid date"),
        ],
    )
    def test_bad_input_is_shown(self, as_bob: Client, path: str, sent: dict[str, str], words: str) -> None:
        assert words in as_bob.post(path, sent).content.decode()
        assert not OtherEvidence.objects.exists()

    def test_what_would_no_longer_count_is_refused(self, as_bob: Client, assignment: Assignment, path: str) -> None:
        Renewal.objects.create(work=assignment.work, months=1, window_days=5)
        assert "It counts for 1 month." in as_bob.get(path).content.decode()
        assert "has to do it anew" in as_bob.post(path, form(-60)).content.decode()
        assert not OtherEvidence.objects.exists()

    def test_a_repeat_is_harmless(self, as_bob: Client, path: str) -> None:
        for _click in range(2):
            assert as_bob.post(path, form()).status_code == 302
        assert OtherEvidence.objects.count() == 1
        assert "There is nothing to accept" in as_bob.get(path).content.decode()

    @pytest.mark.parametrize("name", ["alice", "charlie", "erin"])
    def test_who_does_not_lead_the_person_finds_nothing(
        self, alice: User, charlie: User, erin: User, as_user, path: str, name: str
    ) -> None:
        client = as_user({"alice": alice, "charlie": charlie, "erin": erin}[name])
        assert client.get(path).status_code == 404
        assert client.post(path, form()).status_code == 404
        assert not OtherEvidence.objects.exists()

    def test_a_policy_is_not_found(self, as_bob: Client, alice: User, policy: builders.Policy) -> None:
        apply_rule(policy.work.rules.get(), AT)
        owed = Assignment.objects.get(learner=alice)
        assert as_bob.post(f"/en/team/people/{alice.pk}/work/{owed.pk}/evidence/", form()).status_code == 404

    def test_work_of_another_person_is_not_found(self, as_bob: Client, bob: User, assignment: Assignment) -> None:
        other = builders.assigned(bob)
        path = f"/en/team/people/{assignment.learner_id}/work/{other.pk}/evidence/"
        assert as_bob.get(path).status_code == 404

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, path: str) -> None:
        assert "/sign-in/" in client.get(path).url
