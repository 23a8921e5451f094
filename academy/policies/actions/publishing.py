"""Publishing a policy: the version that is kept, who is asked or told, what has to be checked."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from academy.assignments.actions import titles_of
from academy.assignments.models import AssignmentRule, Work
from academy.assignments.tasks import apply_rule_later
from academy.content import is_source
from academy.frozen import digest
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.policies import proof
from academy.policies.attachments import keep
from academy.policies.domain.changes import changes
from academy.policies.models import (
    ChangeClass,
    NotApproved,
    PolicyApproval,
    PolicyAttachment,
    PolicyPage,
    PolicyText,
    PolicyVersion,
)
from academy.skills.actions import report_changed
from academy.skills.models import Citation
from academy.staff.models import User


@transaction.atomic
def publish_policy(page: PolicyPage, by: Any, at: datetime, revision: Revision | None = None) -> PolicyText | None:
    """Freeze a published policy, and ask or tell the people concerned.

    The source language makes a new version when its text, its files or its questions have changed, or when the
    latest version was withdrawn. A translation adds its words to the latest version and asks nobody again; where its
    clauses are not those of the version it is out of date, and readers get the source (None).

    Whoever publishes at the same moment waits: two versions, one after the other. Raises NotApproved when a second
    person has yet to agree to `revision`.
    """
    approval = _agreement(page, revision)
    work = Work.objects.select_for_update().get(pk=Work.objects.of(page).pk)
    text = page.frozen_text()
    latest = PolicyVersion.objects.with_withdrawal().latest_of(work)
    if not is_source(page):
        return _add_text(latest, page, text, by, at) if latest and _translates(text, latest) else None
    if latest is None or differs(latest, page, text):
        version = _new_version(page, work, latest, text, by, at, approval)
        added = _add_text(version, page, text, by, at)
        _tell(version, at)
        if latest:
            _report(latest, version, text, at)
    else:
        version = latest
        added = _add_text(version, page, text, by, at)
    _ask(version, page, by)
    return added


def _agreement(page: PolicyPage, revision: Revision | None) -> PolicyApproval | None:
    if revision:
        return PolicyApproval.objects.agreement_to(revision)
    if PolicyApproval.objects.needed_for(page):
        raise NotApproved
    return None


def differs(latest: PolicyVersion, page: PolicyPage, text: dict[str, Any]) -> bool:
    """Whether publishing makes a new version. `latest`: with its withdrawal."""
    unlike = latest.sha256 != digest(text) or latest.questions != page.frozen_questions()
    return unlike or latest.withdrawn_at is not None


def _translates(text: dict[str, Any], version: PolicyVersion) -> bool:
    source = version.texts.order_by("pk").first()
    return source is not None and clause_ids(source.payload) == clause_ids(text)


def clause_ids(text: dict[str, Any]) -> list[str]:
    return [clause["id"] for clause in text["clauses"]]


def _new_version(
    page: PolicyPage,
    work: Work,
    latest: PolicyVersion | None,
    text: dict[str, Any],
    by: Any,
    at: datetime,
    approval: PolicyApproval | None,
) -> PolicyVersion:
    return PolicyVersion.objects.create(
        work=work,
        number=latest.number + 1 if latest else 1,
        change_class=class_of(page, latest),
        change_summary=page.change_summary,
        effective_on=page.effective_on,
        audience=page.audience,
        due_on=page.due_on,
        due_days=page.due_days,
        questions=page.frozen_questions(),
        sha256=digest(text),
        published_at=at,
        published_by=by,
        approved_by=approval.decided_by if approval else None,
    )


def class_of(page: PolicyPage, latest: PolicyVersion | None) -> str:
    """The first version asks everybody, and the first after a withdrawal as well. `latest`: with its withdrawal."""
    return page.change_class if latest and latest.withdrawn_at is None else ChangeClass.MATERIAL


def _add_text(version: PolicyVersion, page: PolicyPage, text: dict[str, Any], by: Any, at: datetime) -> PolicyText:
    added, created = PolicyText.objects.get_or_create(
        version=version,
        locale_id=page.locale_id,
        sha256=digest(text),
        defaults={"payload": text, "published_at": at},
    )
    if created:
        _keep_files(added, page)
        proof.published(added, by)
    return added


def _keep_files(text: PolicyText, page: PolicyPage) -> None:
    described = text.payload.get("attachments", [])
    for document, file in zip(page.documents(), described, strict=bool(described)):
        keep(document, file["sha256"])
    PolicyAttachment.objects.bulk_create(
        (PolicyAttachment(text=text, **file) for file in described), ignore_conflicts=True
    )


def _ask(version: PolicyVersion, page: PolicyPage, by: Any) -> None:
    """Lay the rule that asks for a material version, or bring its audience and dates up to date."""
    if version.change_class != ChangeClass.MATERIAL or page.audience is None:
        return
    AssignmentRule.objects.filter(work=version.work, cycle__lt=version.number).update(active=False)
    terms = {
        "audience": page.audience,
        "due_on": page.due_on,
        "due_days": page.due_days,
        "working_days": True,
        "active": True,
    }
    rule, _created = AssignmentRule.objects.update_or_create(
        work=version.work, cycle=version.number, defaults=terms, create_defaults={**terms, "created_by": by}
    )
    apply_rule_later(rule)


def _tell(version: PolicyVersion, at: datetime) -> None:
    """A clarification asks for nothing, but everybody concerned hears of it."""
    if version.change_class != ChangeClass.CLARIFICATION or version.audience is None:
        return
    inbox.tell(
        kind=Notice.Kind.POLICY_CLARIFIED,
        about=f"policy:{version.work_id}:{version.number}",
        recipients=dict.fromkeys(version.audience.people(at).values_list("pk", flat=True)),
        titles=titles_of(version.work),
        path=f"/learn/work/{version.work_id}/",
        at=at,
    )


def _report(before: PolicyVersion, version: PolicyVersion, text: dict[str, Any], at: datetime) -> None:
    """What cites a clause that says something else now has to be checked; small changes leave its meaning alone."""
    if version.change_class != ChangeClass.MATERIAL:
        return
    was = before.texts.order_by("pk").first().payload
    ask_to_check(version.work, changes(was, text).touched, at)


def ask_to_check(work: Work, clauses: Collection[str], at: datetime) -> None:
    """Mark what cites these clauses, and tell whoever keeps it."""
    marked = report_changed(work.translation_key, clauses, at)
    for citation in Citation.objects.with_things(marked):
        if citation.thing and citation.thing.owner_id:
            inbox.tell(
                kind=Notice.Kind.CLAUSE_CHANGED,
                about=f"citation:{citation.pk}:{at:%Y%m%dT%H%M%S}",
                recipients=dict.fromkeys(
                    User.objects.active().filter(pk=citation.thing.owner_id).values_list("pk", flat=True)
                ),
                titles={"en": citation.title},
                path="/learn/checks/",
                at=at,
            )
