"""Publishing a policy, and acknowledging it."""

from datetime import datetime
from enum import Enum
from typing import Any

from django.db import IntegrityError, transaction

from academy.assignments.actions import complete_work, titles_of
from academy.assignments.models import AssignmentRule, Work
from academy.assignments.tasks import apply_rule_later
from academy.content import is_source
from academy.frozen import digest
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.policies.models import Acknowledgement, ChangeClass, PolicyPage, PolicyText, PolicyVersion


class Refusal(Enum):
    """Why a version can not be acknowledged."""

    REPLACED = "replaced"


class Refused(Exception):
    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@transaction.atomic
def publish_policy(page: PolicyPage, by: Any, at: datetime) -> PolicyText | None:
    """Freeze a published policy, and ask or tell the people concerned.

    The source language makes a new version when its text has changed. A translation adds its words to the
    latest version and asks nobody again; where its clauses are not those of the version it is out of date,
    and readers get the source (None).
    """
    work = Work.objects.of(page)
    text = page.frozen_text()
    latest = PolicyVersion.objects.latest_of(work)
    if not is_source(page):
        return _add_text(latest, page, text, at) if latest and _translates(text, latest) else None
    if latest is None or latest.sha256 != digest(text):
        latest = _new_version(page, work, latest, digest(text), by, at)
        added = _add_text(latest, page, text, at)
        _tell(latest, at)
    else:
        added = _add_text(latest, page, text, at)
    _ask(latest, page, by)
    return added


def _translates(text: dict[str, Any], version: PolicyVersion) -> bool:
    source = version.texts.order_by("pk").first()
    return source is not None and clause_ids(source.payload) == clause_ids(text)


def clause_ids(text: dict[str, Any]) -> list[str]:
    return [clause["id"] for clause in text["clauses"]]


def _new_version(
    page: PolicyPage, work: Work, latest: PolicyVersion | None, sha256: str, by: Any, at: datetime
) -> PolicyVersion:
    return PolicyVersion.objects.create(
        work=work,
        number=latest.number + 1 if latest else 1,
        change_class=page.change_class if latest else ChangeClass.MATERIAL,
        change_summary=page.change_summary,
        effective_on=page.effective_on,
        audience=page.audience,
        due_on=page.due_on,
        sha256=sha256,
        published_at=at,
        published_by=by,
    )


def _add_text(version: PolicyVersion, page: PolicyPage, text: dict[str, Any], at: datetime) -> PolicyText:
    added, _created = PolicyText.objects.get_or_create(
        version=version,
        locale_id=page.locale_id,
        sha256=digest(text),
        defaults={"payload": text, "published_at": at},
    )
    return added


def _ask(version: PolicyVersion, page: PolicyPage, by: Any) -> None:
    """Lay the rule that asks for a material version, or bring its audience and date up to date."""
    if version.change_class != ChangeClass.MATERIAL or page.audience is None:
        return
    AssignmentRule.objects.filter(work=version.work, cycle__lt=version.number).update(active=False)
    rule, _created = AssignmentRule.objects.update_or_create(
        work=version.work,
        cycle=version.number,
        defaults={"audience": page.audience, "due_on": page.due_on, "active": True},
        create_defaults={"audience": page.audience, "due_on": page.due_on, "active": True, "created_by": by},
    )
    apply_rule_later(rule)


def _tell(version: PolicyVersion, at: datetime) -> None:
    """A clarification asks for nothing, but everybody concerned hears of it."""
    if version.change_class != ChangeClass.CLARIFICATION or version.audience is None:
        return
    inbox.tell(
        kind=Notice.Kind.POLICY_CLARIFIED,
        about=f"policy:{version.work_id}:{version.number}",
        recipients=dict.fromkeys(version.audience.people().values_list("pk", flat=True)),
        titles=titles_of(version.work),
        path=f"/learn/work/{version.work_id}/",
        at=at,
    )


@transaction.atomic
def acknowledge(learner: Any, text: PolicyText, at: datetime) -> Acknowledgement:
    """Keep that `learner` agreed to exactly this text. A repeat returns the first acknowledgement.

    Raises Refused when the version has been replaced since the page was opened.
    """
    if PolicyVersion.objects.filter(work=text.version.work_id, number__gt=text.version.number).exists():
        raise Refused(Refusal.REPLACED)
    try:
        with transaction.atomic():
            kept = Acknowledgement.objects.create(learner=learner, version=text.version, text=text, at=at)
    except IntegrityError:
        kept = Acknowledgement.objects.get(learner=learner, version=text.version)
    complete_work(learner, text.version.work, at, up_to_cycle=text.version.number)
    return kept
