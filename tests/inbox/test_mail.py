from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from academy.inbox.models import Notice
from academy.inbox.periodic import mail_what_was_left
from academy.inbox.tasks import mail_notices
from academy.staff.models import User

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def notice(person: User, about: str = "work:1:1") -> Notice:
    return Notice.objects.create(
        recipient=person,
        kind=Notice.Kind.POLICY_ASSIGNED,
        about=about,
        titles={"en": "Refunds", "fa": "بازپرداخت"},
        path="/learn/work/1/",
        due_at=AT + timedelta(days=4),
        created_at=AT,
    )


def test_a_notice_is_mailed_once(alice: User) -> None:
    notice(alice)
    for _run in range(2):
        mail_notices.func("work:1:1")
    (message,) = mail.outbox
    assert "Refunds" in message.subject
    assert "http://127.0.0.1:8000/en/learn/work/1/" in message.body


def test_in_the_language_of_its_reader(make_person) -> None:
    notice(make_person("parisa", language="fa", time_zone="Asia/Tehran"))
    mail_notices.func("work:1:1")
    assert "بازپرداخت" in mail.outbox[0].subject
    assert "/fa/learn/work/1/" in mail.outbox[0].body


def test_nobody_without_an_address_and_nothing_withdrawn(make_person, alice: User) -> None:
    notice(make_person("nobody", email=""))
    Notice.objects.filter(pk=notice(alice).pk).update(withdrawn_at=AT)
    mail_notices.func("work:1:1")
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_tried_again(alice: User, settings) -> None:
    notice(alice)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # nobody listens there
    with pytest.raises(ConnectionRefusedError):
        mail_notices.func("work:1:1")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail_what_was_left(AT + timedelta(minutes=5))
    assert mail.outbox == []
    mail_what_was_left(AT + timedelta(minutes=11))
    assert len(mail.outbox) == 1


def test_one_bad_notice_does_not_hold_up_the_others(alice: User, bob: User) -> None:
    Notice.objects.filter(pk=notice(alice).pk).update(kind="unheard of")
    notice(bob)
    mail_notices.func("work:1:1")
    assert [message.to for message in mail.outbox] == [["bob@example.com"]]
    assert Notice.objects.get(recipient=alice).emailed_at is None
