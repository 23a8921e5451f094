"""What a reader of a policy sees."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from academy.policies.actions import acknowledge, acknowledge_for, decline
from academy.policies.models import PolicyAttachment, PolicyText, PolicyWithdrawal
from academy.staff.models import User
from tests import builders
from tests.policies.conftest import AT, NEW, OLD, add_text, ask_for, payload

pytestmark = pytest.mark.django_db
PAGE = "/en/policies/refunds/"


def text_on(client: Client, path: str = PAGE) -> str:
    return client.get(path).content.decode()


def words_on(client: Client, path: str = PAGE) -> str:
    """What is read, without markup."""
    main = text_on(client, path).partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


class TestWhatChangedForTheReader:
    def test_words_within_a_clause_are_said_as_well_as_shown(self, as_alice: Client, asked: PolicyText) -> None:
        page = text_on(as_alice)
        assert re.search(r"<del><span[^>]*>deleted: </span>50<span[^>]*> end of deletion</span></del>", page)
        assert re.search(r"<ins><span[^>]*>inserted: </span>80<span[^>]*> end of insertion</span></ins>", page)

    def test_new_removed_and_moved_clauses_are_named(self, as_alice: Client, asked: PolicyText) -> None:
        words = words_on(as_alice)
        assert "New clause Reason" not in words  # its heading is inserted too
        for said in ("New clause", "Removed", "Changed", "Moved: was 4, is 1", "Was 1 before"):
            assert said in words, said
        assert "More money." in words
        assert "3 of 5 clauses are new, other or gone. 1 was moved. 2 have other numbers. About 1 minute." in words

    def test_unchanged_clauses_are_folded_and_counted(self, as_alice: Client, asked: PolicyText) -> None:
        sections = as_alice.get(PAGE).context["sections"]
        assert [[shown.clause["id"] for shown in section.clauses] for section in sections if section.folded] == [
            ["time"]
        ]
        assert "1 clause unchanged · 1 with another number" in words_on(as_alice)

    def test_the_full_text_is_one_tap_away(self, as_alice: Client, asked: PolicyText) -> None:
        assert 'href="?view=full"' in text_on(as_alice)
        full = text_on(as_alice, f"{PAGE}?view=full")
        assert "<del>" not in full
        assert "Up to 80 euros, once." in full
        assert 'href="?view=changes"' in full

    def test_the_first_time_it_is_the_full_text(self, as_alice: Client, policy: builders.Policy, make_version) -> None:
        ask_for(make_version(policy))
        page = as_alice.get(PAGE)
        assert page.context["compared"] is None
        assert "Up to 80 euros, once." in page.content.decode()

    def test_once_acknowledged_it_is_the_full_text_again(
        self, as_alice: Client, alice: User, asked: PolicyText
    ) -> None:
        acknowledge(alice, asked, AT)
        assert as_alice.get(PAGE).context["compared"] is None
        assert as_alice.get(f"{PAGE}?view=changes").context["compared"]

    def test_what_lies_between_is_told_too(self, as_alice: Client, asked: PolicyText, policy, make_version) -> None:
        ask_for(make_version(policy, NEW[1:], summary="No thanks any more."))
        words = words_on(as_alice)
        assert "Compared with version 2" in words
        assert words.index("More money.") < words.index("No thanks any more.")

    def test_a_text_that_says_the_same_is_not_compared(
        self, as_alice: Client, asked: PolicyText, alice: User, policy: builders.Policy, make_version
    ) -> None:
        acknowledge(alice, asked, AT)
        make_version(policy, NEW, change_class="editorial")
        assert "No clause says anything else than in version 3" in words_on(as_alice)


class TestLanguages:
    PERSIAN_OLD = (("limit", 1, "سقف", "تا ۵۰ یورو می‌توان داد."),)
    PERSIAN_NEW = (("limit", 1, "سقف", "تا ۸۰ یورو می‌توان داد."),)

    def test_in_the_readers_language_where_both_have_it(self, as_alice: Client, asked: PolicyText, policy) -> None:
        old = policy.work.policy_versions.get(number=2)
        add_text(old, "fa", payload(*self.PERSIAN_OLD))
        add_text(asked.version, "fa", payload(*self.PERSIAN_NEW))
        page = as_alice.get("/fa/policies/refunds/")
        assert page.context["text_language"] == "fa"
        (changed,) = page.context["compared"].changes.clauses
        assert [run.html for line in changed.passages[0].lines for run in line.runs][1:3] == ["۵۰", "۸۰"]

    def test_else_in_the_source_with_the_full_text_in_theirs(self, as_alice: Client, asked: PolicyText) -> None:
        add_text(asked.version, "fa", payload(*self.PERSIAN_NEW))
        page = as_alice.get("/fa/policies/refunds/")
        assert page.context["text_language"] == "en"
        assert page.context["other_language"] == "fa"
        assert as_alice.get("/fa/policies/refunds/?view=full").context["text_language"] == "fa"

    def test_what_was_agreed_to_counts_and_not_its_later_correction(
        self, as_alice: Client, alice: User, policy: builders.Policy, make_version
    ) -> None:
        version = make_version(policy, OLD).version
        seen = add_text(version, "fa", payload(*self.PERSIAN_OLD))
        acknowledge(alice, seen, AT)
        add_text(version, "fa", payload(*self.PERSIAN_NEW))
        newer = make_version(policy)
        add_text(newer.version, "fa", payload(*self.PERSIAN_NEW))
        ask_for(newer)
        assert as_alice.get("/fa/policies/refunds/").context["compared"].before == seen


class TestForce:
    def test_both_versions_are_in_sight(self, as_alice: Client, policy: builders.Policy, make_version) -> None:
        soon = localdate() + timedelta(days=9)
        make_version(policy, effective_on=soon)
        words = words_on(as_alice)
        assert "Version 1 In force" in words
        assert "Read version 2, to come" in words
        coming = words_on(as_alice, f"/en/policy/{policy.work.pk}/versions/2/")
        assert "Not in force before" in coming
        assert "Read version 1, in force now" in coming

    def test_what_is_asked_is_shown_before_it_is_in_force(
        self, as_alice: Client, alice: User, policy: builders.Policy, make_version
    ) -> None:
        text = make_version(policy, effective_on=localdate() + timedelta(days=9))
        ask_for(text)
        assert as_alice.get(PAGE).context["version"] == text.version
        answer = as_alice.post(f"/en/learn/policies/{text.pk}/acknowledge/")
        assert answer.url == f"/en/policy/{policy.work.pk}/versions/2/#acknowledge"
        assert as_alice.get(PAGE).context["version"].number == 1

    def test_withdrawn_is_shown_as_withdrawn(self, as_alice: Client, bob: User, policy: builders.Policy) -> None:
        PolicyWithdrawal.objects.create(version=policy.version, at=AT, by=bob, reason="The law is gone.")
        policy.page.unpublish()
        assert as_alice.get(PAGE).status_code == 404
        words = words_on(as_alice, f"/en/policy/{policy.work.pk}/versions/1/")
        assert "Withdrawn on" in words
        assert "The law is gone." in words

    def test_an_older_version_says_that_it_no_longer_holds(self, as_alice: Client, asked: PolicyText, policy) -> None:
        words = words_on(as_alice, f"/en/policy/{policy.work.pk}/versions/1/")
        assert "No longer in force." in words
        assert "/acknowledge/" not in text_on(as_alice, f"/en/policy/{policy.work.pk}/versions/1/")

    @pytest.mark.parametrize("path", ["/en/policy/{}/versions/", "/en/policy/{}/versions/1/"])
    def test_what_was_taken_off_the_site_is_not_to_be_read(self, as_alice: Client, policy, path: str) -> None:
        path = path.format(policy.work.pk)
        assert as_alice.get(path).status_code == 200
        policy.page.unpublish()
        assert as_alice.get(path).status_code == 404

    @pytest.mark.parametrize("path", ["{}/versions/9/", "999/versions/", "999/versions/1/"])
    def test_what_does_not_exist(self, as_alice: Client, policy: builders.Policy, path: str) -> None:
        assert as_alice.get(f"/en/policy/{path.format(policy.work.pk)}").status_code == 404


class TestHistory:
    def test_it_says_what_the_reader_did(
        self, as_alice: Client, alice: User, bob: User, policy: builders.Policy, make_version
    ) -> None:
        acknowledge_for(alice, make_version(policy, OLD), bob, "Read on the phone.", AT)
        last = make_version(policy)
        ask_for(last)
        decline(alice, last, "It does harm.", AT)
        words = words_on(as_alice, f"/en/policy/{policy.work.pk}/versions/")
        for said in (
            "Version 1",
            "In force",
            "More money.",
            "Bob acknowledged it for you.",
            "It does harm.",
            "Declined",
        ):
            assert said in words, said

    def test_the_words_are_those_of_the_readers_language(self, as_alice: Client, asked: PolicyText, policy) -> None:
        add_text(asked.version, "fa", payload(*NEW, summary="پول بیشتر"))
        assert "پول بیشتر" in words_on(as_alice, f"/fa/policy/{policy.work.pk}/versions/")


def test_attachments_are_listed_with_their_size(as_alice: Client, policy: builders.Policy) -> None:
    listed = {"title": "The form", "filename": "form.pdf", "sha256": "abc", "size": 2048}
    text = add_text(policy.version, "en", payload(*NEW) | {"attachments": [listed]})
    file = PolicyAttachment.objects.create(text=text, **listed)
    assert "The form form.pdf · 2.0" in words_on(as_alice)
    assert f"/files/{file.pk}/" in text_on(as_alice)


class TestShelf:
    def test_what_is_asked_comes_first(self, as_alice: Client, asked: PolicyText) -> None:
        builders.make_policy("apples")
        titles = [shelved.place.title for shelved in as_alice.get("/en/policies/").context["policies"]]
        assert titles == ["Refunds", "Apples"]

    def test_it_says_what_is_to_come_and_what_was_declined(
        self, as_alice: Client, alice: User, asked: PolicyText, policy, make_version
    ) -> None:
        decline(alice, asked, "It does harm.", AT)
        assert "Declined" in words_on(as_alice, "/en/policies/")
        other = builders.make_policy("apples")
        make_version(other, effective_on=date(2040, 2, 1))
        assert "Version 2 comes on" in words_on(as_alice, "/en/policies/")

    def test_many_can_be_searched_by_title(self, as_alice: Client, policy: builders.Policy, monkeypatch) -> None:
        assert 'id="policy-query"' not in text_on(as_alice, "/en/policies/")
        monkeypatch.setattr("academy.policies.shelf.MANY", 0)
        assert 'id="policy-query"' in text_on(as_alice, "/en/policies/")
        assert "Refunds" in words_on(as_alice, "/en/policies/?q=REFÚND")
        assert "No policy has that in its title" in words_on(as_alice, "/en/policies/?q=holiday")


def test_an_owner_is_named(as_alice: Client, bob: User) -> None:
    builders.make_policy(policy_owner=bob)
    assert "Owner: Bob" in words_on(as_alice)


def test_what_a_reader_asked_shows_at_the_clause(as_alice: Client, asked: PolicyText) -> None:
    as_alice.post(f"/en/policy/texts/{asked.pk}/clauses/limit/ask/", {"kind": "question", "text": "Net or gross?"})
    assert "You asked 1 question here" in words_on(as_alice)


@pytest.mark.parametrize(("acknowledged", "minutes"), [(False, 4), (True, 2)])
def test_my_work_counts_the_minutes_of_what_is_new(
    as_alice: Client, alice: User, policy: builders.Policy, make_version, acknowledged: bool, minutes: int
) -> None:
    old = (("long", 1, "", "word " * 360), ("other", 1, "", "Short."))
    new = (old[0], ("other", 1, "", "word " * 360))
    before = make_version(policy, old)
    if acknowledged:
        acknowledge(alice, before, AT)
    ask_for(make_version(policy, new))
    assert as_alice.get("/en/").context["next"].minutes == minutes
