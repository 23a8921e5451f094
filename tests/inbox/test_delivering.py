"""What is sent when, what happens where it can not be sent, and that nothing is sent twice."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.core import mail

from academy.inbox import actions as inbox
from academy.inbox import delivering
from academy.inbox.delivering import LEASE, send_due
from academy.inbox.domain.telling import A_DAY, PAUSES
from academy.inbox.models import Delivery, Notice, Preference
from academy.inbox.periodic import deliver_what_is_due
from academy.staff.models import User
from tests.inbox.conftest import AT

pytestmark = pytest.mark.django_db

State = Delivery.State
MINUTE = timedelta(minutes=1)


def states() -> list[tuple[str, str]]:
    return list(Delivery.objects.values_list("channel", "state"))


def prefer(person: User, **choices: object) -> None:
    Preference.objects.create(person=person, **choices)


def test_a_notice_is_mailed_once(alice: User, tell: Callable[..., Notice]) -> None:
    for _run in range(2):
        tell(alice)
        send_due(AT)
    (message,) = mail.outbox
    assert message.to == ["alice@example.com"]
    assert "Refunds" in message.subject
    assert "http://127.0.0.1:8000/en/learn/work/1/" in message.body
    delivery = Delivery.objects.get()
    assert (delivery.channel, delivery.state, delivery.tries, delivery.sent_at) == ("email", "sent", 1, AT)


def test_plain_and_html_in_the_language_and_direction_of_its_reader(make_person, tell) -> None:
    tell(make_person("parisa", language="fa", time_zone="Asia/Tehran"))
    send_due(AT)
    (message,) = mail.outbox
    assert "\u2068بازپرداخت\u2069" in message.subject
    assert "/fa/learn/work/1/" in message.body
    assert "۱۵ اسفند ۱۴۰۴" in message.body
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    assert '<html lang="fa" dir="rtl">' in html
    assert "<bdi>بازپرداخت</bdi>" in html
    assert "۱۵ اسفند ۱۴۰۴" in html
    assert "http://127.0.0.1:8000/fa/inbox/notifications/" in html


def test_a_title_can_not_write_headers_or_mark_up(alice: User, tell) -> None:
    tell(alice, titles={"en": "Refunds\r\nBcc: all@example.com <b>now</b>"})
    send_due(AT)
    (message,) = mail.outbox
    assert "\n" not in message.subject
    assert message.recipients() == ["alice@example.com"]
    assert "&lt;b&gt;now&lt;/b&gt;" in message.alternatives[0][0]


def test_nobody_without_an_address_nothing_withdrawn_and_nobody_who_left(
    make_person, alice: User, bob: User, tell
) -> None:
    tell(make_person("nobody", email=""), alice, bob)
    assert states() == [("email", "waiting"), ("email", "waiting")]
    inbox.withdraw(["work:1:1"], [alice.pk], AT)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    send_due(AT)
    assert mail.outbox == []
    assert states() == [("email", "dropped"), ("email", "dropped")]
    assert {delivery.outcome_in_words for delivery in Delivery.objects.all()} == {
        "done or withdrawn before it was sent",
        "the account is closed",
    }


def test_who_has_left_is_not_told(make_person, tell) -> None:
    assert tell(make_person("gone", is_active=False)) is not None
    assert states() == []


def test_quiet_hours_are_waited_for(alice: User, tell) -> None:
    prefer(alice, quiet_from=time(8), quiet_until=time(12, 30))
    tell(alice)
    send_due(AT)
    send_due(AT + timedelta(hours=3, minutes=29))
    assert mail.outbox == []
    send_due(AT + timedelta(hours=3, minutes=30))
    assert len(mail.outbox) == 1


def test_a_digest_lists_all_in_one_mail(alice: User, bob: User, tell) -> None:
    prefer(alice, mail="in_digest", digest_at=time(17))
    for number in range(3):
        tell(alice, about=f"work:{number}:1", titles={"en": f"Policy {number}"})
    inbox.withdraw(["work:1:1"], [alice.pk], AT)
    send_due(AT.replace(hour=16, minute=59))
    assert mail.outbox == []
    for _run in range(2):
        send_due(AT.replace(hour=17))
    (message,) = mail.outbox
    assert message.subject == "Your day in the Academy: 2 notices"
    assert "Policy 0" in message.body
    assert "Policy 1" not in message.body
    assert "Policy 2" in message.alternatives[0][0]


def test_who_wants_no_mail_has_what_is_mandatory_in_the_digest(alice: User, tell) -> None:
    prefer(alice, mail="never")
    tell(alice, kind=Notice.Kind.QUIZ_MARKED, about="attempt:1:1")
    assert states() == []
    tell(alice)
    assert states() == [("digest", "waiting")]


def test_too_many_for_a_day_go_into_the_digest(alice: User, tell) -> None:
    for number in range(A_DAY + 2):
        tell(alice, about=f"work:{number}:1")
    send_due(AT)
    assert len(mail.outbox) == A_DAY
    assert states().count(("email", "dropped")) == 2
    assert states().count(("digest", "waiting")) == 2
    send_due(AT.replace(day=3, hour=8))
    assert mail.outbox[-1].subject == "Your day in the Academy: 2 notices"
    tell(alice, about="work:99:1", at=AT + timedelta(days=1, minutes=1))
    send_due(AT + timedelta(days=1, minutes=1))
    assert len(mail.outbox) == A_DAY + 2


def test_after_an_outage_there_is_no_flood(alice: User, tell) -> None:
    for day in range(20):
        tell(alice, about=f"work:{day}:1", at=AT + timedelta(days=day))
    for hour in range(48):
        send_due(AT + timedelta(days=21, hours=hour))
    assert len(mail.outbox) == A_DAY + 1
    assert Delivery.objects.pending().count() == 0


def test_a_further_reminder_takes_the_place_of_the_one_before(alice: User, tell) -> None:
    first = tell(alice, kind=Notice.Kind.POLICY_REMINDER, number=1, facts={"days": -2})
    tell(alice, kind=Notice.Kind.POLICY_REMINDER, number=2, facts={"days": 0}, at=AT + timedelta(days=2))
    send_due(AT + timedelta(days=2))
    assert [message.subject for message in mail.outbox] == ["Due today: Refunds"]
    assert first not in Notice.objects.visible_to(alice)


def test_what_was_withdrawn_is_not_told_again(alice: User, tell) -> None:
    tell(alice)
    inbox.withdraw(["work:1:1"], [alice.pk], AT)
    tell(alice, at=AT + MINUTE)
    send_due(AT + MINUTE)
    assert mail.outbox == []


def test_what_is_asked_again_is_sent_again(alice: User, bob: User, tell) -> None:
    tell(alice, bob)
    send_due(AT)
    inbox.withdraw(["work:1:1"], [alice.pk], AT)
    later = AT + timedelta(days=30)
    for _time in range(2):
        inbox.tell_again(
            kind="policy_assigned", about="work:1:1", recipients={alice.pk: later + timedelta(days=7)}, at=later
        )
    send_due(later)
    assert [message.to[0] for message in mail.outbox] == ["alice@example.com", "bob@example.com", "alice@example.com"]
    assert "8 April 2026" in mail.outbox[-1].body
    assert mail.outbox[0].extra_headers["Message-ID"] != mail.outbox[2].extra_headers["Message-ID"]
    notice = Notice.objects.visible_to(alice).get()
    assert (notice.due_at, notice.read_at) == (later + timedelta(days=7), None)


def test_a_choice_made_later_does_not_send_what_was_sent(alice: User, tell) -> None:
    tell(alice)
    prefer(alice, mail="in_digest", chat_url="https://chat.example/hook")
    tell(alice, at=AT + MINUTE)
    assert states() == [("email", "waiting")]


# What can not be sent


def test_a_mail_server_that_is_away_is_tried_with_growing_pauses_and_given_up(alice: User, tell, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # nobody listens there
    tell(alice)
    at = AT
    for tries, pause in enumerate(PAUSES, 1):
        send_due(at)
        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.tries, delivery.send_after) == (State.FAILED, tries, at + pause)
        assert "Connection refused" in delivery.outcome
        send_due(at + pause - MINUTE / 2)
        at += pause
    send_due(at)
    assert Delivery.objects.get().state == State.GIVEN_UP
    assert list(Delivery.objects.undeliverable().to([alice])) == [Delivery.objects.get()]
    assert at - AT < timedelta(days=2)
    send_due(at + timedelta(days=9))
    assert Delivery.objects.get().tries == len(PAUSES) + 1


def test_one_bad_notice_does_not_hold_up_the_others(alice: User, bob: User, tell) -> None:
    tell(alice, bob)
    Notice.objects.filter(recipient=alice).update(kind="unheard of")
    send_due(AT)
    assert [message.to for message in mail.outbox] == [["bob@example.com"]]
    assert Delivery.objects.get(notice__recipient=alice).outcome == "ValueError"


def test_what_there_is_no_time_for_is_given_back(alice: User, tell, monkeypatch) -> None:
    monkeypatch.setattr(delivering, "ROUND", 0)
    tell(alice)
    assert delivering.send_batch("email", AT) == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries, delivery.send_after) == (State.WAITING, 0, AT)
    monkeypatch.undo()
    send_due(AT)
    assert len(mail.outbox) == 1


def test_two_workers_never_take_the_same(alice: User, tell) -> None:
    tell(alice)
    assert len(delivering.claim("email", AT)) == 1
    assert delivering.claim("email", AT) == []
    assert delivering.claim("email", AT + LEASE - MINUTE) == []


def test_what_a_killed_worker_had_claimed_is_sent_once_after_its_time(alice: User, tell) -> None:
    tell(alice)
    delivering.claim("email", AT)
    send_due(AT + LEASE - MINUTE)
    assert mail.outbox == []
    send_due(AT + LEASE)
    send_due(AT + LEASE)
    assert len(mail.outbox) == 1
    assert Delivery.objects.get().tries == 2


def test_the_clock_asks_the_worker_only_where_something_is_due(
    alice: User, tell, django_capture_on_commit_callbacks
) -> None:
    tell(alice, at=AT)

    def tick(at: datetime) -> int:
        with django_capture_on_commit_callbacks(execute=True) as asked:
            deliver_what_is_due(at)
        return len(asked)

    assert tick(AT - MINUTE) == 0
    assert tick(AT) == 1
    assert len(mail.outbox) == 1
    assert tick(AT) == 0
