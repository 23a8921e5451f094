"""What publishing a policy keeps, and in which order."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.timezone import now
from wagtail.documents.models import Document

from academy.assignments.models import Assignment, AssignmentRule
from academy.content import publish_scheduled
from academy.evidence.models import Record
from academy.frozen import digest
from academy.inbox.models import Notice
from academy.policies.actions import publish_policy, withdraw_policy
from academy.policies.attachments import open_kept
from academy.policies.models import PolicyAttachment, PolicyPage, PolicyQuestion, PolicyVersion, PolicyWithdrawal
from academy.staff.models import User
from quizzes.models import QuestionVersion
from tests import builders

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def document(title: str = "The form", content: bytes = b"Fill in.") -> Document:
    return Document.objects.create(title=title, file=ContentFile(content, name="form.txt"))


def attached(*documents: Document) -> str:
    return json.dumps(
        [{"type": "document", "value": one.pk, "id": builders.key("attachment", one.pk)} for one in documents]
    )


class TestAttachments:
    def test_the_text_names_them_by_their_hash(self) -> None:
        policy = builders.make_policy(attachments=attached(document()))
        (named,) = policy.version.texts.get().payload["attachments"]
        kept = PolicyAttachment.objects.get()
        assert named == {"title": "The form", "filename": kept.filename, "sha256": kept.sha256, "size": 8}
        with open_kept(kept.sha256) as file:
            assert file.read() == b"Fill in."

    def test_replacing_or_deleting_the_file_changes_nothing(self, as_alice: Client) -> None:
        one = document()
        builders.make_policy(attachments=attached(one))
        kept = PolicyAttachment.objects.get()
        one.file.save("form.txt", ContentFile(b"Something else."))
        one.delete()
        response = as_alice.get(f"/en/learn/policies/files/{kept.pk}/")
        assert b"".join(response) == b"Fill in."
        assert response["ETag"] == f'"{kept.sha256}"'
        assert as_alice.get(response.wsgi_request.path, headers={"If-None-Match": response["ETag"]}).status_code == 304

    def test_another_file_makes_another_version(self) -> None:
        one = document()
        policy = builders.make_policy(attachments=attached(one))
        builders.republish(policy.page, attachments=attached(one))
        assert policy.version.number == 1
        builders.republish(policy.page, attachments=attached(document(content=b"New.")))
        assert policy.version.number == 2

    def test_a_text_without_files_keeps_the_hash_that_it_always_had(self, policy: builders.Policy) -> None:
        text = policy.version.texts.get()
        assert set(text.payload) == {"title", "summary", "why", "change_summary", "clauses"}
        assert text.sha256 == digest(text.payload)

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client) -> None:
        builders.make_policy(attachments=attached(document()))
        address = f"/en/learn/policies/files/{PolicyAttachment.objects.get().pk}/"
        assert client.get(address).url.startswith("/en/sign-in/")

    def test_a_file_that_is_none_does_not_exist(self, as_alice: Client) -> None:
        assert as_alice.get("/en/learn/policies/files/99/").status_code == 404

    def test_where_the_policy_is_private_so_are_its_files(self, as_alice: Client) -> None:
        policy = builders.make_policy(attachments=attached(document()))
        policy.page.view_restrictions.create(restriction_type="groups")
        assert as_alice.get(f"/en/learn/policies/files/{PolicyAttachment.objects.get().pk}/").status_code == 404


class TestQuestions:
    def test_the_version_keeps_them_with_their_clause(self) -> None:
        question = builders.make_question("How much?")
        asked = PolicyQuestion(question=question, clause_id=builders.key("clause", 0), sort_order=0)
        policy = builders.make_policy(policy_questions=[asked])
        version = QuestionVersion.objects.get(question__translation_key=question.translation_key)
        assert policy.version.questions == [{"question": version.pk, "clause": builders.key("clause", 0)}]

    def test_another_question_makes_another_version(self) -> None:
        policy = builders.make_policy()
        asked = PolicyQuestion(question=builders.make_question("How much?"), clause_id=builders.key("clause", 0))
        builders.republish(policy.page, policy_questions=[asked], change_class="editorial")
        assert policy.version.number == 2
        assert policy.version.sha256 == PolicyVersion.objects.get(number=1).sha256


class TestTerms:
    def test_days_are_working_days(self, django_capture_on_commit_callbacks) -> None:
        policy = builders.make_policy(due_on=None, due_days=5)
        rule = AssignmentRule.objects.get(work=policy.work)
        assert (rule.due_days, rule.working_days, policy.version.due_days) == (5, True, 5)

    def test_people_are_asked_before_it_is_in_force(self, alice: User, django_capture_on_commit_callbacks) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            policy = builders.make_policy(effective_on=date(2029, 12, 1))
        assert Assignment.objects.open().filter(learner=alice, work=policy.work).exists()
        assert PolicyVersion.objects.in_force(policy.work, now()) is None
        assert PolicyVersion.objects.to_come(policy.work, now()).number == 1

    def test_the_ledger_says_who_published_what(self, bob: User) -> None:
        policy = builders.make_policy()
        publish_policy(PolicyPage.objects.get(), bob, AT)
        builders.republish(policy.page, title="Other").save_revision(user=bob)
        first, second = Record.objects.filter(kind="policy_published")
        assert json.loads(first.body)["sha256"] == PolicyVersion.objects.get(number=1).sha256
        assert json.loads(second.body)["version"] == 2


class TestScheduling:
    def test_nothing_is_kept_before_its_moment(self) -> None:
        index = builders.make_policy().page.get_parent()
        page = PolicyPage(
            title="Later", slug="later", summary="s", change_summary="c", clauses=builders.clauses("One."),
            audience=builders.everybody(), due_on=date(2030, 1, 4), live=False, locale=index.locale,
        )  # fmt: skip
        index.add_child(instance=page)
        page.go_live_at = now() + timedelta(hours=1)
        page.save_revision().publish()
        assert PolicyVersion.objects.latest_of_key(page.translation_key) is None
        page.revisions.update(approved_go_live_at=now() - timedelta(minutes=1))
        PolicyPage.objects.filter(pk=page.pk).update(go_live_at=now() - timedelta(minutes=1))
        revision = page.revisions.get()
        revision.content["go_live_at"] = (now() - timedelta(minutes=1)).isoformat()
        revision.save()
        publish_scheduled(now())
        assert PolicyVersion.objects.latest_of_key(page.translation_key).number == 1


class TestWithdrawing:
    @pytest.fixture
    def withdrawn(self, alice: User, bob: User, django_capture_on_commit_callbacks) -> builders.Policy:
        with django_capture_on_commit_callbacks(execute=True):
            policy = builders.make_policy()
        for _click in range(2):
            withdraw_policy(policy.work, bob, "It did harm.", AT)
        return policy

    def test_nobody_is_asked_any_more_and_everybody_is_told(self, alice: User, withdrawn: builders.Policy) -> None:
        assert Assignment.objects.get(learner=alice).state == Assignment.State.CLOSED
        assert Notice.objects.visible_to(alice).get().kind == Notice.Kind.POLICY_WITHDRAWN
        assert not AssignmentRule.objects.filter(active=True).exists()

    def test_it_is_kept_and_recorded_once(self, withdrawn: builders.Policy) -> None:
        assert PolicyWithdrawal.objects.get().reason == "It did harm."
        assert Record.objects.filter(kind="policy_withdrawn").count() == 1
        standing = PolicyVersion.objects.standing_of(withdrawn.work, AT + timedelta(days=999))
        assert standing.in_force is None

    def test_published_again_it_asks_everybody(self, alice: User, withdrawn: builders.Policy) -> None:
        builders.republish(withdrawn.page, change_class="editorial")
        assert (withdrawn.version.number, withdrawn.version.change_class) == (2, "material")
        assert PolicyVersion.objects.in_force(withdrawn.work, now()).number == 2

    def test_what_was_never_published_can_not_be_withdrawn(self, bob: User, course: builders.Course) -> None:
        assert withdraw_policy(course.work, bob, "No.", AT) is None
