"""What happens elsewhere stands in the ledger: one record for each thing, with hashes and opaque ids, nobody's name."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from academy.evidence.models import Record
from academy.policies import proof
from academy.policies.actions import acknowledge
from academy.policies.models import Acknowledgement, Decline, PolicyWithdrawal
from academy.staff.models import User
from quizzes import actions
from quizzes.models import Attempt, Grade, Question, QuizException
from tests import builders
from tests.evidence.ledger import AT
from tests.quizzes.test_regrading import ask, correct_key, plan, question, quiz, take, tone
from tests.test_query_budgets import statements

__all__ = ["ask", "question", "quiz", "tone"]  # fixtures

pytestmark = pytest.mark.django_db


def said(kind: str) -> list[dict[str, Any]]:
    """The bodies of the records of a kind, without what every record says; and their hashes are right."""
    bodies = [json.loads(record.body) for record in Record.objects.filter(kind=kind).order_by("pk")]
    return [{name: body[name] for name in body if name not in {"kind", "at"}} for body in bodies]


class TestPolicies:
    def test_publishing(self, policy: builders.Policy) -> None:
        text = policy.version.texts.get()
        assert said("policy_published") == [
            {
                "subject": None,
                "about": str(policy.work.translation_key),
                "version": 1,
                "change_class": "material",
                "effective_on": str(policy.version.effective_on),
                "language": "en",
                "sha256": text.sha256,
                "attachments": [],
                "by": None,
                "approved_by": None,
            }
        ]
        assert isinstance(policy.version.effective_on, date)

    def test_publishing_the_same_again_is_nothing_new(self, policy: builders.Policy) -> None:
        builders.republish(policy.page)
        assert len(said("policy_published")) == 1

    def test_a_translation(self, policy: builders.Policy) -> None:
        builders.translate(policy.page, "fa", title="بازپرداخت")
        assert [(fact["version"], fact["language"]) for fact in said("policy_published")] == [(1, "en"), (1, "fa")]

    def test_acknowledging(self, alice: User, policy: builders.Policy) -> None:
        text = policy.version.texts.get()
        for _click in range(2):
            acknowledge(alice, text, AT)
        assert said("acknowledged") == [
            {
                "subject": str(alice.opaque_id),
                "about": str(policy.work.translation_key),
                "version": 1,
                "language": "en",
                "sha256": text.sha256,
            }
        ]

    def test_acknowledging_takes_one_statement_more(self, as_alice: Client, policy: builders.Policy) -> None:
        text = policy.version.texts.get()
        made = statements(lambda: as_alice.post(f"/en/learn/policies/{text.pk}/acknowledge/"))
        assert sum("evidence_record" in statement for statement in made) == 1
        assert len(made) <= 8

    def test_on_behalf_of_somebody(self, alice: User, bob: User, policy: builders.Policy) -> None:
        text = policy.version.texts.get()
        proof.acknowledged(
            Acknowledgement(learner=alice, version=policy.version, text=text, at=AT, given_by=bob, note="By phone.")
        )
        (fact,) = said("acknowledged")
        assert fact["by"] == str(bob.opaque_id)
        assert "phone" not in Record.objects.get(kind="acknowledged").body

    def test_declining_keeps_no_words(self, alice: User, policy: builders.Policy) -> None:
        proof.declined(Decline(learner=alice, version=policy.version, reason="I disagree.", at=AT))
        (fact,) = said("declined")
        assert (fact["subject"], fact["version"]) == (str(alice.opaque_id), 1)
        assert "disagree" not in Record.objects.get(kind="declined").body

    def test_withdrawing(self, dana: User, policy: builders.Policy) -> None:
        proof.withdrawn(PolicyWithdrawal(version=policy.version, at=AT, by=dana, reason="Replaced."))
        assert said("policy_withdrawn") == [
            {"subject": None, "about": str(policy.work.translation_key), "version": 1, "by": str(dana.opaque_id)}
        ]


def result(attempt: Attempt, number: int, percent: str, passed: bool, reason: str) -> dict[str, Any]:
    return {
        "subject": str(attempt.learner.opaque_id),
        "about": str(attempt.work.translation_key),
        "attempt": attempt.pk,
        "try": attempt.number,
        "number": number,
        "percent": percent,
        "passed": passed,
        "reason": reason,
    }


class TestQuizzes:
    def test_a_grade_and_its_correction(
        self,
        alice: User,
        question: Question,
        quiz: builders.Course,
        ask: Callable[..., Any],
    ) -> None:
        attempt = take(alice, quiz, "Rude")
        correct_key(question)
        ask(plan(question, quiz))
        assert said("quiz_graded") == [
            result(attempt, 1, "50.000000", False, "handed_in"),
            result(attempt, 2, "100.000000", True, "regraded"),
        ]
        assert Grade.objects.count() == 2

    def test_many_corrections_ask_for_people_once(
        self, make_person: Callable[..., User], question: Question, quiz: builders.Course, ask: Callable[..., Any]
    ) -> None:
        for number in range(4):
            take(make_person(f"person-{number}"), quiz, "Rude")
        correct_key(question)
        made = statements(lambda: ask(plan(question, quiz)))
        assert sum(statement.startswith('INSERT INTO "evidence_record"') for statement in made) == 1
        assert len(said("quiz_graded")) == Grade.objects.count() == 8

    def test_an_exception(self, alice: User, bob: User, course: builders.Course) -> None:
        granted = QuizException(work=course.quiz_work, person=alice, extra_tries=2, reason="The line was down.")
        actions.grant_exception(granted, bob, AT)
        (fact,) = said("exception_granted")
        assert (fact["subject"], fact["extra_tries"], fact["by"]) == (str(alice.opaque_id), 2, str(bob.opaque_id))
        assert "line" not in Record.objects.get(kind="exception_granted").body

    def test_more_time_for_good(self, alice: User, bob: User) -> None:
        actions.set_extra_time(alice, 25, bob, AT)
        (fact,) = said("exception_granted")
        assert (fact["subject"], fact["about"], fact["extra_time"]) == (str(alice.opaque_id), None, 25)
