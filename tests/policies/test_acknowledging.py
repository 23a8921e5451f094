"""Agreeing, being led back, declining, and agreeing for somebody."""

from collections.abc import Callable

import pytest
from django.test import Client

from academy.assignments.models import Assignment
from academy.evidence.models import Record
from academy.inbox.models import Notice
from academy.policies.actions import Refusal, Refused, acknowledge, acknowledge_for, decline
from academy.policies.comprehension import GivenAnswer
from academy.policies.domain.acknowledging import Question, hindrance, version_to_show
from academy.policies.models import Acknowledgement, ComprehensionAnswer, Decline, PolicyText, PolicyWithdrawal
from academy.staff.models import User
from quizzes.models import QuestionText
from tests import builders
from tests.policies.conftest import AT, NEW, ask_for, choice, question_at

pytestmark = pytest.mark.django_db
PAGE = "/en/policies/refunds/"
A, B = Question(1, "a"), Question(2, "b")


@pytest.mark.parametrize(
    ("questions", "right", "expected"),
    [
        ([], {}, None),
        ([A], {}, (Refusal.NOT_ANSWERED, A)),
        ([A], {1: True}, None),
        ([A], {1: False}, (Refusal.ANSWERED_WRONGLY, A)),
        ([A, B], {1: True}, (Refusal.NOT_ANSWERED, B)),
        ([A, B], {2: False}, (Refusal.ANSWERED_WRONGLY, B)),  # a wrong one comes before a missing one
        ([A, B], {1: True, 2: True}, None),
        ([A], {3: False, 1: True}, None),  # a question of another version
    ],
)
def test_what_stands_in_the_way(questions: list, right: dict, expected: tuple | None) -> None:
    assert hindrance(questions, right) == expected


@pytest.mark.parametrize(
    ("versions", "asked", "expected"),
    [
        (("latest", "in force", "to come"), True, "latest"),
        (("latest", "in force", "to come"), False, "in force"),
        (("latest", None, "to come"), False, "to come"),
        (("latest", None, None), False, "latest"),
        ((None, None, None), False, None),
    ],
)
def test_which_version_is_shown(versions: tuple, asked: bool, expected: str | None) -> None:
    assert version_to_show(*versions, asked=asked) == expected


@pytest.fixture
def quizzed(asked: PolicyText, policy: builders.Policy, make_version: Callable[..., PolicyText]) -> PolicyText:
    """The version that is asked has two questions, "How much?" and "Who?"."""
    text = make_version(policy, questions=[question_at("limit"), question_at("reason", "Who?")])
    ask_for(text)
    return text


def post(client: Client, text: PolicyText, **right: bool) -> object:
    """Answer questions, q1="How much?", q2="Who?", rightly or not."""
    stems = {"q1": "How much?", "q2": "Who?"}
    fields = dict.fromkeys(right, "0") | {
        f"{name}-choice": choice(stems[name], is_right) for name, is_right in right.items()
    }
    return client.post(f"/en/learn/policies/{text.pk}/acknowledge/", fields)


class TestQuestions:
    def test_right_answers_and_the_acknowledgement_are_one_step(self, as_alice: Client, quizzed: PolicyText) -> None:
        assert 'id="q1"' in as_alice.get(PAGE).content.decode()
        assert post(as_alice, quizzed, q1=True, q2=True).url == f"{PAGE}#acknowledge"
        assert Acknowledgement.objects.get(version=quizzed.version).text == quizzed
        assert [answer.right for answer in ComprehensionAnswer.objects.all()] == [True, True]

    def test_a_wrong_answer_leads_back_to_the_clause(self, as_alice: Client, quizzed: PolicyText) -> None:
        back = post(as_alice, quizzed, q1=False, q2=True)
        assert back.url == f"{PAGE}#clause-2"
        assert not Acknowledgement.objects.filter(version=quizzed.version).exists()
        page = as_alice.get(PAGE).content.decode()
        assert "Your answer to question 1 is not right yet." in page
        assert "Because of" not in page  # the reasons would give it away
        assert 'name="q1-choice"' in page
        assert 'name="q2-choice"' not in page  # that one is answered

    def test_then_only_that_one_is_asked_again(self, as_alice: Client, quizzed: PolicyText) -> None:
        post(as_alice, quizzed, q1=False, q2=True)
        post(as_alice, quizzed, q1=True)
        assert Acknowledgement.objects.filter(version=quizzed.version).exists()
        assert [answer.right for answer in ComprehensionAnswer.objects.order_by("pk")] == [False, True, True]

    def test_a_question_that_was_left_out_is_asked_for(self, as_alice: Client, quizzed: PolicyText) -> None:
        back = as_alice.post(f"/en/learn/policies/{quizzed.pk}/acknowledge/", {"q1": "0", "q2": "0", "view": "full"})
        assert back.url == f"{PAGE}?view=full&left=1#acknowledge"
        assert "Please answer every question." in as_alice.get(back.url).content.decode()
        assert not ComprehensionAnswer.objects.exists()

    def test_the_button_alone_does_not_do(self, as_alice: Client, quizzed: PolicyText) -> None:
        as_alice.post(f"/en/learn/policies/{quizzed.pk}/acknowledge/")
        assert not Acknowledgement.objects.filter(version=quizzed.version).exists()

    def test_a_repeat_keeps_no_second_answer(self, as_alice: Client, quizzed: PolicyText) -> None:
        for _click in range(2):
            post(as_alice, quizzed, q1=True, q2=True)
        assert ComprehensionAnswer.objects.count() == 2
        assert Acknowledgement.objects.filter(version=quizzed.version).count() == 1

    def test_the_clause_is_opened_where_it_was_folded(self, as_alice: Client, asked, policy, make_version) -> None:
        text = make_version(policy, questions=[question_at("time")])
        ask_for(text)
        assert post(as_alice, text, q1=False).url == f"{PAGE}#clause-3"
        assert [section.open for section in as_alice.get(PAGE).context["sections"] if section.folded] == [True]

    def test_an_answer_counts_in_any_language(self, as_alice: Client, quizzed: PolicyText) -> None:
        fields = {"q1": "0", "q1-choice": choice("How much?", True)}
        as_alice.post(f"/fa/learn/policies/{quizzed.pk}/acknowledge/", fields)
        assert ComprehensionAnswer.objects.get().right

    def test_by_the_action_alone(self, alice: User, quizzed: PolicyText) -> None:
        first = quizzed.version.questions[0]["question"]
        text = QuestionText.objects.select_related("version").get(version=first)
        wrong = GivenAnswer(text, {"choice": choice("How much?", False)})
        with pytest.raises(Refused) as refused:
            acknowledge(alice, quizzed, AT, [wrong])
        assert (refused.value.reason, refused.value.clause) == (Refusal.ANSWERED_WRONGLY, "limit")
        assert ComprehensionAnswer.objects.count() == 1  # it is kept, though refused


class TestWithdrawn:
    def test_it_refuses_with_a_sentence(self, as_alice: Client, bob: User, asked: PolicyText) -> None:
        PolicyWithdrawal.objects.create(version=asked.version, at=AT, by=bob, reason="Gone.")
        page = as_alice.post(f"/en/learn/policies/{asked.pk}/acknowledge/", follow=True).content.decode()
        assert "This policy was withdrawn. Nothing was recorded" in page
        assert not Acknowledgement.objects.filter(version=asked.version).exists()

    def test_what_was_taken_off_the_site_does_not_exist(self, as_alice: Client, asked: PolicyText, policy) -> None:
        policy.page.unpublish()
        assert as_alice.post(f"/en/learn/policies/{asked.pk}/acknowledge/").status_code == 404


class TestDeclining:
    def test_it_is_kept_recorded_and_told(self, as_alice: Client, alice: User, bob: User, asked: PolicyText) -> None:
        path = f"/en/policy/texts/{asked.pk}/decline/"
        assert as_alice.get(path).status_code == 200
        page = as_alice.post(path, {"reason": "It does harm."}, follow=True).content.decode()
        assert "That is recorded." in page
        assert "It does harm." in page
        row = Decline.objects.get()
        assert (row.learner, row.version, row.reason) == (alice, asked.version, "It does harm.")
        notice = Notice.objects.get(recipient=bob, kind=Notice.Kind.POLICY_DECLINED)
        assert notice.path == f"/policy/declines/{row.pk}/"
        record = Record.objects.get(kind=Record.Kind.DECLINED)
        assert record.subject == alice.opaque_id
        assert "harm" not in record.body

    def test_agreeing_later_is_possible_all_the_same(self, as_alice: Client, alice: User, asked: PolicyText) -> None:
        decline(alice, asked, "It does harm.", AT)
        assert Assignment.objects.open().filter(learner=alice).exists()
        as_alice.post(f"/en/learn/policies/{asked.pk}/acknowledge/")
        assert Acknowledgement.objects.filter(version=asked.version).exists()

    def test_not_after_agreeing(self, as_alice: Client, alice: User, asked: PolicyText) -> None:
        acknowledge(alice, asked, AT)
        page = as_alice.post(f"/en/policy/texts/{asked.pk}/decline/", {"reason": "No."}, follow=True).content.decode()
        assert "You have acknowledged this version already." in page
        assert not Decline.objects.exists()

    @pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
    def test_without_a_reason_it_is_shown_again(self, as_alice: Client, asked: PolicyText, reason: str) -> None:
        answer = as_alice.post(f"/en/policy/texts/{asked.pk}/decline/", {"reason": reason})
        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert not Decline.objects.exists()

    def test_a_repeat_is_harmless(self, as_alice: Client, bob: User, asked: PolicyText) -> None:
        for reason in ("First.", "Second."):
            as_alice.post(f"/en/policy/texts/{asked.pk}/decline/", {"reason": reason})
        assert Decline.objects.get().reason == "First."
        assert Notice.objects.filter(recipient=bob, kind=Notice.Kind.POLICY_DECLINED).count() == 1
        assert Record.objects.filter(kind=Record.Kind.DECLINED).count() == 1

    def test_the_reason_is_for_whoever_leads_them(self, as_user, alice, bob, charlie, asked: PolicyText) -> None:
        path = f"/en/policy/declines/{decline(alice, asked, 'It does harm.', AT).pk}/"
        for person, status in ((alice, 200), (bob, 200), (charlie, 404)):
            assert as_user(person).get(path).status_code == status
        assert "Acknowledge for them" in as_user(bob).get(path).content.decode()

    def test_a_text_that_is_none_does_not_exist(self, as_alice: Client) -> None:
        assert as_alice.get("/en/policy/texts/999/decline/").status_code == 404

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, asked: PolicyText) -> None:
        assert "/sign-in/" in client.post(f"/en/policy/texts/{asked.pk}/decline/", {"reason": "No."}).url


class TestOnBehalf:
    def path(self, person: User, text: PolicyText) -> str:
        return f"/en/team/people/{person.pk}/policies/{text.version.work_id}/acknowledge/"

    def test_the_manager_says_so_and_the_person_is_told(self, as_user, alice, bob, asked: PolicyText) -> None:
        path = self.path(alice, asked)
        assert as_user(bob).get(path).status_code == 200
        page = as_user(bob).post(path, {"text": asked.pk, "note": "Read on the phone."}, follow=True).content.decode()
        assert "Read on the phone." in page
        kept = Acknowledgement.objects.get(version=asked.version)
        assert (kept.learner, kept.given_by, kept.text) == (alice, bob, asked)
        assert not Assignment.objects.open().filter(learner=alice).exists()
        assert Notice.objects.get(recipient=alice, kind=Notice.Kind.POLICY_ACKNOWLEDGED_FOR)
        shown = as_user(alice).get(PAGE).content.decode()
        assert "Acknowledged for you" in shown

    def test_it_needs_no_answers(self, as_user, alice: User, bob: User, quizzed: PolicyText) -> None:
        as_user(bob).post(self.path(alice, quizzed), {"text": quizzed.pk, "note": "Read together."})
        assert Acknowledgement.objects.get(version=quizzed.version).given_by == bob

    @pytest.mark.parametrize("note", ["", " "])
    def test_without_a_note_it_is_shown_again(self, as_user, alice: User, bob: User, asked: PolicyText, note) -> None:
        answer = as_user(bob).post(self.path(alice, asked), {"text": asked.pk, "note": note})
        assert answer.context["form"].errors
        assert not Acknowledgement.objects.filter(version=asked.version).exists()

    def test_a_repeat_is_harmless(self, as_user, alice: User, bob: User, asked: PolicyText) -> None:
        for note in ("First.", "Second."):
            as_user(bob).post(self.path(alice, asked), {"text": asked.pk, "note": note})
        assert Acknowledgement.objects.get(version=asked.version).note == "First."
        assert Notice.objects.filter(kind=Notice.Kind.POLICY_ACKNOWLEDGED_FOR).count() == 1

    def test_who_agreed_themselves_stays_so(self, alice: User, bob: User, asked: PolicyText) -> None:
        acknowledge(alice, asked, AT)
        assert acknowledge_for(alice, asked, bob, "Late.", AT).given_by is None
        assert not Notice.objects.filter(kind=Notice.Kind.POLICY_ACKNOWLEDGED_FOR).exists()

    def test_not_for_people_that_one_does_not_lead(self, as_user, alice, bob, charlie, asked: PolicyText) -> None:
        for person, status in ((charlie, 404), (alice, 404), (bob, 200)):
            assert as_user(person).get(self.path(alice, asked)).status_code == status
        assert as_user(bob).get(self.path(bob, asked)).status_code == 404

    def test_a_newer_version_is_not_taken_for_the_one_that_was_read(
        self, as_user, alice: User, bob: User, asked: PolicyText, policy: builders.Policy, make_version
    ) -> None:
        make_version(policy, NEW[1:])
        page = as_user(bob).post(self.path(alice, asked), {"text": asked.pk, "note": "Read."}, follow=True)
        assert "A newer version was published" in page.content.decode()
        assert not Acknowledgement.objects.filter(version__number__gte=3).exists()
