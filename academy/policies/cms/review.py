"""What the owner looks at when a policy comes up for review: above all what was asked more than once."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.cms import show
from academy.policies.asking import answerable_policies
from academy.policies.cms.frame import ICON, policy_for, way_to
from academy.policies.models import ClauseQuestion, PolicyPage, PolicyVersion

OFTEN = 2


@dataclass(frozen=True)
class AskedClause:
    """A clause at which people asked or objected, with what they said. `clause` None: it is gone."""

    clause: dict[str, Any] | None
    questions: list[ClauseQuestion]

    @property
    def is_often(self) -> bool:
        return len(self.questions) >= OFTEN

    @property
    def objections(self) -> int:
        return sum(one.kind == ClauseQuestion.Kind.OBJECTION for one in self.questions)


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    page = policy_for(request, pk, "change")
    standing = next(iter(standings_of([page]).values()), None)
    answers = answerable_policies(request.user).filter(translation_key=page.translation_key).exists()
    context = {"page": page, "standing": standing, "asked": asked_at(page), "may_answer": answers}
    return show(request, "policies/cms/review.html", _("Review of a policy"), context, way_to(page), ICON)


def asked_at(page: PolicyPage) -> list[AskedClause]:
    """The clauses that people asked about, the most asked first. Three queries."""
    key = page.translation_key
    grouped: dict[str, list[ClauseQuestion]] = defaultdict(list)
    for question in ClauseQuestion.objects.filter(version__work__translation_key=key).select_related(
        "asker", "version"
    ):
        grouped[question.clause_id].append(question)
    latest = PolicyVersion.objects.prefetch_related("texts").latest_of_key(key) if grouped else None
    source = min(latest.texts.all(), key=lambda text: text.pk).payload if latest else {"clauses": []}
    known = {clause["id"]: clause for clause in source["clauses"]}
    asked = [AskedClause(known.get(clause), questions) for clause, questions in grouped.items()]
    return sorted(asked, key=lambda one: -len(one.questions))


def standings_of(pages: list[PolicyPage]) -> dict[Any, Any]:
    """By translation key, how each policy stands now. One query."""
    versions = PolicyVersion.objects.filter(work__translation_key__in=[page.translation_key for page in pages])
    found = versions.select_related("work").standings(now())
    return {
        (one.in_force or one.to_come or one.withdrawn).work.translation_key: one
        for one in found.values()
        if one.in_force or one.to_come or one.withdrawn
    }
