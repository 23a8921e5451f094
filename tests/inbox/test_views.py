"""The inbox, and what stands around it. For each view: it works; a stranger finds nothing; who is not signed in is sent
to sign in; bad input is shown; a repeat is harmless."""

from collections.abc import Callable
from datetime import time

import pytest
from django.test import Client

from academy.inbox import actions as inbox
from academy.inbox.models import Notice, Preference, PushSubscription
from academy.staff.models import User
from tests.inbox.conftest import AT
from tests.inbox.servers import Browser, web_server
from tests.test_query_budgets import assert_at_most, statements

pytestmark = pytest.mark.django_db

Tell = Callable[..., Notice]
PAGE = "/en/inbox/notifications/"
CHOSEN = {"mail": "in_digest", "digest_at": "09:30:00", "quiet_from": "22:00:00", "quiet_until": "06:30:00"}
HOOK = {"chat-chat_format": "slack", "chat-chat_url": "https://hooks.slack.com/services/T0/B0/secret9876"}


# The inbox


def test_each_kind_of_notice_has_its_line(as_alice: Client, alice: User, tell: Tell) -> None:
    facts = {"person": "پریسا <b>", "days": 4, "count": 3}
    for number, kind in enumerate(Notice.Kind.values):
        tell(alice, kind=kind, about=f"thing:{number}", facts=facts, titles={"fa": "بازپرداخت"})
    page = "".join(as_alice.get("/en/inbox/", {"page": number}).content.decode() for number in (1, 2))
    assert page.count('<bdi lang="fa">بازپرداخت</bdi>') == len(Notice.Kind) - 1  # a note has no title
    assert "<bdi>پریسا &lt;b&gt;</bdi> declined: " in page
    assert "3 of your people are late with: " in page
    assert page.count("4 days late: ") == 4


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2, "Due in 2 days: "), (-1, "Due in 1 day: "), (0, "Due today: "), (1, "1 day late: "), (4, "4 days late: ")],
)
def test_a_reminder_says_how_near_it_is(as_alice: Client, alice: User, tell: Tell, days: int, words: str) -> None:
    tell(alice, kind=Notice.Kind.COURSE_REMINDER, facts={"days": days})
    assert f"{words}<bdi>Refunds</bdi>" in as_alice.get("/en/inbox/").content.decode()


def test_the_list_does_not_ask_more_when_it_grows(as_alice: Client, alice: User, tell: Tell) -> None:
    tell(alice)
    few = len(statements(lambda: as_alice.get("/en/inbox/")))
    for number in range(20):
        tell(alice, about=f"thing:{number}")
    assert len(statements(lambda: as_alice.get("/en/inbox/"))) == few


def test_a_notice_of_somebody_else_does_not_exist(as_user, bob: User, alice: User, tell: Tell) -> None:
    assert as_user(bob).get(f"/en/inbox/{tell(alice).pk}/").status_code == 404


def test_following_a_notice_twice_reads_it_once(as_alice: Client, alice: User, tell: Tell) -> None:
    notice = tell(alice)
    read = []
    for _time in range(2):
        assert as_alice.get(f"/en/inbox/{notice.pk}/").url == "/en/learn/work/1/"
        notice.refresh_from_db()
        read.append(notice.read_at)
    assert read[0] == read[1] is not None


# The count


def test_the_count_comes_by_one_statement_and_not_again_when_it_is_the_same(
    as_alice: Client, alice: User, tell: Tell
) -> None:
    empty = as_alice.get("/en/inbox/unread/")
    assert "Inbox" in empty.content.decode()
    assert "count" not in empty.content.decode()
    tell(alice)
    asked = {"if-none-match": empty.headers["ETag"]}
    fresh = as_alice.get("/en/inbox/unread/", headers=asked)
    assert "Inbox, 1 unread notice" in fresh.content.decode()
    same = {"if-none-match": fresh.headers["ETag"]}
    assert as_alice.get("/en/inbox/unread/", headers=same).status_code == 304
    assert_at_most(1, lambda: as_alice.get("/en/inbox/unread/", headers=same))
    assert "۱" in as_alice.get("/fa/inbox/unread/", headers=same).content.decode()


# What a browser shows for a push message


def test_the_words_for_a_push_message_tell_nothing_of_it(as_alice: Client, alice: User, bob: User, tell: Tell) -> None:
    User.objects.filter(pk=alice.pk).update(language="fa")
    notice = tell(alice)
    words = as_alice.get(f"/waiting/?notice={notice.pk}").json()
    assert (words["lang"], words["dir"], words["url"]) == ("fa", "rtl", f"/fa/inbox/{notice.pk}/")
    assert "بازپرداخت" not in words["body"]


@pytest.mark.parametrize("number", ["", "x", "0", "999999", "-1", "٣"])
def test_a_number_that_is_not_ours_leads_to_the_inbox(as_alice: Client, number: str) -> None:
    assert as_alice.get("/waiting/", {"notice": number}).json()["url"] == "/en/inbox/"


def test_nor_does_that_of_somebody_else(as_alice: Client, bob: User, tell: Tell) -> None:
    assert as_alice.get("/waiting/", {"notice": tell(bob).pk}).json()["url"] == "/en/inbox/"


@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("vi", "ltr"), ("xx", "ltr"), ("", "ltr")])
def test_the_service_worker_is_there_for_everybody(client: Client, language: str, direction: str) -> None:
    script = client.get("/service-worker.js", {"language": language})
    assert script.headers["Content-Type"] == "text/javascript"
    assert script.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in script.headers["Content-Security-Policy"]
    assert f'"dir": "{direction}"' in script.content.decode()


# The page "Notifications"


def test_choices_are_kept_and_shown(as_alice: Client, alice: User) -> None:
    for _time in range(2):
        assert as_alice.post(PAGE, CHOSEN).url == PAGE
    kept = Preference.objects.get(person=alice)
    assert (kept.mail, kept.digest_at, kept.quiet_from, kept.quiet_until) == (
        "in_digest",
        time(9, 30),
        time(22),
        time(6, 30),
    )
    form = as_alice.get(PAGE).context["form"]
    assert [form[name].value() for name in ("mail", "quiet_from")] == ["in_digest", time(22)]
    assert 'value="22:00:00" selected' in as_alice.get(PAGE).content.decode()


def test_who_has_chosen_nothing_sees_what_holds(as_alice: Client) -> None:
    page = as_alice.get(PAGE)
    assert page.status_code == 200
    assert page.context["form"]["mail"].value() == "at_once"
    assert "can not be switched off" in page.content.decode()
    assert not Preference.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"quiet_until": ""}, "Say from when and until when, or neither."),
        ({"quiet_until": "22:00:00"}, "Quiet hours can not end when they begin."),
        ({"mail": "sometimes"}, "Select a valid choice"),
        ({"digest_at": "09:17:00"}, "Select a valid choice"),
    ],
)
def test_choices_that_make_no_sense_are_shown(as_alice: Client, alice: User, wrong: dict[str, str], words: str) -> None:
    page = as_alice.post(PAGE, CHOSEN | wrong)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert Preference.objects.get(person=alice).mail == "at_once"


POSTS = (
    PAGE,
    f"{PAGE}chat/",
    f"{PAGE}chat/remove/",
    f"{PAGE}chat/test/",
    f"{PAGE}browsers/",
    f"{PAGE}browsers/1/remove/",
    "/en/inbox/read/",
)


@pytest.mark.parametrize("path", [*POSTS, "/en/inbox/", "/en/inbox/1/", "/en/inbox/unread/", "/waiting/"])
def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, path: str) -> None:
    answer = client.post(path) if path in POSTS else client.get(path)
    assert "/sign-in/" in answer.url


@pytest.mark.parametrize("path", POSTS[1:])
def test_what_changes_something_is_posted(as_alice: Client, path: str) -> None:
    assert as_alice.get(path).status_code == 405


# Chat


def test_the_address_of_a_chat_is_kept_and_shown_masked(as_alice: Client, alice: User) -> None:
    for _time in range(2):
        assert as_alice.post(f"{PAGE}chat/", HOOK).status_code == 302
    page = as_alice.get(PAGE).content.decode()
    assert "https://hooks.slack.com/…9876" in page
    assert "secret" not in page
    as_alice.post(f"{PAGE}chat/", {"chat-chat_format": "teams", "chat-chat_url": ""})
    kept = Preference.objects.get(person=alice)
    assert (kept.chat_format, kept.chat_url) == ("teams", HOOK["chat-chat_url"])
    for _time in range(2):
        as_alice.post(f"{PAGE}chat/remove/")
    assert Preference.objects.get(person=alice).chat_url == ""


@pytest.mark.parametrize("url", ["", "http://hooks.slack.com/x", "https://10.0.0.1/", "https://a:b@c.example/", "no"])
def test_an_address_that_is_none_is_shown(as_alice: Client, alice: User, url: str) -> None:
    page = as_alice.post(f"{PAGE}chat/", HOOK | {"chat-chat_url": url})
    assert page.status_code == 200
    assert page.context["chat_form"].errors["chat_url"]
    assert Preference.objects.get(person=alice).chat_url == ""


def test_a_test_of_the_chat(as_alice: Client, alice: User) -> None:
    with web_server() as web:
        Preference.objects.create(person=alice, chat_url=f"{web.address}/hook")
        assert "Look into your chat" in as_alice.post(f"{PAGE}chat/test/", follow=True).content.decode()
        web.statuses = [404]
        assert "HTTP 404" in as_alice.post(f"{PAGE}chat/test/", follow=True).content.decode()
    assert [message.path for message in web.received] == ["/hook", "/hook"]


def test_a_test_without_a_chat(as_alice: Client) -> None:
    assert "The chat did not take it" in as_alice.post(f"{PAGE}chat/test/", follow=True).content.decode()


# Browsers


def subscription(endpoint: str = "https://push.example/1", **others: str) -> dict[str, str]:
    return {"endpoint": endpoint, **Browser().keys, **others}


def test_a_browser_subscribes_and_is_taken_away(as_alice: Client, alice: User) -> None:
    fields = subscription()
    for _time in range(2):
        assert as_alice.post(f"{PAGE}browsers/", fields).url == PAGE
    browser = PushSubscription.objects.get(person=alice)
    assert "A browser, since" in as_alice.get(PAGE).content.decode()
    assert as_alice.post(f"{PAGE}browsers/{browser.pk}/remove/").url == PAGE
    assert as_alice.post(f"{PAGE}browsers/{browser.pk}/remove/").status_code == 404
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/1"},
        {"endpoint": "https://192.168.0.1/1"},
        {"endpoint": ""},
        {"p256dh": "AAAA"},
        {"p256dh": "ü"},
        {"auth": "AAAA"},
    ],
)
def test_a_browser_that_says_nonsense(as_alice: Client, wrong: dict[str, str]) -> None:
    page = as_alice.post(f"{PAGE}browsers/", subscription() | wrong, follow=True)
    assert "This browser can not be told" in page.content.decode()
    assert not PushSubscription.objects.exists()


def test_a_shared_browser_tells_who_asked_last(as_user, alice: User, bob: User) -> None:
    for person in (alice, bob):
        as_user(person).post(f"{PAGE}browsers/", subscription())
    assert PushSubscription.objects.get().person == bob
    pk = PushSubscription.objects.get().pk
    assert as_user(alice).post(f"{PAGE}browsers/{pk}/remove/").status_code == 404


def test_a_person_has_only_so_many_browsers(alice: User) -> None:
    for number in range(inbox.BROWSERS + 2):
        inbox.subscribe(alice, **subscription(f"https://push.example/{number}"), at=AT)
    endpoints = PushSubscription.objects.values_list("endpoint", flat=True)
    assert len(endpoints) == inbox.BROWSERS
    assert "https://push.example/1" not in endpoints
