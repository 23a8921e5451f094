"""Asking or objecting at a clause, and answering."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from academy.assignments.actions import titles_of
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.policies.domain import asking as rules
from academy.policies.models import ClauseQuestion, PolicyPage, PolicyVersion
from academy.staff.models import User

DAY = timedelta(hours=24)


class TooMany(Exception):
    """Somebody asks more than anybody could answer."""


@transaction.atomic
def ask(asker: Any, version: PolicyVersion, clause_id: str, kind: str, text: str, at: datetime) -> ClauseQuestion:
    """Put a question or an objection to the owner of a policy. The same text once more returns the first.

    Raises TooMany. Two clicks of one person wait for each other: for the count, and for what is there already.
    """
    User.objects.select_for_update().get(pk=asker.pk)
    mine = ClauseQuestion.objects.asked_by(asker)
    if there := mine.about(version.work).filter(clause_id=clause_id, text=text).first():
        return there
    if rules.may_ask(mine.filter(at__gt=at - DAY).count()):
        raise TooMany
    asked = ClauseQuestion.objects.create(
        version=version, clause_id=clause_id, kind=kind, asker=asker, text=text, at=at
    )
    _tell_owner(asked, at)
    return asked


@transaction.atomic
def answer(question: ClauseQuestion, text: str, by: Any, at: datetime) -> bool:
    """Answer once; the asker is told. Return whether this was the answer: somebody else may have been faster."""
    open_ = ClauseQuestion.objects.unanswered().filter(pk=question.pk)
    if not open_.update(answer=text, answered_by=by, answered_at=at):
        return False
    inbox.tell(
        kind=Notice.Kind.POLICY_ANSWERED,
        about=f"clause-question:{question.pk}",
        recipients={question.asker_id: None},
        titles=titles_of(question.version.work),
        path=f"/policy/questions/#question-{question.pk}",
        at=at,
    )
    inbox.withdraw([f"clause-question:{question.pk}"], owners_of(question.version), at)
    return True


def _tell_owner(asked: ClauseQuestion, at: datetime) -> None:
    recipients = dict.fromkeys(owners_of(asked.version) - {asked.asker_id})
    if not recipients:
        return
    inbox.tell(
        kind=Notice.Kind.POLICY_QUESTION,
        about=f"clause-question:{asked.pk}",
        recipients=recipients,
        titles=titles_of(asked.version.work),
        facts={"person": str(asked.asker)},
        path=f"/policy/questions/{asked.pk}/",
        at=at,
    )


def owners_of(version: PolicyVersion) -> set[int]:
    """Who answers for a policy: its owner, or whoever published the version where it has none."""
    pages = PolicyPage.objects.filter(translation_key=version.work.translation_key)
    owners = set(pages.exclude(policy_owner=None).values_list("policy_owner", flat=True))
    return owners or ({version.published_by_id} if version.published_by_id else set())
