"""The words of policies as they were published: in which language, and single clauses of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from academy.access import Place, places_of
from academy.assignments.models import Work
from academy.policies.models import PolicyText, PolicyVersion


def text_in(version: PolicyVersion, language: str) -> PolicyText | None:
    """The latest words of a version in `language`; where there are none, those of the source. One query."""
    return best_of(version.texts.select_related("locale").order_by("pk"), language)


def best_of(texts: Iterable[PolicyText], language: str) -> PolicyText | None:
    """Of the texts of one version, in the order in which they were published, the latest in `language`, or the source.

    The first of all is that of the source.
    """
    found = None
    for text in texts:
        if found is None or text.locale.language_code == language:
            found = text
    return found


@dataclass(frozen=True)
class CitedClause:
    """A clause as readers of one language see it now. `place` None: the policy is not published any more."""

    place: Place | None
    clause: dict[str, Any]
    policy: str
    language: str


def latest_versions() -> QuerySet[PolicyVersion]:
    """The latest version of each policy."""
    newest = PolicyVersion.objects.filter(work=OuterRef("work")).order_by("-number").values("pk")[:1]
    return PolicyVersion.objects.filter(pk=Subquery(newest)).select_related("work")


def clause_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every clause of every policy for an editor to choose from, under the title of its policy."""
    choices = []
    for version in latest_versions().prefetch_related("texts"):
        text = min(version.texts.all(), key=lambda text: text.pk).payload  # the first is the source
        clauses = text["clauses"]
        references = [f"{version.work_id}:{clause['id']}" for clause in clauses]
        labels = [f"{clause['number']} {clause['heading']}".strip() for clause in clauses]
        choices.append((text["title"], list(zip(references, labels, strict=True))))
    return choices


def keys_of(references: Iterable[str]) -> dict[str, tuple[UUID, str]]:
    """What references that `clause_choices` offers point at, across installations: translation key and clause."""
    parts = {reference: reference.partition(":") for reference in references}
    works = Work.objects.in_bulk({int(work) for work, _colon, _clause in parts.values() if work.isdigit()})
    return {
        reference: (works[int(work)].translation_key, clause)
        for reference, (work, _colon, clause) in parts.items()
        if work.isdigit() and int(work) in works
    }


def clause_of(reference: str, language: str) -> CitedClause | None:
    """The clause behind what `clause_choices` offers; None for one that the policy no longer has."""
    work_id, _colon, clause_id = reference.partition(":")
    version = latest_versions().filter(work=work_id).first() if work_id.isdigit() else None
    text = text_in(version, language) if version else None
    clause = next((clause for clause in text.payload["clauses"] if clause["id"] == clause_id), None) if text else None
    if clause is None:
        return None
    place = places_of([version.work.translation_key], language).get(version.work.translation_key)
    return CitedClause(place, clause, text.payload["title"], text.locale.language_code)
