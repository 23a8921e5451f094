"""Agreeing to a version of a policy, or declining to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from academy.assignments.actions import complete_work, titles_of
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.policies import proof
from academy.policies.comprehension import GivenAnswer
from academy.policies.domain.acknowledging import Question, Refusal, hindrance, questions_of
from academy.policies.models import (
    Acknowledgement,
    ComprehensionAnswer,
    Decline,
    PolicyText,
    PolicyVersion,
    PolicyWithdrawal,
)


class Refused(Exception):
    """`clause`: the id of the clause that it leads back to, "" for none."""

    def __init__(self, reason: Refusal, clause: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.clause = clause


def acknowledge(learner: Any, text: PolicyText, at: datetime, given: Sequence[GivenAnswer] = ()) -> Acknowledgement:
    """Keep that `learner` agreed to exactly this text. A repeat returns the first acknowledgement.

    `given`: answers to questions of the version that were not answered rightly before. They are kept in any case;
    raises Refused while one is wrong or missing, and when the version was replaced or withdrawn meanwhile.
    """
    version = text.version
    _check_stands(version)
    if questions := questions_of(version.questions):
        _check_understood(learner, version, questions, given, at)
    return _keep(Acknowledgement(learner=learner, version=version, text=text, at=at))


def acknowledge_for(learner: Any, text: PolicyText, given_by: Any, note: str, at: datetime) -> Acknowledgement:
    """Keep that `given_by` says, with a `note`, that `learner` agreed; the learner is told. Raises Refused."""
    _check_stands(text.version)
    with transaction.atomic():
        kept = _keep(
            Acknowledgement(learner=learner, version=text.version, text=text, at=at, given_by=given_by, note=note)
        )
        if kept.at == at and kept.given_by_id == given_by.pk:
            _tell_learner(kept, at)
    return kept


def decline(learner: Any, text: PolicyText, reason: str, at: datetime) -> Decline:
    """Keep that `learner` will not agree to a version, and tell their manager why. A repeat returns the first.

    The assignment stays open: they may agree later all the same. Raises Refused.
    """
    version = text.version
    _check_stands(version)
    if Acknowledgement.objects.filter(learner=learner, version=version).exists():
        raise Refused(Refusal.ACKNOWLEDGED_ALREADY)
    with transaction.atomic():
        kept, created = Decline.objects.get_or_create(
            learner=learner, version=version, defaults={"reason": reason, "at": at}
        )
        if created:
            proof.declined(kept)
            _tell_manager(kept, at)
    return kept


def _check_stands(version: PolicyVersion) -> None:
    newer = PolicyVersion.objects.filter(work=OuterRef("work"), number__gt=OuterRef("number"))
    taken_back = PolicyWithdrawal.objects.filter(
        version__work=OuterRef("work"), version__number__gte=OuterRef("number")
    )
    stands = PolicyVersion.objects.filter(pk=version.pk).values_list(Exists(newer), Exists(taken_back))
    replaced, withdrawn = stands.get()
    if withdrawn:
        raise Refused(Refusal.WITHDRAWN)
    if replaced:
        raise Refused(Refusal.REPLACED)


def _check_understood(
    learner: Any, version: PolicyVersion, questions: Sequence[Question], given: Sequence[GivenAnswer], at: datetime
) -> None:
    right = {pk: answer.right for pk, answer in ComprehensionAnswer.objects.latest_of(learner, version).items()}
    answers = [
        ComprehensionAnswer(
            learner=learner,
            version=version,
            question_id=one.text.version_id,
            text=one.text,
            response=one.answer,
            right=one.is_right,
            at=at,
        )
        for one in given
        if one.answer and not right.get(one.text.version_id)
    ]
    ComprehensionAnswer.objects.bulk_create(answers)
    right |= {answer.question_id: answer.right for answer in answers}
    if hindered := hindrance(questions, right):
        reason, question = hindered
        raise Refused(reason, question.clause)


@transaction.atomic
def _keep(new: Acknowledgement) -> Acknowledgement:
    try:
        with transaction.atomic():
            new.save()
            proof.acknowledged(new)
        kept = new
    except IntegrityError:
        kept = Acknowledgement.objects.get(learner=new.learner, version=new.version)
    complete_work(new.learner, new.version.work, new.at, up_to_cycle=new.version.number)
    return kept


def _tell_manager(kept: Decline, at: datetime) -> None:
    if kept.learner.manager_id is None:
        return
    work = kept.version.work
    inbox.tell(
        kind=Notice.Kind.POLICY_DECLINED,
        about=f"decline:{kept.pk}",
        recipients={kept.learner.manager_id: None},
        titles=titles_of(work),
        facts=_person(kept.learner),
        path=f"/policy/declines/{kept.pk}/",
        at=at,
    )


def _tell_learner(kept: Acknowledgement, at: datetime) -> None:
    work = kept.version.work
    inbox.tell(
        kind=Notice.Kind.POLICY_ACKNOWLEDGED_FOR,
        about=f"acknowledgement:{kept.pk}",
        recipients={kept.learner_id: None},
        titles=titles_of(work),
        facts=_person(kept.given_by),
        path=f"/policy/{work.pk}/versions/{kept.version.number}/",
        at=at,
    )


def _person(person: Any) -> Mapping[str, str]:
    return {"person": str(person)}
