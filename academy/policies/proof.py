"""What goes into the ledger of policies: facts and hashes. Call each inside the transaction of what it records."""

from typing import Any

from academy.evidence.actions import record
from academy.evidence.models import Record
from academy.policies.models import Acknowledgement, Decline, PolicyText, PolicyWithdrawal


def published(text: PolicyText, by: Any) -> None:
    """The words of a version in one language, with the attachments that it has by now."""
    version = text.version
    record(
        Record.Kind.POLICY_PUBLISHED,
        text.published_at,
        about=version.work.translation_key,
        version=version.number,
        change_class=version.change_class,
        effective_on=version.effective_on,
        language=text.locale.language_code,
        sha256=text.sha256,
        attachments=sorted(text.attachments.values_list("sha256", flat=True)),
        by=_opaque(by),
        approved_by=_opaque(version.approved_by),
    )


def withdrawn(withdrawal: PolicyWithdrawal) -> None:
    version = withdrawal.version
    key = version.work.translation_key
    facts = {"version": version.number, "by": _opaque(withdrawal.by)}
    record(Record.Kind.POLICY_WITHDRAWN, withdrawal.at, about=key, **facts)


def acknowledged(given: Acknowledgement) -> None:
    """`by` is only there where somebody gave it on behalf of the learner."""
    record(
        Record.Kind.ACKNOWLEDGED,
        given.at,
        subject=given.learner.opaque_id,
        about=given.version.work.translation_key,
        version=given.version.number,
        language=given.text.locale.language_code,
        sha256=given.text.sha256,
        **({"by": _opaque(given.given_by)} if given.given_by_id else {}),
    )


def declined(decline: Decline) -> None:
    version = decline.version
    key = version.work.translation_key
    record(Record.Kind.DECLINED, decline.at, subject=decline.learner.opaque_id, about=key, version=version.number)


def _opaque(person: Any) -> str | None:
    return str(person.opaque_id) if person else None
