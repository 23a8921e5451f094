"""A policy comes up for review: the owner is told once, and sees what was asked at its clauses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from academy.inbox.models import Notice
from academy.policies.actions import tell_of_reviews
from academy.policies.models import ClauseQuestion, PolicyPage
from academy.staff.models import User
from tests import builders

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)
LIMIT = builders.key("clause", 0)


@pytest.fixture
def due(bob: User) -> builders.Policy:
    """Bob's policy, whose day of review is the day of AT."""
    return builders.make_policy(policy_owner=bob, review_on=DAY)


def told(person: User) -> list[Notice]:
    return list(Notice.objects.filter(recipient=person, kind=Notice.Kind.POLICY_REVIEW_DUE).order_by("pk"))


def place(policy: builders.Policy) -> str:
    return f"/admin/policies/{policy.page.pk}/review/"


def ask(policy: builders.Policy, person: User, words: str, clause: str = LIMIT, **more: object) -> ClauseQuestion:
    values = {"kind": "question", "at": AT, **more}
    return ClauseQuestion.objects.create(version=policy.version, clause_id=clause, asker=person, text=words, **values)


class TestTelling:
    def test_the_owner_is_told_once_of_a_day(self, bob: User, due: builders.Policy) -> None:
        for minute in range(3):
            assert tell_of_reviews(AT + timedelta(minutes=minute)) == 1
        (notice,) = told(bob)
        assert notice.path == f"/learn/policies/{due.page.pk}/review/"

    @pytest.mark.parametrize(("days", "expected"), [(-1, 0), (0, 1), (1, 1)])
    def test_on_the_day_and_not_before(self, bob: User, due: builders.Policy, days: int, expected: int) -> None:
        assert tell_of_reviews(AT + timedelta(days=days)) == expected
        assert len(told(bob)) == expected

    def test_the_next_day_of_review_is_told_anew(self, bob: User, due: builders.Policy) -> None:
        tell_of_reviews(AT)
        builders.republish(due.page, review_on=DAY + timedelta(days=30))
        tell_of_reviews(AT + timedelta(days=29))
        assert len(told(bob)) == 1
        tell_of_reviews(AT + timedelta(days=30))
        assert len(told(bob)) == 2

    def test_without_a_day_or_a_live_page_nobody_is_told(self, bob: User, due: builders.Policy) -> None:
        builders.make_policy("lasting", policy_owner=bob, review_on=None)
        due.page.unpublish()
        assert tell_of_reviews(AT) == 0

    @pytest.mark.parametrize("gone", [True, False])
    def test_without_an_owner_who_is_here_it_still_counts(self, bob: User, due: builders.Policy, gone: bool) -> None:
        if gone:
            User.objects.filter(pk=bob.pk).update(is_active=False)
        else:
            PolicyPage.objects.filter(pk=due.page.pk).update(policy_owner=None)
        assert tell_of_reviews(AT) == 1
        assert told(bob) == []

    def test_a_translation_does_not_come_up_by_itself(self, bob: User, due: builders.Policy) -> None:
        builders.translate(due.page, "fa", title="بازپرداخت")
        assert tell_of_reviews(AT) == 1

    def test_the_notice_leads_to_the_page(self, as_user, bob: User, due: builders.Policy) -> None:
        tell_of_reviews(AT)
        assert as_user(bob).get(f"/en{told(bob)[0].path}").url == place(due)


class TestPage:
    def test_what_was_asked_more_than_once_comes_first(self, as_user, alice, bob, charlie, due) -> None:
        ask(due, alice, "Within which days?", builders.key("clause", 1))
        ask(due, alice, "Net or gross?")
        ask(due, charlie, "It hurts.", kind="objection", answer="We look at it.", answered_by=bob, answered_at=AT)
        page = as_user(bob).get(place(due)).content.decode()
        assert page.count("asked more than once") == 1
        assert page.index("Net or gross?") < page.index("Within which days?")
        assert "Answered: We look at it." in page
        assert "2 March 2026" in page

    def test_the_owner_gets_to_answering(self, as_user, alice: User, bob: User, erin: User, due) -> None:
        question = ask(due, alice, "Net or gross?")
        link = f"/policy/questions/{question.pk}/"
        assert link in as_user(bob).get(place(due)).content.decode()
        assert link not in as_user(erin).get(place(due)).content.decode()

    def test_a_clause_that_is_gone_is_said_to_be(self, as_user, alice: User, bob: User, due: builders.Policy) -> None:
        ask(due, alice, "Within which days?", builders.key("clause", 1))
        builders.republish(due.page, clauses=builders.clauses("Up to 50 euros."), change_summary="Shorter.")
        assert "A clause that is no longer there" in as_user(bob).get(place(due)).content.decode()

    def test_a_draft_that_was_never_published_has_one(self, as_user, bob: User, due: builders.Policy) -> None:
        draft = PolicyPage(title="New", slug="new", summary="", change_summary="", clauses="[]", live=False)
        due.page.get_parent().add_child(instance=draft)
        page = as_user(bob).get(f"/admin/policies/{draft.pk}/review/").content.decode()
        assert "no version yet" in page
        assert "Nobody has asked or objected so far." in page

    def test_any_number_of_questions_costs_the_same(self, as_user, alice: User, bob: User, due) -> None:
        browser = as_user(bob)
        ask(due, alice, "Net or gross?")
        browser.get(place(due))
        with CaptureQueriesContext(connection) as few:
            browser.get(place(due))
        for number in range(5):
            ask(due, alice, f"And {number}?", builders.key("clause", number % 2))
        with CaptureQueriesContext(connection) as many:
            browser.get(place(due))
        assert len(many) == len(few)

    def test_an_agent_has_no_business_there(self, as_alice: Client, due: builders.Policy) -> None:
        assert as_alice.get(place(due)).status_code == 302

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, due: builders.Policy) -> None:
        assert "sign-in" in client.get(place(due)).url

    def test_what_is_none_does_not_exist(self, as_user, bob: User) -> None:
        assert as_user(bob).get("/admin/policies/999/review/", follow=True).status_code == 404


def test_the_dashboard_and_the_list_say_what_is_due(as_user, bob: User, erin: User) -> None:
    builders.make_policy(policy_owner=bob, review_on=localdate())
    builders.make_policy("later", policy_owner=bob, review_on=localdate() + timedelta(days=1))
    page = as_user(bob).get("/admin/").content.decode()
    assert "Your policies to review" in page
    assert "Later" not in page.split("Your policies to review")[1].split("</section>")[0]
    assert "Your policies to review" not in as_user(erin).get("/admin/").content.decode()
    assert "Review" in as_user(bob).get("/admin/policy_list/").content.decode()
