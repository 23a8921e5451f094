from datetime import UTC, date, datetime, timedelta

import pytest

from academy.assignments.actions import complete_for, reopen_for
from academy.assignments.models import Assignment, Renewal
from academy.certificates.actions import issue_all, revoke
from academy.certificates.domain.standing import Standing
from academy.certificates.models import Certificate, CertificateRule
from academy.evidence.models import Record
from academy.inbox.models import Notice
from academy.staff.models import User
from tests import builders

AT = datetime(2024, 2, 29, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(course: builders.Course) -> CertificateRule:
    return CertificateRule.objects.create(work=course.work, statements={"en": "Listens."})


def do(person: User, course: builders.Course, at: datetime = AT) -> None:
    complete_for([person], [course.work.pk], at, own=course.work.pk)


def standing_of(certificate: Certificate, day: date = date(2024, 2, 29)) -> Standing:
    return Certificate.objects.for_reading().get(pk=certificate.pk).standing(day)


def test_whoever_does_it_gets_one_and_is_told(alice: User, course: builders.Course, rule: CertificateRule) -> None:
    for _time in range(2):
        do(alice, course)
    certificate = Certificate.objects.of(alice).get()
    assert standing_of(certificate) is Standing.VALID
    assert len(certificate.code) >= 22
    record = Record.objects.get(kind=Record.Kind.CERTIFICATE_ISSUED)
    assert record.subject == alice.opaque_id
    assert "Alice" not in record.body
    assert Notice.objects.visible_to(alice).get(kind=Notice.Kind.CERTIFICATE_ISSUED).titles == {"en": "Empathy"}


def test_it_counts_for_as_long_as_the_work(alice: User, course: builders.Course, rule: CertificateRule) -> None:
    Renewal.objects.create(work=course.work, months=12)
    do(alice, course)
    certificate = Certificate.objects.get()
    assert certificate.valid_until == date(2025, 2, 28)
    assert standing_of(certificate, date(2025, 3, 1)) is Standing.EXPIRED


def test_who_did_it_before_there_was_a_rule_gets_one_too(alice: User, bob: User, course: builders.Course) -> None:
    do(alice, course)
    rule = CertificateRule.objects.create(work=course.work)
    assert [issue_all(rule, AT), issue_all(rule, AT)] == [1, 0]
    rule.active = False
    assert issue_all(rule, AT) == 0


def test_a_lost_pass_revokes_it_and_doing_it_again_gives_another(
    alice: User, course: builders.Course, rule: CertificateRule
) -> None:
    do(alice, course)
    first = Certificate.objects.get()
    reopen_for([alice], [course.work.pk], AT)
    assert standing_of(first) is Standing.REVOKED
    do(alice, course)
    second = Certificate.objects.latest("pk")
    assert (second.number, standing_of(second)) == (2, Standing.VALID)
    assert Record.objects.filter(kind=Record.Kind.CERTIFICATE_REVOKED).count() == 1


def test_where_only_the_content_changed_an_update_is_due(
    alice: User, course: builders.Course, rule: CertificateRule
) -> None:
    do(alice, course)
    Assignment.objects.update(state="open")
    assert standing_of(Certificate.objects.get()) is Standing.UPDATE_DUE


def test_a_newer_one_replaces_it(alice: User, course: builders.Course, rule: CertificateRule) -> None:
    do(alice, course)
    first = Certificate.objects.get()
    again = Assignment.objects.create(
        learner=alice, work=course.work, cycle=2, state="open", assigned_at=AT + timedelta(days=300)
    )
    do(alice, course, AT + timedelta(days=301))
    assert Certificate.objects.filter(assignment=again).exists()
    assert standing_of(first) is Standing.REPLACED


def test_revoking_twice_is_once(alice: User, bob: User, course: builders.Course, rule: CertificateRule) -> None:
    do(alice, course)
    certificate = Certificate.objects.for_reading().get()
    assert [revoke(certificate, "A mistake.", bob, AT) for _click in range(2)] == [True, False]
    assert Notice.objects.visible_to(alice).filter(kind=Notice.Kind.CERTIFICATE_REVOKED).count() == 1


def test_thousands_cost_as_many_statements_as_one(
    course: builders.Course, rule: CertificateRule, django_assert_max_num_queries
) -> None:
    User.objects.bulk_create(User(username=f"agent{n}", email=f"{n}@example.com") for n in range(200))
    people = list(User.objects.filter(username__startswith="agent"))
    with django_assert_max_num_queries(25):
        complete_for(people, [course.work.pk], AT, own=course.work.pk)
    assert Certificate.objects.count() == 200
