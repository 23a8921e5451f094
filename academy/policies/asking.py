"""Questions and objections at clauses: one's own, and those that one may answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permissions import page_permission_policy

from academy.policies.models import ClauseQuestion, PolicyPage, PolicyText
from academy.policies.reading import best_of


def answerable_policies(person: Any) -> QuerySet[PolicyPage]:
    """The policies whose questions `person` may answer: their own, and those that they may publish."""
    publishable = page_permission_policy.instances_user_has_permission_for(person, "publish")
    return PolicyPage.objects.filter(Q(policy_owner=person) | Q(pk__in=publishable.values("pk")))


@dataclass(frozen=True)
class AskedAtClause:
    """A question with the clause as it stood in the version that was read."""

    question: ClauseQuestion
    title: str
    clause: Mapping[str, Any]
    language: str


def with_clauses(questions: Iterable[ClauseQuestion], language: str) -> list[AskedAtClause]:
    """One query for the texts, whatever the number of questions."""
    asked = list(questions)
    texts: dict[int, list[PolicyText]] = {}
    rows = PolicyText.objects.filter(version__in={one.version_id for one in asked}).select_related("locale")
    for text in rows.order_by("pk"):
        texts.setdefault(text.version_id, []).append(text)
    return [_at_clause(one, best_of(texts[one.version_id], language)) for one in asked]


def _at_clause(question: ClauseQuestion, text: PolicyText) -> AskedAtClause:
    return AskedAtClause(
        question, text.payload["title"], clause_in(text, question.clause_id) or {}, text.locale.language_code
    )


def clause_in(text: PolicyText, clause_id: str) -> Mapping[str, Any] | None:
    return next((clause for clause in text.payload["clauses"] if clause["id"] == clause_id), None)
