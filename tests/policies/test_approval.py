"""The page before publishing, and the second person."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from academy.content import publish_scheduled
from academy.inbox.models import Notice
from academy.policies.actions import NotDecided, Obstacle, approve, ask_approval, publish_policy, send_back
from academy.policies.domain.changes import Kind
from academy.policies.effect import effect_of
from academy.policies.models import NotApproved, PolicyApproval, PolicyPage, PolicyVersion
from academy.staff.models import Absence, User
from tests import builders

pytestmark = pytest.mark.django_db


def draft(policy: builders.Policy, by: User, **changes: object) -> PolicyPage:
    """A change that is saved and not published, by somebody."""
    page = PolicyPage.objects.get(pk=policy.page.pk)
    values = {"clauses": builders.clauses("Up to 80 euros.", "Within 30 days."), "change_summary": "More.", **changes}
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision(user=by)
    return PolicyPage.objects.get(pk=page.pk)


def address(page: PolicyPage) -> str:
    return f"/admin/policies/{page.pk}/publish/{page.latest_revision_id}/"


@pytest.fixture
def guarded(bob: User) -> builders.Policy:
    """A policy that needs a second person, whose first version was agreed to."""
    policy = builders.make_policy()
    PolicyPage.objects.filter(pk=policy.page.pk).update(needs_approval=True)
    return policy


def ours(queries: CaptureQueriesContext) -> list[str]:
    """All but what wagtail-localize asks for its buttons, once for each row of every list of pages."""
    return [one["sql"] for one in queries if not re.search(r"wagtail_localize|alias_of_id\" IS NOT NULL", one["sql"])]


class TestEffect:
    def test_it_counts_the_people_concerned(self, alice: User, bob: User, make_person: Callable[..., User]) -> None:
        parisa = make_person("parisa", language="fa")
        Absence.objects.create(person=parisa, starts_on=localdate(), ends_on=localdate())
        policy = builders.make_policy()
        page = draft(policy, bob)
        effect = effect_of(page.get_latest_revision_as_object(), now())
        people = effect.people
        assert (effect.number, effect.before, people.on_leave, people.untranslated) == (2, 1, 1, 1)
        assert people.count == User.objects.active().count()
        assert effect.hours == pytest.approx(people.count * effect.minutes / 60)
        assert [one.kind for one in effect.told] == [Kind.CHANGED]

    def test_unchanged_words_make_no_version(self, bob: User, policy: builders.Policy) -> None:
        page = draft(policy, bob, clauses=policy.page.clauses, change_summary=policy.page.change_summary)
        assert effect_of(page.get_latest_revision_as_object(), now()).number is None

    def test_any_number_of_people_costs_the_same(self, bob: User, make_person, policy: builders.Policy) -> None:
        page = draft(policy, bob).get_latest_revision_as_object()
        effect_of(page, now())
        with CaptureQueriesContext(connection) as few:
            effect_of(page, now())
        for number in range(5):
            make_person(f"person{number}", language="is")
        with CaptureQueriesContext(connection) as many:
            effect_of(page, now())
        assert len(many) == len(few) <= 12


class TestConfirming:
    def test_pressing_publish_publishes_nothing_yet(self, as_user, bob: User, policy: builders.Policy) -> None:
        page = draft(policy, bob)
        response = as_user(bob).get(address(page))
        assert "Material change: everybody concerned is asked to acknowledge it." in response.content.decode()
        assert policy.version.number == 1

    def test_confirming_publishes(self, as_user, bob: User, policy: builders.Policy) -> None:
        page = draft(policy, bob)
        for _click in range(2):
            assert as_user(bob).post(address(page)).status_code == 302
        assert (policy.version.number, policy.version.published_by) == (2, bob)

    def test_who_presses_it_publishes_what_another_wrote(self, as_user, bob, erin, policy: builders.Policy) -> None:
        as_user(bob).post(address(draft(policy, erin)))
        assert policy.version.published_by == bob

    def test_a_draft_that_was_changed_since_is_looked_at_again(self, as_user, bob, policy: builders.Policy) -> None:
        page = draft(policy, bob)
        draft(policy, bob, title="Other")
        assert as_user(bob).post(address(page)).url == f"/admin/pages/{page.pk}/edit/"
        assert policy.version.number == 1

    def test_what_is_incomplete_is_not_published(self, as_user, bob: User, policy: builders.Policy) -> None:
        assert "/edit/" in as_user(bob).post(address(draft(policy, bob, audience=None))).url
        assert policy.version.number == 1

    def test_an_editor_may_not(self, as_user, erin: User, policy: builders.Policy) -> None:
        assert as_user(erin).post(address(draft(policy, erin))).status_code == 302
        assert policy.version.number == 1

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, bob: User, policy: builders.Policy) -> None:
        assert "sign-in" in client.get(address(draft(policy, bob))).url

    def test_a_policy_that_is_none_does_not_exist(self, as_user, bob: User) -> None:
        assert as_user(bob).get("/admin/policies/999/publish/1/", follow=True).status_code == 404


class TestApproval:
    def test_one_alone_only_asks(self, as_user, bob: User, dana: User, guarded: builders.Policy) -> None:
        as_user(bob).post(address(draft(guarded, bob)))
        approval = PolicyApproval.objects.get()
        assert guarded.version.number == 1
        assert Notice.objects.filter(kind=Notice.Kind.POLICY_APPROVAL, recipient=dana).exists()
        assert not Notice.objects.filter(kind=Notice.Kind.POLICY_APPROVAL, recipient=bob).exists()
        assert "Policies that wait for you" in as_user(dana).get("/admin/").content.decode()
        page = as_user(bob).get(f"/admin/policies/approvals/{approval.pk}/").content.decode()
        assert "You asked for this yourself." in page
        assert "Agree and publish" not in page

    def test_another_agrees_and_it_is_published(self, as_user, bob, dana, guarded: builders.Policy) -> None:
        as_user(bob).post(address(draft(guarded, bob)))
        approval = PolicyApproval.objects.get()
        assert "Agree and publish" in as_user(dana).get(f"/admin/policies/approvals/{approval.pk}/").content.decode()
        for _click in range(2):
            as_user(dana).post(f"/admin/policies/approvals/{approval.pk}/agree/")
        version = guarded.version
        assert (version.number, version.published_by, version.approved_by) == (2, bob, dana)
        assert not Notice.objects.visible_to(dana).filter(kind=Notice.Kind.POLICY_APPROVAL).exists()

    def test_nobody_agrees_to_their_own(self, bob: User, erin: User, dana: User, guarded: builders.Policy) -> None:
        revision = draft(guarded, dana).latest_revision
        approval = ask_approval(revision, bob, now())
        for person, reason in ((bob, Obstacle.ASKED), (dana, Obstacle.WROTE)):
            with pytest.raises(NotDecided) as refused:
                approve(approval, person, now())
            assert refused.value.reason is reason

    def test_what_was_written_into_it_afterwards_is_not_agreed_to(self, bob, dana, guarded: builders.Policy) -> None:
        page = draft(guarded, bob)
        approval = ask_approval(page.latest_revision, bob, now())
        page.title = "Something else"
        page.save_revision(user=bob, overwrite_revision=page.latest_revision, clean=False)
        approval.refresh_from_db()
        with pytest.raises(NotDecided) as refused:
            approve(PolicyApproval.objects.get(pk=approval.pk), dana, now())
        assert refused.value.reason is Obstacle.CHANGED

    def test_sent_back_with_a_note(self, as_user, bob: User, dana: User, guarded: builders.Policy) -> None:
        approval = ask_approval(draft(guarded, bob).latest_revision, bob, now())
        place = f"/admin/policies/approvals/{approval.pk}/"
        assert "Say what has to change" in as_user(dana).post(f"{place}send-back/", {"note": ""}).content.decode()
        as_user(dana).post(f"{place}send-back/", {"note": "Name the limit."})
        assert guarded.version.number == 1
        assert Notice.objects.filter(kind=Notice.Kind.POLICY_SENT_BACK, recipient=bob).exists()
        assert "Name the limit." in as_user(bob).get(place).content.decode()
        assert "sent back by" in as_user(bob).get("/admin/").content.decode()

    def test_asking_again_takes_the_earlier_one_back(self, bob: User, guarded: builders.Policy) -> None:
        first = ask_approval(draft(guarded, bob).latest_revision, bob, now())
        assert ask_approval(first.revision, bob, now()) == first
        second = ask_approval(draft(guarded, bob, title="Other").latest_revision, bob, now())
        assert list(PolicyApproval.objects.waiting()) == [second]

    def test_no_other_way_leads_past_it(self, bob: User, guarded: builders.Policy) -> None:
        page = draft(guarded, bob)
        with pytest.raises(NotApproved):
            page.latest_revision.publish(user=bob)
        with pytest.raises(NotApproved):
            publish_policy(page.get_latest_revision_as_object(), bob, now(), page.latest_revision)
        assert guarded.version.number == 1

    def test_nobody_alone_takes_the_need_away(self, bob: User, guarded: builders.Policy) -> None:
        with pytest.raises(NotApproved):
            draft(guarded, bob, needs_approval=False).latest_revision.publish(user=bob)

    def test_the_clock_publishes_nothing_that_is_not_agreed_to(self, bob: User, guarded: builders.Policy) -> None:
        page = draft(guarded, bob)
        page.revisions.filter(pk=page.latest_revision_id).update(approved_go_live_at=now() - timedelta(minutes=1))
        publish_scheduled(now())
        assert guarded.version.number == 1
        assert page.latest_revision.approved_go_live_at is None

    def test_agreed_to_for_later_the_clock_publishes_it(self, bob, dana, guarded: builders.Policy, monkeypatch) -> None:
        later = now().replace(microsecond=0) + timedelta(hours=1)
        page = draft(guarded, bob, go_live_at=later)
        approve(ask_approval(page.latest_revision, bob, now()), dana, now())
        assert guarded.version.number == 1
        revision = page.latest_revision
        assert revision.approved_go_live_at == later
        monkeypatch.setattr("django.utils.timezone.now", lambda: later + timedelta(minutes=1))
        publish_scheduled(later)
        assert (guarded.version.number, guarded.version.approved_by) == (2, dana)

    def test_an_editor_sees_it_and_may_not_agree(self, as_user, bob, erin, guarded: builders.Policy) -> None:
        approval = ask_approval(draft(guarded, bob).latest_revision, bob, now())
        place = f"/admin/policies/approvals/{approval.pk}/"
        assert "Agree and publish" not in as_user(erin).get(place).content.decode()
        as_user(erin).post(f"{place}agree/")
        as_user(erin).post(f"{place}send-back/", {"note": "No."})
        assert PolicyApproval.objects.waiting().exists()

    def test_a_translation_needs_none(self, bob: User, guarded: builders.Policy) -> None:
        builders.translate(guarded.page, "fa", needs_approval=True)
        assert guarded.version.texts.count() == 2

    def test_taken_back_by_who_asked(self, as_user, bob: User, guarded: builders.Policy) -> None:
        approval = ask_approval(draft(guarded, bob).latest_revision, bob, now())
        as_user(bob).post(f"/admin/policies/approvals/{approval.pk}/send-back/")
        assert not PolicyApproval.objects.waiting().exists()
        with pytest.raises(NotDecided):
            send_back(approval, bob, "", now())


class TestReviewedByWorkflow:
    def test_a_policy_waits_for_who_has_seen_what_it_does(self, as_user, bob, erin, policy: builders.Policy) -> None:
        page = draft(policy, erin)
        page.get_workflow().start(page, erin)
        state = page.current_workflow_state
        state.current_task_state.approve(user=bob)
        assert policy.version.number == 1
        assert "passed its review, not published yet" in as_user(bob).get("/admin/").content.decode()
        as_user(bob).post(address(page))
        assert policy.version.number == 2

    def test_a_lesson_is_published_by_it(self, bob, erin, course: builders.Course) -> None:
        lesson = course.lessons[0]
        lesson.title = "Reviewed"
        lesson.save_revision(user=erin)
        lesson.get_workflow().start(lesson, erin)
        lesson.current_workflow_state.current_task_state.approve(user=bob)
        lesson.refresh_from_db()
        assert lesson.title == "Reviewed"


class TestList:
    def test_it_says_how_each_stands_and_costs_the_same(self, as_user, bob: User, policy: builders.Policy) -> None:
        builders.republish(
            policy.page, clauses=builders.clauses("80 euros."), effective_on=localdate() + timedelta(days=9)
        )
        browser = as_user(bob)
        browser.get("/admin/policy_list/")
        with CaptureQueriesContext(connection) as few:
            assert "Version 1; version 2 from" in browser.get("/admin/policy_list/").content.decode()
        for number in range(3):
            builders.make_policy(f"policy-{number}", policy_owner=bob, review_on=localdate())
        with CaptureQueriesContext(connection) as many:
            page = browser.get("/admin/policy_list/").content.decode()
        assert "Version 1" in page
        assert len(ours(many)) <= len(ours(few)) + 1  # the owners, where there are any

    def test_a_policy_that_waits_says_so(self, as_user, bob: User, guarded: builders.Policy) -> None:
        ask_approval(draft(guarded, bob).latest_revision, bob, now())
        assert "Approval" in as_user(bob).get("/admin/policy_list/").content.decode()


class TestWithdrawing:
    def test_with_a_reason(self, as_user, bob: User, policy: builders.Policy) -> None:
        place = f"/admin/policies/{policy.page.pk}/withdraw/"
        assert "no version of this policy is in force" in as_user(bob).get(place).content.decode()
        assert "Say why, in a sentence." in as_user(bob).post(place, {"reason": ""}).content.decode()
        for _click in range(2):
            assert as_user(bob).post(place, {"reason": "It did harm."}).url == f"/admin/pages/{policy.page.pk}/edit/"
        assert PolicyVersion.objects.in_force(policy.work, now()) is None
        assert "Withdrawn" in as_user(bob).get("/admin/policy_list/").content.decode()

    def test_an_editor_may_not(self, as_user, erin: User, policy: builders.Policy) -> None:
        as_user(erin).post(f"/admin/policies/{policy.page.pk}/withdraw/", {"reason": "No."})
        assert PolicyVersion.objects.in_force(policy.work, now())
