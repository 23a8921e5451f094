from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.test import Client

from academy.assignments.models import Assignment, AssignmentEvent
from academy.frozen import FrozenError
from academy.inbox.models import Notice
from academy.policies.actions import Refusal, Refused, acknowledge
from academy.policies.models import Acknowledgement, PolicyText, PolicyVersion
from academy.staff.models import User
from tests import builders

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def published(alice: User, django_capture_on_commit_callbacks) -> builders.Policy:
    """A policy for everybody, with the worker's part done."""
    with django_capture_on_commit_callbacks(execute=True):
        return builders.make_policy()


class TestPublishing:
    def test_it_freezes_a_version_with_its_text(self, policy: builders.Policy) -> None:
        text = policy.version.texts.get()
        assert policy.version.number == 1
        assert [clause["number"] for clause in text.payload["clauses"]] == ["1", "2"]
        assert text.payload["clauses"][0]["text"] == "<p>Up to 50 euros.</p>"

    def test_the_people_concerned_have_it_at_once(self, alice: User, published: builders.Policy) -> None:
        assignment = Assignment.objects.get(learner=alice)
        assert assignment.due_at == datetime(2030, 1, 4, 23, 59, 59, tzinfo=UTC)
        assert Notice.objects.get(recipient=alice).kind == Notice.Kind.POLICY_ASSIGNED

    def test_they_are_mailed_in_their_language(self, make_person, django_capture_on_commit_callbacks) -> None:
        make_person("parisa", language="fa", time_zone="Asia/Tehran")
        with django_capture_on_commit_callbacks(execute=True):
            builders.make_policy()
        (message,) = mail.outbox
        assert message.to == ["parisa@example.com"]
        assert "/fa/learn/work/" in message.body

    def test_publishing_it_unchanged_makes_no_version(self, policy: builders.Policy) -> None:
        builders.republish(policy.page)
        assert PolicyVersion.objects.count() == 1

    def test_a_material_change_asks_again_and_takes_the_older_one_back(
        self, alice: User, published: builders.Policy, django_capture_on_commit_callbacks
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            builders.republish(published.page, clauses=builders.clauses("Up to 80 euros.", "Within 30 days."))
        states = dict(Assignment.objects.filter(learner=alice).values_list("cycle", "state"))
        assert states == {1: Assignment.State.SUPERSEDED, 2: Assignment.State.OPEN}
        assert Notice.objects.visible_to(alice).get().about.endswith(":2")

    @pytest.mark.parametrize(("change_class", "told"), [("editorial", 0), ("clarification", 1)])
    def test_a_smaller_change_asks_nobody_again(
        self, alice: User, published: builders.Policy, django_capture_on_commit_callbacks, change_class: str, told: int
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            builders.republish(
                published.page, clauses=builders.clauses("Up to fifty euros.", "30 days."), change_class=change_class
            )
        assert published.version.number == 2
        assert list(Assignment.objects.filter(learner=alice).values_list("cycle", flat=True)) == [1]
        assert Notice.objects.filter(recipient=alice, kind=Notice.Kind.POLICY_CLARIFIED).count() == told

    def test_the_first_version_is_always_material(self, alice: User) -> None:
        assert builders.make_policy(change_class="editorial").version.change_class == "material"

    def test_a_translation_adds_its_text_and_asks_nobody(
        self, alice: User, published: builders.Policy, django_capture_on_commit_callbacks
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            builders.translate(published.page, "fa", title="بازپرداخت")
        assert PolicyVersion.objects.count() == 1
        assert published.version.texts.count() == 2
        assert Assignment.objects.filter(learner=alice).count() == 1

    def test_a_translation_with_other_clauses_is_out_of_date(self, policy: builders.Policy) -> None:
        builders.translate(policy.page, "fa", clauses=builders.clauses("یک"))
        assert policy.version.texts.count() == 1

    @pytest.mark.parametrize("model", [PolicyVersion, PolicyText])
    def test_versions_are_never_changed(self, policy: builders.Policy, model: type) -> None:
        row = model.objects.get()
        for change in (row.save, row.delete, model.objects.all().delete):
            with pytest.raises(FrozenError):
                change()


class TestAcknowledging:
    def test_it_keeps_the_exact_text_and_closes_the_work(
        self, as_alice: Client, alice: User, published: builders.Policy
    ) -> None:
        text = published.version.texts.get()
        response = as_alice.post(f"/en/learn/policies/{text.pk}/acknowledge/")
        assert response.url == "/en/policies/refunds/#acknowledge"
        assert Acknowledgement.objects.get().text == text
        assert Assignment.objects.get(learner=alice).state == Assignment.State.DONE
        kinds = AssignmentEvent.objects.filter(assignment__learner=alice).values_list("kind", flat=True)
        assert set(kinds) == {"assigned", "done"}
        assert not Notice.objects.visible_to(alice).exists()

    def test_a_repeat_is_harmless(self, as_alice: Client, published: builders.Policy) -> None:
        text = published.version.texts.get()
        for _click in range(2):
            assert as_alice.post(f"/en/learn/policies/{text.pk}/acknowledge/").status_code == 302
        assert Acknowledgement.objects.count() == 1

    def test_a_text_that_was_replaced_meanwhile_is_refused(
        self, as_alice: Client, alice: User, published: builders.Policy
    ) -> None:
        old = published.version.texts.get()
        builders.republish(published.page, clauses=builders.clauses("Up to 80 euros.", "30 days."))
        with pytest.raises(Refused) as refusal:
            acknowledge(alice, old, AT)
        assert refusal.value.reason is Refusal.REPLACED
        page = as_alice.post(f"/en/learn/policies/{old.pk}/acknowledge/", follow=True).content.decode()
        assert "A newer version was published while you were reading" in page
        assert not Acknowledgement.objects.exists()

    def test_an_editorial_change_does_not_stand_in_the_way(
        self, as_alice: Client, alice: User, published: builders.Policy
    ) -> None:
        builders.republish(published.page, clauses=builders.clauses("Up to €50.", "30 days."), change_class="editorial")
        text = published.version.texts.get()
        as_alice.post(f"/en/learn/policies/{text.pk}/acknowledge/")
        assert Acknowledgement.objects.get().version.number == 2
        assert Assignment.objects.get(learner=alice).state == Assignment.State.DONE

    def test_a_text_that_is_none_does_not_exist(self, as_alice: Client) -> None:
        assert as_alice.post("/en/learn/policies/999/acknowledge/").status_code == 404

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, policy: builders.Policy) -> None:
        text = policy.version.texts.get()
        assert client.post(f"/en/learn/policies/{text.pk}/acknowledge/").url.startswith("/en/sign-in/")
        assert not Acknowledgement.objects.exists()


class TestReading:
    def test_readers_see_the_version_and_not_the_draft(self, as_alice: Client, policy: builders.Policy) -> None:
        page = builders.PolicyPage.objects.get()
        page.title = "A draft"
        page.save_revision()
        content = as_alice.get("/en/policies/refunds/").content.decode()
        assert "Up to 50 euros." in content
        assert "A draft" not in content

    def test_the_form_is_there_while_it_is_asked_for(self, as_alice: Client, published: builders.Policy) -> None:
        assert "/acknowledge/" in as_alice.get("/en/policies/refunds/").content.decode()
        as_alice.post(f"/en/learn/policies/{published.version.texts.get().pk}/acknowledge/")
        assert "/acknowledge/" not in as_alice.get("/en/policies/refunds/").content.decode()

    def test_the_shelf_lists_what_is_owed(self, as_alice: Client, published: builders.Policy) -> None:
        (shelved,) = as_alice.get("/en/policies/").context["policies"]
        assert shelved.asks
        assert shelved.version.acknowledged_at is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"audience": ""}, "audience"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": "2026-01-01"}, "due_on"),
        ({"policy_owner": ""}, "policy_owner"),
        ({"review_on": ""}, "review_on"),
        ({"change_summary": "The first version."}, "change_summary"),
    ],
)
def test_the_form_asks_for_what_publishing_needs(
    bob: User, policy: builders.Policy, change: dict[str, str], field: str
) -> None:
    form_class = policy.page.get_edit_handler().get_form_class()
    data = {
        "title": "Refunds",
        "slug": "refunds",
        "summary": "What may be given back.",
        "why": "",
        "change_class": "material",
        "change_summary": "More money.",
        "effective_on": "2026-03-02",
        "audience": str(policy.page.audience_id),
        "due_on": str(date(2030, 1, 4)),
        "due_days": "",
        "policy_owner": str(bob.pk),
        "review_on": "2030-06-03",
        "attachments-count": "0",
        "policy_questions-TOTAL_FORMS": "0",
        "policy_questions-INITIAL_FORMS": "0",
        "skills": "",
        "clauses-count": "1",
        "clauses-0-deleted": "",
        "clauses-0-order": "0",
        "clauses-0-type": "clause",
        "clauses-0-id": builders.key("clause", 0),
        "clauses-0-value-level": "1",
        "clauses-0-value-heading": "",
        "clauses-0-value-text": '{"blocks": [{"key": "a", "text": "Up to 80 euros.", "type": "unstyled", "depth": 0, '
        '"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
    }  # fmt: skip
    valid = form_class(data, instance=policy.page, for_user=bob, parent_page=policy.page.get_parent())
    assert valid.is_valid(), valid.errors
    form = form_class({**data, **change}, instance=policy.page, for_user=bob, parent_page=policy.page.get_parent())
    assert list(form.errors) == [field]
