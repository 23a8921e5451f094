from datetime import timedelta

import pytest
from django.core import mail

from academy.evidence import actions, periodic
from academy.evidence.domain.chain import BEGINNING, seal_hash
from academy.evidence.models import HeadMail, Record, Seal, SealMember
from academy.frozen import canonical, digest
from tests.evidence.ledger import AT, PERSON, WORK, add_one, fill
from tests.test_query_budgets import statements

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def test_a_record_keeps_its_body_and_its_hash() -> None:
    actions.record(Record.Kind.ACKNOWLEDGED, AT, subject=PERSON, about=WORK, version=3, language="fa")
    kept = Record.objects.get()
    body = {
        "kind": "acknowledged",
        "at": "2026-03-02T09:00:00.000000+00:00",
        "subject": str(PERSON),
        "about": str(WORK),
        "version": 3,
        "language": "fa",
    }
    assert (kept.body, kept.sha256) == (canonical(body), digest(body))


def test_seals_follow_each_other() -> None:
    fill(2, 3)
    first, second = Seal.objects.order_by("number")
    assert (first.number, first.previous, second.number, second.previous) == (1, BEGINNING, 2, first.sha256)
    hashes = list(Record.objects.order_by("pk").values_list("sha256", flat=True))
    assert first.sha256 == seal_hash(BEGINNING, hashes[:2])
    assert second.sha256 == seal_hash(first.sha256, hashes[2:])
    assert list(second.members.order_by("position").values_list("position", "sha256")) == [
        (place, sha256) for place, sha256 in enumerate(hashes[2:])
    ]


def test_without_records_there_is_no_seal() -> None:
    assert actions.seal(AT) == 0
    fill(1)
    assert actions.seal(LATER) == 0
    assert Seal.objects.count() == 1


def test_a_seal_holds_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 4)
    actions.record_all(Record.Kind.DECLINED, AT, ((None, None, {"n": n}) for n in range(9)))
    assert actions.seal(AT) == 9
    assert [seal.members.count() for seal in Seal.objects.order_by("number")] == [4, 4, 1]


def committed_late(pk: int) -> None:
    """On PostgreSQL an id is given out before the commit: this one comes after higher ones were sealed."""
    Record.objects.create(pk=pk, kind=Record.Kind.DECLINED, at=AT, body="{}", sha256=digest({}))


def test_what_is_committed_late_is_sealed_all_the_same() -> None:
    Record.objects.create(pk=50, kind=Record.Kind.DECLINED, at=AT, body="{}", sha256=digest({}))
    actions.seal(AT)
    committed_late(20)
    assert actions.seal(LATER) == 1
    assert Seal.objects.get(number=2).members.get().record_id == 20


def test_what_is_committed_very_late_is_found_within_the_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "REACH", 10)
    Record.objects.create(pk=50, kind=Record.Kind.DECLINED, at=AT, body="{}", sha256=digest({}))
    actions.seal(AT)
    committed_late(20)
    periodic.seal_records(AT.replace(minute=59))
    assert not SealMember.objects.filter(record=20).exists()
    periodic.seal_records(AT.replace(hour=10, minute=0))
    assert SealMember.objects.filter(record=20).exists()


def test_sealing_takes_as_many_statements_for_many_as_for_few() -> None:
    actions.record_all(Record.Kind.DECLINED, AT, [(None, None, {})])
    few = statements(lambda: actions.seal(AT))
    actions.record_all(Record.Kind.DECLINED, AT, [(None, None, {"n": n}) for n in range(150)])
    assert len(statements(lambda: actions.seal(AT))) == len(few)


class TestTheHeadByMail:
    def test_it_goes_to_whoever_keeps_it(self, settings) -> None:
        settings.EVIDENCE_HEAD_TO = ["auditor@example.com"]
        fill(2)
        periodic.mail_head(AT)
        (message,) = mail.outbox
        assert message.to == ["auditor@example.com"]
        assert f"--expect-head {Seal.objects.get().sha256}" in message.body

    def test_once_a_day(self, settings) -> None:
        settings.EVIDENCE_HEAD_TO = ["auditor@example.com"]
        fill(1)
        assert actions.mail_head(AT)
        add_one()
        actions.seal(AT)
        assert not actions.mail_head(AT + timedelta(hours=10))
        assert actions.mail_head(LATER)
        assert [kept.seal.number for kept in HeadMail.objects.order_by("day")] == [1, 2]

    def test_not_where_nothing_is_new(self, settings) -> None:
        settings.EVIDENCE_HEAD_TO = ["auditor@example.com"]
        assert not actions.mail_head(AT)
        fill(1)
        assert actions.mail_head(AT)
        assert not actions.mail_head(LATER)

    def test_not_where_nobody_is_named(self) -> None:
        fill(1)
        assert not actions.mail_head(AT)
        assert not mail.outbox

    def test_what_could_not_be_sent_is_sent_later(self, settings) -> None:
        settings.EVIDENCE_HEAD_TO = ["auditor@example.com"]
        fill(1)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_PORT = 9  # nobody listens there
        with pytest.raises(OSError):
            actions.mail_head(AT)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert actions.mail_head(AT + timedelta(minutes=1))
