"""Issuing certificates and revoking them. All of it is set-based where it may be many, and may be repeated."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from academy.assignments.actions import titles_of
from academy.assignments.models import Assignment
from academy.certificates.models import Certificate, CertificateRule, Revocation
from academy.evidence import actions as evidence
from academy.evidence.models import Record
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.staff.models import User

CHUNK = 1000


def issue(done: Sequence[Assignment], at: datetime) -> int:
    """Certificates for what was done just now, where a rule says so; return how many are new.

    `done`: as `work_done` gives them, with `valid_until`.
    """
    rules = CertificateRule.objects.filter(active=True, work__in={row.work_id for row in done}).select_related("work")
    return sum(_issue(rule, [row for row in done if row.work_id == rule.work_id], at) for rule in rules)


def issue_all(rule: CertificateRule, at: datetime) -> int:
    """For everybody who did it before there was a rule, and has none yet."""
    without = Assignment.objects.filter(work=rule.work_id, state=Assignment.State.DONE, certificates=None)
    issued = 0
    while rule.active and (rows := list(without.order_by("pk")[:CHUNK])):
        issued += _issue(rule, rows, at)
    return issued


@transaction.atomic
def _issue(rule: CertificateRule, rows: Sequence[Assignment], at: datetime) -> int:
    before = Certificate.objects.filter(assignment__in=[row.pk for row in rows])
    last = Counter(dict(before.values_list("assignment").annotate(Max("number")).order_by()))
    made = [
        Certificate(rule=rule, assignment_id=row.pk, number=last[row.pk] + 1, issued_at=at, valid_until=row.valid_until)
        for row in rows
    ]
    # Of two that issue the same, one finds the number taken.
    Certificate.objects.bulk_create(made, ignore_conflicts=True)
    new = list(Certificate.objects.filter(code__in=[one.code for one in made]).select_related("assignment__learner"))
    evidence.record_all(
        Record.Kind.CERTIFICATE_ISSUED,
        at,
        [
            (
                one.assignment.learner.opaque_id,
                rule.work.translation_key,
                {"cycle": one.assignment.cycle, "number": one.number, "valid_until": _text(one)},
            )
            for one in new
        ],
    )
    _tell(Notice.Kind.CERTIFICATE_ISSUED, rule, new, at)
    return len(new)


def _text(one: Certificate) -> str | None:
    return one.valid_until.isoformat() if one.valid_until else None


def _tell(kind: Notice.Kind, rule: CertificateRule, certificates: Iterable[Certificate], at: datetime) -> None:
    """Each cycle is another thing to hear of."""
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for one in certificates:
        alike[one.assignment.cycle, one.number].append(one.assignment.learner_id)
    for (cycle, number), learners in alike.items():
        inbox.tell(
            kind=kind,
            about=f"certificate:{rule.work_id}:{cycle}:{number}",
            recipients=dict.fromkeys(learners),
            titles=titles_of(rule.work),
            path="/my/certificates/",
            at=at,
        )


@transaction.atomic
def revoke(certificate: Certificate, reason: str, by: User | None, at: datetime) -> bool:
    """It holds no longer; False where that was so before."""
    _revocation, new = Revocation.objects.get_or_create(
        certificate=certificate, defaults={"reason": reason, "by": by, "at": at}
    )
    if new:
        assignment = certificate.assignment
        evidence.record(
            Record.Kind.CERTIFICATE_REVOKED,
            at,
            subject=assignment.learner.opaque_id,
            about=certificate.rule.work.translation_key,
            cycle=assignment.cycle,
            number=certificate.number,
            **({"by": str(by.opaque_id)} if by else {}),
        )
        _tell(Notice.Kind.CERTIFICATE_REVOKED, certificate.rule, [certificate], at)
    return new


def revoke_lost(assignments: Iterable[Assignment], at: datetime) -> None:
    """What rested on a pass that was lost."""
    held = Certificate.objects.filter(assignment__in=[row.pk for row in assignments], revocation=None)
    for certificate in held.select_related("rule__work", "assignment__learner"):
        revoke(certificate, "", None, at)
