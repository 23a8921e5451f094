"""What the pages of a policy show its reader."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.timezone import get_default_timezone
from django.utils.translation import get_language

from academy.access import SOURCE_LANGUAGE, check_privacy, current_stamp, localized_url
from academy.content import content_cache
from academy.policies.comparing import Comparison, compare
from academy.policies.comprehension import Asked, asked_of
from academy.policies.domain.acknowledging import version_to_show
from academy.policies.domain.changes import ClauseChange, Kind
from academy.policies.domain.force import Standing, standing
from academy.policies.models import ClauseQuestion, PolicyPage, PolicyText, PolicyVersion, PolicyWithdrawal
from academy.policies.reading import best_of
from academy.staff.models import User

FULL, CHANGES = "full", "changes"


def find_policy(request: HttpRequest, translation_key: Any) -> PolicyPage:
    """The page of a policy that may be read: it is live, or what it said was withdrawn. Raises Http404.

    No query: the page is cached for everybody until content changes.
    """
    language = get_language()
    key = f"policy:{translation_key}:{language}:{current_stamp(request)}"
    page = content_cache.get(key)
    if page is None:  # one that may not be read is not kept
        page = _readable_policy(translation_key, language)
        content_cache.set(key, page, 3600)
    check_privacy(request, page)
    return page


def _readable_policy(translation_key: Any, language: str) -> PolicyPage:
    codes = {language, SOURCE_LANGUAGE}
    pages = PolicyPage.objects.filter(translation_key=translation_key, locale__language_code__in=codes)
    best = max(
        pages.select_related("locale").defer_streamfields(),
        key=lambda page: (page.live, page.locale.language_code == language),
        default=None,
    )
    if best is None:
        raise Http404
    if not best.live and not PolicyWithdrawal.objects.filter(version__work__translation_key=translation_key).exists():
        raise Http404
    return best


def versions_for(reader: Any, translation_key: Any) -> list[PolicyVersion]:
    """All versions of a policy, with what the reader did with each. One query."""
    mine = PolicyVersion.objects.for_reader(reader).filter(work__translation_key=translation_key)
    return list(mine.select_related("work").order_by("number"))


def page_of(reader: Any, page: PolicyPage, language: str, at: datetime, asked_for: Mapping[str, str]) -> dict[str, Any]:
    """What stands at the address of a policy."""
    versions = versions_for(reader, page.translation_key)
    if not versions:
        return {"version": None}
    stands = standing(versions, at, get_default_timezone())
    latest = versions[-1] if versions[-1].withdrawn_at is None else None
    shown = version_to_show(latest, stands.in_force, stands.to_come, asked=is_asked(versions[-1])) or versions[-1]
    return reading_of(reader, page, shown, versions, stands, language, asked_for)


def version_page_of(
    reader: Any, page: PolicyPage, number: int, language: str, at: datetime, asked_for: Mapping[str, str]
) -> dict[str, Any]:
    """What stands at the address of one version. Raises Http404."""
    versions = versions_for(reader, page.translation_key)
    shown = next((version for version in versions if version.number == number), None)
    if shown is None:
        raise Http404
    stands = standing(versions, at, get_default_timezone())
    return reading_of(reader, page, shown, versions, stands, language, asked_for)


@dataclass(frozen=True)
class ShownClause:
    """A clause with what is the reader's own at it. `asked`: how many questions; `wrong`: the number of a question
    about it that they answered wrongly, or None. `change`: only where the page shows what changed."""

    clause: Mapping[str, Any]
    asked: int
    wrong: int | None
    change: ClauseChange | None = None

    @property
    def gone(self) -> bool:
        return self.change is not None and self.change.kind is Kind.REMOVED

    @property
    def anchor(self) -> str:
        return f"was-{self.clause['number']}" if self.gone else f"clause-{self.clause['number']}"


@dataclass(frozen=True)
class Section:
    """Clauses that follow each other. `folded`: they stand in a fold, which is `open` where the reader must look."""

    folded: bool
    clauses: tuple[ShownClause, ...]

    @property
    def open(self) -> bool:
        return any(one.wrong for one in self.clauses)

    @property
    def renumbered(self) -> int:
        return sum(bool(one.change and one.change.renumbered) for one in self.clauses)


def reading_of(
    reader: Any,
    page: PolicyPage,
    version: PolicyVersion,
    versions: Sequence[PolicyVersion],
    stands: Standing[PolicyVersion],
    language: str,
    asked_for: Mapping[str, str],
) -> dict[str, Any]:
    """Everything that the page shows of `version`. `asked_for`: the query of the address."""
    base = base_of(version, versions)
    words = words_of(version, base, language, asked_for.get("view"))
    may_acknowledge = version is versions[-1] and is_asked(version)
    questions = asked_of(reader, version, language) if may_acknowledge else []
    return {
        **words,
        "policy": page,
        "version": version,
        "stands": stands,
        "history_count": len(versions),
        "base": base,
        "summaries": passed_over(version, base, versions) if words["compared"] else [],
        "sections": sections_of(reader, version, words["frozen"], words["compared"], questions),
        "may_acknowledge": may_acknowledge,
        "questions": questions,
        "left_out": "left" in asked_for,
        "given_by": User.objects.filter(pk=version.given_by_id).first() if version.given_by_id else None,
        "withdrawal": withdrawal_of(version) if version.withdrawn_at else None,
        "owner": page.policy_owner,
    }


def is_asked(version: PolicyVersion) -> bool:
    """Whether the reader still has to acknowledge a version, which is the latest of its policy."""
    return version.asked_cycle is not None and version.acknowledged_at is None and version.withdrawn_at is None


def words_of(version: PolicyVersion, base: PolicyVersion | None, language: str, view: str | None) -> dict[str, Any]:
    """The text in the language in which it is shown: compared with what the reader knows, or in full.

    `compared`: None where it is shown in full; `other_language`: that of the full text, where it is another one.
    """
    texts = texts_of(version, base)
    full = best_of(texts[version.pk], language)
    found = compare(texts[base.pk], texts[version.pk], language, base.acknowledged_text) if base else None
    comparable = found is not None and not found.changes.nothing
    wanted = view or (FULL if version.acknowledged_at else CHANGES)
    compared = found if comparable and wanted != FULL else None
    text = compared.text if compared else full
    return {
        "frozen": text,
        "text": text.payload,
        "text_language": text.locale.language_code,
        "other_language": full.locale.language_code if full.pk != text.pk else "",
        "compared": compared,
        "comparable": comparable,
        "nothing_changed": found is not None and not comparable,
        "attachments": list(text.attachments.all()) if text.payload.get("attachments") else [],
    }


def preview_of(text: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A draft as an editor sees it before it is published."""
    clauses = tuple(ShownClause(clause, 0, None) for clause in text["clauses"])
    return {"text": text, "text_language": language, "sections": [Section(False, clauses)]}


def base_of(version: PolicyVersion, versions: Sequence[PolicyVersion]) -> PolicyVersion | None:
    """The version that the reader acknowledged last, before this one."""
    before = [one for one in versions if one.number < version.number and one.acknowledged_at is not None]
    return before[-1] if before else None


def texts_of(*versions: PolicyVersion | None) -> dict[int, list[PolicyText]]:
    """By version, its texts in the order in which they were published. One query."""
    ids = [version.pk for version in versions if version is not None]
    found: dict[int, list[PolicyText]] = {pk: [] for pk in ids}
    for text in PolicyText.objects.filter(version__in=ids).select_related("locale").order_by("pk"):
        found[text.version_id].append(text)
    return found


def passed_over(
    version: PolicyVersion, base: PolicyVersion | None, versions: Sequence[PolicyVersion]
) -> list[PolicyVersion]:
    """The versions between, whose changes the reader meets here for the first time, in the words of the source."""
    start = base.number if base else 0
    return [one for one in versions if start < one.number < version.number]


def sections_of(
    reader: Any,
    version: PolicyVersion,
    text: PolicyText,
    compared: Comparison | None,
    questions: Sequence[Asked],
) -> list[Section]:
    asked = questions_at(reader, version)
    wrong = {one.clause: one.number for one in questions if one.right is False}
    if compared is None:
        clauses = tuple(
            ShownClause(clause, asked[clause["id"]], wrong.get(clause["id"])) for clause in text.payload["clauses"]
        )
        return [Section(False, clauses)]
    known = {clause["id"]: clause for clause in compared.before.payload["clauses"]}
    known |= {clause["id"]: clause for clause in text.payload["clauses"]}
    return [
        Section(
            fold.folded,
            tuple(
                ShownClause(known[change.id], asked[change.id], wrong.get(change.id), change) for change in fold.clauses
            ),
        )
        for fold in compared.changes.folds
    ]


def questions_at(reader: Any, version: PolicyVersion) -> Counter[str]:
    """By clause, how many questions of the reader there are. No query for who has asked none."""
    if not version.has_asked:
        return Counter()
    mine = ClauseQuestion.objects.asked_by(reader).about(version.work)
    return Counter(mine.values_list("clause_id", flat=True))


def withdrawal_of(version: PolicyVersion) -> PolicyWithdrawal | None:
    taken_back = PolicyWithdrawal.objects.filter(version__work=version.work_id, version__number__gte=version.number)
    return taken_back.order_by("at").first()


# History


@dataclass(frozen=True)
class Past:
    """A version in the list of all. `summary` in `language`; `given_by`: who acknowledged it for the reader."""

    version: PolicyVersion
    summary: str
    language: str
    given_by: User | None


def history_of(reader: Any, page: PolicyPage, language: str, at: datetime) -> dict[str, Any]:
    """All versions of a policy, the latest first. A constant number of queries. Raises Http404 where there is none."""
    versions = versions_for(reader, page.translation_key)
    if not versions:
        raise Http404
    summaries = dict(summaries_in(versions, language))
    people = User.objects.in_bulk({one.given_by_id for one in versions if one.given_by_id})
    return {
        "policy": page,
        "policy_url": localized_url(page, language) if page.live else "",
        "work": versions[0].work,
        "stands": standing(versions, at, get_default_timezone()),
        "history": [
            Past(
                one,
                *summaries.get(one.pk, (one.change_summary, SOURCE_LANGUAGE)),
                people.get(one.given_by_id) if one.given_by_id else None,
            )
            for one in versions[::-1]
        ],
    }


def summaries_in(versions: Sequence[PolicyVersion], language: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """By version, what changed in the words of `language`, where it was translated. One query."""
    texts = PolicyText.objects.filter(version__in=versions, locale__language_code=language).order_by("pk")
    for version, summary in texts.values_list("version", "payload__change_summary"):
        yield version, (summary, language)
