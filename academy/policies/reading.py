"""What a reader sees of policies: the frozen text, and what it asks of them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from academy.access import Place, places_of
from academy.assignments.models import Assignment
from academy.policies.models import Acknowledgement, PolicyPage, PolicyText, PolicyVersion


def text_in(version: PolicyVersion, language: str) -> PolicyText | None:
    """The latest words of a version in `language`; where there are none, those of the source. One query."""
    found = None
    for text in version.texts.select_related("locale").order_by("pk"):  # the first is the source
        if found is None or text.locale.language_code == language:
            found = text
    return found


def reading_of(reader: Any, page: PolicyPage, language: str) -> dict[str, Any]:
    """Everything that the page of a policy shows."""
    version = (
        PolicyVersion.objects.filter(work__translation_key=page.translation_key)
        .select_related("work")
        .order_by("-number")
        .first()
    )
    if version is None:
        return {"version": None}
    text = text_in(version, language)
    return {
        "version": version,
        "frozen": text,
        "text": text.payload,
        "text_language": text.locale.language_code,
        "acknowledgement": Acknowledgement.objects.filter(learner=reader, version=version).first(),
        "assignment": Assignment.objects.open().filter(learner=reader, work=version.work).order_by("-cycle").first(),
    }


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


@dataclass(frozen=True)
class Shelved:
    """A policy in the list of all, with what it asks of the reader."""

    place: Place
    version: PolicyVersion
    assignment: Assignment | None
    acknowledged_at: Any


def shelf(reader: Any, language: str) -> list[Shelved]:
    """The latest version of every policy that is live, with where the reader stands. Three queries."""
    acknowledged = Acknowledgement.objects.filter(learner=reader, version=OuterRef("pk")).values("at")[:1]
    versions = latest_versions().annotate(acknowledged_at=Subquery(acknowledged))
    places = places_of([version.work.translation_key for version in versions], language)
    owed = {row.work_id: row for row in Assignment.objects.open().filter(learner=reader).order_by("cycle")}
    shelved = [
        Shelved(places[version.work.translation_key], version, owed.get(version.work_id), version.acknowledged_at)
        for version in versions
        if version.work.translation_key in places
    ]
    return sorted(shelved, key=lambda policy: policy.place.title)
