"""Questions and objections at a clause."""

from datetime import timedelta

import pytest
from django.test import Client

from academy.inbox.models import Notice
from academy.policies.actions import TooMany, answer, ask
from academy.policies.domain.asking import PER_DAY, Refusal, may_ask
from academy.policies.models import ClauseQuestion, PolicyText
from academy.staff.models import User
from tests import builders
from tests.policies.conftest import AT

pytestmark = pytest.mark.django_db
CLAUSE = builders.key("clause", 0)
ASKED = {"kind": "question", "text": "Net or gross?"}


@pytest.mark.parametrize(
    ("today", "expected"),
    [(0, None), (PER_DAY - 1, None), (PER_DAY, Refusal.TOO_MANY), (PER_DAY + 1, Refusal.TOO_MANY)],
)
def test_how_many(today: int, expected: Refusal | None) -> None:
    assert may_ask(today) is expected


@pytest.fixture
def owned(bob: User) -> PolicyText:
    """The text of a policy that bob owns."""
    return builders.make_policy(policy_owner=bob).version.texts.get()


def path(text: PolicyText, clause: str = CLAUSE) -> str:
    return f"/en/policy/texts/{text.pk}/clauses/{clause}/ask/"


class TestAsking:
    def test_the_owner_is_told(self, as_alice: Client, alice: User, bob: User, owned: PolicyText) -> None:
        assert "Up to 50 euros." in as_alice.get(path(owned)).content.decode()
        page = as_alice.post(path(owned), ASKED, follow=True).content.decode()
        assert "That is on its way." in page
        assert "Net or gross?" in page
        row = ClauseQuestion.objects.get()
        assert (row.asker, row.version, row.clause_id, row.kind) == (alice, owned.version, CLAUSE, "question")
        notice = Notice.objects.get(recipient=bob)
        assert (notice.kind, notice.path) == (Notice.Kind.POLICY_QUESTION, f"/policy/questions/{row.pk}/")

    def test_without_an_owner_whoever_published_is_told(self, alice: User, bob: User, policy: builders.Policy) -> None:
        page = builders.PolicyPage.objects.get()
        page.clauses = builders.clauses("Up to 80 euros.")
        page.save_revision(user=bob).publish(user=bob)
        ask(alice, policy.version, CLAUSE, "question", "Net or gross?", AT)
        assert Notice.objects.filter(recipient=bob, kind=Notice.Kind.POLICY_QUESTION).exists()

    @pytest.mark.parametrize(
        ("change", "field"),
        [({"text": ""}, "text"), ({"text": " "}, "text"), ({"text": "x" * 1001}, "text"), ({"kind": "x"}, "kind")],
    )
    def test_what_is_empty_or_too_long_is_shown_again(self, as_alice: Client, owned, change, field: str) -> None:
        answer = as_alice.post(path(owned), {**ASKED, **change})
        assert list(answer.context["form"].errors) == [field]
        assert not ClauseQuestion.objects.exists()

    def test_the_same_text_again_is_harmless(self, as_alice: Client, owned: PolicyText) -> None:
        for _click in range(2):
            as_alice.post(path(owned), ASKED)
        assert ClauseQuestion.objects.count() == 1
        assert Notice.objects.count() == 1

    def test_there_is_a_limit_for_a_day(self, as_alice: Client, alice: User, owned: PolicyText) -> None:
        for number in range(PER_DAY):
            ask(alice, owned.version, CLAUSE, "question", f"Question {number}?", AT)
        with pytest.raises(TooMany):
            ask(alice, owned.version, CLAUSE, "question", "One more?", AT + timedelta(hours=24, microseconds=-1))
        assert ask(alice, owned.version, CLAUSE, "question", "One more?", AT + timedelta(hours=24))

    def test_the_limit_is_said(self, as_alice: Client, owned: PolicyText, monkeypatch) -> None:
        monkeypatch.setattr("academy.policies.domain.asking.PER_DAY", 0)
        assert "You have asked a lot today." in as_alice.post(path(owned), ASKED).content.decode()

    def test_a_clause_or_text_that_is_none_does_not_exist(self, as_alice: Client, owned: PolicyText) -> None:
        assert as_alice.get(path(owned, "nowhere")).status_code == 404
        assert as_alice.get(f"/en/policy/texts/999/clauses/{CLAUSE}/ask/").status_code == 404

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, owned: PolicyText) -> None:
        assert "/sign-in/" in client.post(path(owned), ASKED).url


@pytest.fixture
def question(alice: User, owned: PolicyText) -> ClauseQuestion:
    return ask(alice, owned.version, CLAUSE, "objection", "This does harm.", AT)


class TestAnswering:
    def test_the_asker_is_told_and_reads_it(self, as_user, alice: User, bob: User, question: ClauseQuestion) -> None:
        desk = as_user(bob)
        assert "This does harm." in desk.get("/en/policy/questions/all/").content.decode()
        page = desk.post(f"/en/policy/questions/{question.pk}/", {"answer": "We change it."}, follow=True)
        assert "That is answered." in page.content.decode()
        notice = Notice.objects.get(recipient=alice)
        assert (notice.kind, notice.path) == (Notice.Kind.POLICY_ANSWERED, f"/policy/questions/#question-{question.pk}")
        assert not Notice.objects.visible_to(bob).exists()  # it was done
        mine = as_user(alice).get("/en/policy/questions/").content.decode()
        assert "We change it." in mine

    def test_the_first_answer_stands(self, as_user, bob: User, dana: User, question: ClauseQuestion) -> None:
        assert answer(question, "Yes.", dana, AT)
        page = as_user(bob).post(f"/en/policy/questions/{question.pk}/", {"answer": "No."}, follow=True)
        assert "Somebody has answered this already." in page.content.decode()
        question.refresh_from_db()
        assert (question.answer, question.answered_by) == ("Yes.", dana)

    @pytest.mark.parametrize("words", ["", " ", "x" * 1001])
    def test_an_empty_answer_is_shown_again(self, as_user, bob: User, question: ClauseQuestion, words: str) -> None:
        page = as_user(bob).post(f"/en/policy/questions/{question.pk}/", {"answer": words})
        assert page.context["form"].errors
        assert ClauseQuestion.objects.unanswered().exists()

    def test_who_may(self, as_user, alice, bob, charlie, erin, dana, question: ClauseQuestion) -> None:
        """The owner, and whoever may publish the policy."""
        for person, status in ((alice, 404), (bob, 200), (charlie, 200), (erin, 404), (dana, 200)):
            assert as_user(person).get(f"/en/policy/questions/{question.pk}/").status_code == status
            assert as_user(person).get("/en/policy/questions/all/").status_code == status

    def test_an_owner_may_who_publishes_nothing(self, as_user, erin: User, alice: User) -> None:
        text = builders.make_policy(policy_owner=erin).version.texts.get()
        mine = ask(alice, text.version, CLAUSE, "question", "Net or gross?", AT)
        assert as_user(erin).get(f"/en/policy/questions/{mine.pk}/").status_code == 200
        other = ask(alice, builders.make_policy("other").version, CLAUSE, "question", "Net or gross?", AT)
        assert as_user(erin).get(f"/en/policy/questions/{other.pk}/").status_code == 404

    def test_what_waits_comes_first(self, alice: User, bob: User, owned: PolicyText) -> None:
        made = [ask(alice, owned.version, CLAUSE, "question", f"{n}?", AT + timedelta(minutes=n)) for n in range(4)]
        answer(made[0], "Yes.", bob, AT + timedelta(hours=1))
        answer(made[2], "Yes.", bob, AT + timedelta(hours=2))
        assert list(ClauseQuestion.objects.for_list()) == [made[1], made[3], made[2], made[0]]

    def test_the_list_of_policies_says_that_something_waits(self, as_user, bob: User, alice: User, question) -> None:
        assert "1 question about policies waits for an answer" in as_user(bob).get("/en/policies/").content.decode()
        assert "Your questions" in as_user(alice).get("/en/policies/").content.decode()


def test_what_several_people_ask_at_one_clause_is_counted(alice, bob, charlie, policy: builders.Policy) -> None:
    second = builders.key("clause", 1)
    for asker, clause, text in ((alice, CLAUSE, "1"), (alice, CLAUSE, "2"), (bob, CLAUSE, "3"), (charlie, second, "4")):
        ask(asker, policy.version, clause, "question", text, AT)
    assert list(ClauseQuestion.objects.about(policy.work).repeated()) == [
        {"version__work": policy.work.pk, "clause_id": CLAUSE, "people": 2, "times": 3}
    ]
