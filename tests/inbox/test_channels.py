"""The ways out of the house, at real servers on loopback: what they get, and what becomes of what they refuse."""

import socket
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from py_vapid import Vapid02

from academy.inbox.channels import Failed, outgoing, vapid
from academy.inbox.delivering import send_due
from academy.inbox.domain.addresses import is_public
from academy.inbox.models import Delivery, Notice, Preference, PushSubscription
from academy.staff.models import User
from tests.inbox.conftest import AT
from tests.inbox.servers import Browser, Mailbox, WebServer, free_port, mail_server, web_server

pytestmark = pytest.mark.django_db

Tell = Callable[..., Notice]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


def delivery(channel: str) -> Delivery:
    return Delivery.objects.by(channel).get()


# E-mail


@pytest.fixture
def port(settings) -> int:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = free_port()
    return settings.EMAIL_PORT


def test_a_mail_server_gets_both_forms_of_the_mail(alice: User, tell: Tell, port: int) -> None:
    mailbox = Mailbox()
    tell(alice)
    with mail_server(port, mailbox):
        send_due(AT)
    (message,) = mailbox.messages
    assert message["Subject"] == "Please read and acknowledge: Refunds"
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_a_mail_server_goes_away_and_comes_back(alice: User, bob: User, tell: Tell, port: int) -> None:
    mailbox = Mailbox()
    tell(alice, bob)
    send_due(AT)
    assert set(Delivery.objects.values_list("state", "tries", "send_after")) == {("failed", 1, AT + MINUTE)}
    with mail_server(port, mailbox):
        send_due(AT + MINUTE / 2)
        assert mailbox.messages == []
        for _run in range(2):
            send_due(AT + MINUTE)
    assert sorted(message["To"] for message in mailbox.messages) == ["alice@example.com", "bob@example.com"]
    assert set(Delivery.objects.values_list("state", "tries")) == {("sent", 2)}


@pytest.mark.parametrize(
    ("answer", "state"), [("450 4.2.1 Try later", "failed"), ("550 5.1.1 No such mailbox", "given_up")]
)
def test_a_mailbox_that_takes_nothing_holds_up_nobody(
    alice: User, bob: User, tell: Tell, port: int, answer: str, state: str
) -> None:
    mailbox = Mailbox(refusals={"alice@example.com": answer})
    tell(alice, bob)
    with mail_server(port, mailbox):
        send_due(AT)
    assert [message["To"] for message in mailbox.messages] == ["bob@example.com"]
    refused = Delivery.objects.get(notice__recipient=alice)
    assert (refused.state, refused.outcome) == (state, answer)


# Browsers


def subscribe(person: User, web: WebServer, name: str = "one") -> Browser:
    browser = Browser()
    PushSubscription.objects.create(person=person, endpoint=f"{web.address}/push/{name}", created_at=AT, **browser.keys)
    return browser


def test_a_browser_gets_a_number_and_nothing_else(alice: User, tell: Tell, web: WebServer) -> None:
    browser = subscribe(alice, web)
    notice = tell(alice)
    send_due(AT)
    (message,) = web.received
    assert browser.read(message) == b'{"notice": %d}' % notice.pk
    assert b"Refunds" not in message.body
    assert message.headers["topic"] == f"notice-{notice.pk}"
    assert Vapid02.verify(message.headers["authorization"])
    assert message.headers["authorization"].endswith(f"k={vapid.public_key()}")
    assert delivery("push").state == "sent"


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_unsubscribed_is_forgotten(alice: User, tell: Tell, web: WebServer, status: int) -> None:
    subscribe(alice, web)
    web.statuses = [status]
    tell(alice)
    send_due(AT)
    assert not PushSubscription.objects.exists()
    assert (delivery("push").state, delivery("push").outcome) == ("given_up", f"HTTP {status}")


@pytest.mark.parametrize(("status", "state"), [(429, "failed"), (503, "failed"), (403, "given_up"), (302, "given_up")])
def test_what_a_push_service_refuses(alice: User, tell: Tell, web: WebServer, status: int, state: str) -> None:
    subscribe(alice, web)
    web.statuses, web.location = [status], f"{web.address}/elsewhere"
    tell(alice)
    send_due(AT)
    assert (delivery("push").state, delivery("push").outcome) == (state, f"HTTP {status}")
    assert len(web.received) == 1  # no redirect was followed
    send_due(AT + MINUTE)
    assert (delivery("push").state == "sent") is (state == "failed")


def test_one_browser_of_two_is_enough(alice: User, tell: Tell, web: WebServer) -> None:
    subscribe(alice, web, "one")
    subscribe(alice, web, "two")
    web.statuses = [410, 201]
    tell(alice)
    send_due(AT)
    assert delivery("push").state == "sent"
    assert PushSubscription.objects.get().endpoint.endswith("two")


def test_keys_that_are_none(alice: User, tell: Tell, web: WebServer) -> None:
    PushSubscription.objects.create(person=alice, endpoint=f"{web.address}/p", p256dh="AAAA", auth="AA", created_at=AT)
    tell(alice)
    send_due(AT)
    assert delivery("push").state in ("failed", "given_up")
    assert delivery("email").state == "sent"


def test_the_key_is_made_once_and_for_our_eyes_only(tmp_path: Path, settings) -> None:
    settings.VAPID_PRIVATE_KEY, settings.VAR_DIR = "", tmp_path / "var"
    first = vapid.public_key()
    assert vapid.public_key() == first
    (file,) = (tmp_path / "var").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    settings.VAPID_PRIVATE_KEY = file.read_text()
    assert vapid.public_key() == first


# Chat


@pytest.mark.parametrize("kind", ["slack", "teams"])
def test_a_chat_gets_a_line_and_a_link(alice: User, tell: Tell, web: WebServer, kind: str) -> None:
    Preference.objects.create(person=alice, chat_url=f"{web.address}/hook/secret", chat_format=kind)
    tell(alice, titles={"en": "<!channel> & co"})
    send_due(AT)
    (message,) = web.received
    link = "http://127.0.0.1:8000/en/learn/work/1/"
    if kind == "slack":
        assert message.json() == {"text": f"Please read and acknowledge: &lt;!channel&gt; &amp; co\n{link}"}
    else:
        card = message.json()["attachments"][0]["content"]
        assert card["body"][0]["inlines"][0]["text"] == "Please read and acknowledge: <!channel> & co"
        assert card["actions"][0]["url"] == link


def test_a_chat_that_is_gone_and_one_that_is_busy(alice: User, bob: User, tell: Tell, web: WebServer) -> None:
    for person in (alice, bob):
        Preference.objects.create(person=person, chat_url=f"{web.address}/hook/secret")
    web.statuses = [404, 503]
    tell(alice, bob)
    send_due(AT)
    outcomes = set(Delivery.objects.by("chat").values_list("state", "outcome"))
    assert outcomes == {("given_up", "HTTP 404"), ("failed", "HTTP 503")}


def test_the_log_keeps_no_secret(alice: User, tell: Tell) -> None:
    Preference.objects.create(person=alice, chat_url=f"http://127.0.0.1:{free_port()}/hook/secret")
    tell(alice)
    send_due(AT)
    assert delivery("chat").outcome == "ConnectionError"


# Where we do not go


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::", False),
        ("64:ff9b::a00:1", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("url", "production", "here"),
    [
        ("https://hooks.slack.com/services/T/B/x", False, False),
        ("http://hooks.slack.com/services/T/B/x", True, True),
        ("https://10.0.0.1/", True, True),
        ("https://[::1]/", True, False),
        ("https://127.0.0.1/", True, False),
        ("http://127.0.0.1:8000/", True, False),
        ("http://localhost/", True, False),
        ("https://localhost/", True, False),
        ("https://me:secret@hooks.slack.com/", True, True),
        ("ftp://hooks.slack.com/", True, True),
        ("https:///nowhere", True, True),
        ("nonsense", True, True),
    ],
)
def test_addresses_that_are_refused(url: str, production: bool, here: bool, settings) -> None:
    assert outgoing.refuses(url) is here
    settings.LOOPBACK_ENDPOINTS = False
    assert outgoing.refuses(url) is production


def test_a_name_that_leads_into_our_own_network_is_left_before_a_word_is_said(
    web: WebServer, settings, monkeypatch
) -> None:
    """Whatever the name was when it was typed in: it is the connection that counts."""
    settings.LOOPBACK_ENDPOINTS = False
    here = web.address.removeprefix("http://").partition(":")[2]
    looked_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **more: looked_up("127.0.0.1", *rest, **more))
    with pytest.raises(Failed, match="private address") as failed, outgoing.failures(), outgoing.Outgoing() as session:
        session.post(f"http://hooks.example:{here}/hook", json={})
    assert failed.value.final
    assert web.received == []
