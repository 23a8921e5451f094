"""What publishing a draft does, before it is done: for whoever publishes and for whoever agrees to it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.timezone import localdate

from academy.access import SOURCE_LANGUAGE
from academy.assignments.models import Assignment
from academy.policies.actions.publishing import class_of, differs
from academy.policies.domain.changes import Changes, ClauseChange, changes
from academy.policies.domain.clauses import hours, minutes
from academy.policies.models import Acknowledgement, ChangeClass, PolicyPage, PolicyVersion, words_in
from academy.skills.citing import kinds
from academy.skills.models import Citation
from academy.staff.models import Absence


@dataclass(frozen=True)
class People:
    """Of those concerned: how many there are, are on leave, read a language without these words, and how they stand."""

    count: int = 0
    on_leave: int = 0
    untranslated: int = 0
    acknowledged: int = 0
    owing: int = 0

    @property
    def neither(self) -> int:
        return self.count - self.acknowledged - self.owing


@dataclass(frozen=True)
class Cited:
    """What cites the changed clauses, of one kind. `counted`: "3 lessons"."""

    counted: str
    citations: list[Citation]


@dataclass(frozen=True)
class Effect:
    """`number`: of the version that is made, None where nothing that people read or answer changes.

    `language`: of the words. `summary`: what changed, and why, in the words that people read first.
    """

    number: int | None
    before: int | None
    change_class: ChangeClass
    language: str
    summary: str
    effective_on: date
    due_on: date | None
    due_days: int | None
    audience: Any
    people: People
    minutes: int
    questions: list[str]
    files: list[str]
    changes: Changes
    other: list[str] = field(default_factory=list)
    cited: list[Cited] = field(default_factory=list)

    @property
    def hours(self) -> float:
        return hours(self.people.count, self.minutes)

    @property
    def asks(self) -> bool:
        return self.number is not None and self.change_class == ChangeClass.MATERIAL

    @property
    def told(self) -> list[ClauseChange]:
        """The clauses that say something else or stand elsewhere: another number alone is told in a sentence."""
        return [clause for clause in self.changes.clauses if not clause.folds]

    @property
    def is_ahead(self) -> bool:
        return self.effective_on > localdate()


def effect_of(draft: PolicyPage, at: datetime) -> Effect:
    """A constant number of queries, however many people, clauses and citations there are."""
    versions = PolicyVersion.objects.with_withdrawal().prefetch_related("texts__locale")
    latest = versions.latest_of_key(draft.translation_key)
    text = draft.frozen_text()
    before = min(latest.texts.all(), key=lambda one: one.pk).payload if latest else {"clauses": []}
    compared = changes(before, text)
    other = _other_changes(before, text) if latest else []
    asked_otherwise = latest is not None and latest.questions != draft.frozen_questions()
    makes = latest is None or differs(latest, draft, text)
    change_class = ChangeClass(class_of(draft, latest))
    clauses = compared.touched if makes and change_class == ChangeClass.MATERIAL else []
    return Effect(
        number=(latest.number + 1 if latest else 1) if makes else None,
        before=latest.number if latest else None,
        change_class=change_class,
        language=draft.locale.language_code,
        summary=draft.change_summary,
        effective_on=draft.effective_on,
        due_on=draft.due_on,
        due_days=draft.due_days,
        audience=draft.audience,
        people=_people(draft, latest, makes, at),
        minutes=minutes(words_in(text)),
        questions=[str(row.question) for row in draft.policy_questions.all()],
        files=[document.title for document in draft.documents()],
        changes=compared,
        other=[*other, *(["questions"] if asked_otherwise else [])],
        cited=_cited(Citation.objects.of(draft.translation_key, clauses)),
    )


def _other_changes(before: dict[str, Any], text: dict[str, Any]) -> list[str]:
    """The parts beside the clauses that are not as they were: "title", "summary", "why", "attachments"."""
    return [part for part in ("title", "summary", "why", "attachments") if before.get(part) != text.get(part)]


def _people(draft: PolicyPage, latest: PolicyVersion | None, makes: bool, at: datetime) -> People:
    """One query for all of them, by language."""
    if draft.audience is None:
        return People()
    today = localdate(at)
    away = Absence.objects.filter(person=OuterRef("pk"), starts_on__lte=today, ends_on__gte=today)
    key = draft.translation_key
    asked = PolicyVersion.objects.filter(work__translation_key=key, change_class=ChangeClass.MATERIAL)
    last = asked.order_by("-number").values("number").first()
    given = Acknowledgement.objects.filter(
        learner=OuterRef("pk"), version__work__translation_key=key, version__number__gte=last["number"] if last else 1
    )
    owed = Assignment.objects.open().filter(learner=OuterRef("pk"), work__translation_key=key)
    rows = (
        draft.audience.people(at)
        .order_by()
        .annotate(reads=F("language"), away=Exists(away), given=Exists(given), owed=Exists(owed))
        .values("reads")
        .annotate(
            count=Count("pk", distinct=True),
            on_leave=Count("pk", distinct=True, filter=Q(away=True)),
            acknowledged=Count("pk", distinct=True, filter=Q(given=True)),
            owing=Count("pk", distinct=True, filter=Q(given=False, owed=True)),
        )
    )
    worded = _languages(latest, makes)
    found = list(rows)
    totals = {name: sum(row[name] for row in found) for name in ("count", "on_leave", "acknowledged", "owing")}
    return People(**totals, untranslated=sum(row["count"] for row in found if row["reads"] not in worded))


def _languages(latest: PolicyVersion | None, makes: bool) -> set[str]:
    """The languages in which the version will have words when it is published: a new one is not translated yet."""
    kept = {text.locale.language_code for text in latest.texts.all()} if latest and not makes else set()
    return {SOURCE_LANGUAGE, *kept}


def _cited(citations: Any) -> list[Cited]:
    """By kind, each thing once however many of the clauses it cites."""
    grouped: dict[str, dict[Any, Citation]] = defaultdict(dict)
    for citation in citations.order_by("title").with_things():
        grouped[citation.kind].setdefault(citation.key, citation)
    return [Cited(_counted(kind, len(found)), list(found.values())) for kind, found in sorted(grouped.items())]


def _counted(kind: str, count: int) -> str:
    return kinds[kind].counted(count) if kind in kinds else f"{kind}: {count}"
