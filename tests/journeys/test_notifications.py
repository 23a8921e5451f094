"""How people choose to be told, and what reaches them while they look at something else."""

import re
import subprocess
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.conftest import MANAGE, Academy, environment_of, wait_until
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

SOON = 60  # seconds, on a busy machine
PAGE = "/en/inbox/notifications/"
TELL = """
from django.utils.timezone import now
from academy.inbox import actions as inbox
from academy.staff.models import User
grace = User.objects.get(username="grace")
words = {"titles": {"en": "Something new"}, "path": "/", "at": now()}
inbox.tell(kind="policy_clarified", about="journey:1", recipients={grace.pk: None}, **words)
"""
REGISTER = "(path) => navigator.serviceWorker.register(path).then(() => navigator.serviceWorker.ready).then(() => true)"
SHOWN = """navigator.serviceWorker.ready
    .then((worker) => worker.getNotifications())
    .then((all) => all.map(({ title, body, data }) => `${title}: ${body} ${data.url}`))"""


def test_choices_without_javascript_on_a_phone(reader: Callable[..., Reader]) -> None:
    rimas = reader("rimas", width=360, java_script_enabled=False)
    rimas.sign_in("/en/inbox/")
    rimas.go(rimas.main.get_by_role("link", name="Notifications"))
    choose(rimas, "Quiet from", "22:00")
    rimas.press("Save")
    expect(rimas.main).to_contain_text("Say from when and until when, or neither.")
    choose(rimas, "Quiet until", "06:30")
    choose(rimas, "E-mail", "once a day, all together")
    rimas.press("Save")
    expect(rimas.main.get_by_role("status")).to_contain_text("Saved.")
    expect(rimas.main.get_by_label("Quiet until")).to_have_value("06:30:00")
    expect(rimas.main.get_by_role("button", name="Switch on in this browser")).to_be_hidden()


def choose(person: Reader, label: str, words: str) -> None:
    person.main.get_by_label(label, exact=True).select_option(label=words)


def test_the_choices_are_where_one_looks_for_them(reader: Callable[..., Reader]) -> None:
    rimas = reader("rimas")
    rimas.sign_in()
    rimas.page.locator("header.top details.menu summary").last.click()
    rimas.go(rimas.page.locator("header.top").get_by_role("link", name="Notifications"))
    expect(rimas.page).to_have_url(PAGE)
    rimas.choose_language("فارسی")


def test_the_tray_counts_without_reloading(
    academy: Academy, database: str | None, reader: Callable[..., Reader]
) -> None:
    grace = reader("grace")
    grace.sign_in()
    grace.page.clock.install()
    grace.open("/en/courses/")
    tray = grace.page.locator("[data-unread]")
    before = int(tray.locator("[data-count]").get_attribute("data-count") or 0)
    environment = environment_of(academy.var, academy.address, database)
    subprocess.run([*MANAGE, "shell", "-v", "0", "-c", TELL], cwd=settings.BASE_DIR, env=environment, check=True)
    grace.page.clock.run_for(31_000)
    expect(tray.locator("[data-count]")).to_have_attribute("data-count", str(before + 1))
    expect(grace.page.locator("#unread-said")).to_have_text(f"Inbox, {before + 1} unread notices")
    grace.check()


def test_a_push_message_is_put_into_words_by_the_site(reader: Callable[..., Reader], academy: Academy) -> None:
    """The browser's own half, from the message that a push service brings to what is shown."""
    jonas = reader("jonas")
    jonas.page.context.grant_permissions(["notifications"], origin=academy.address)
    jonas.sign_in(PAGE)
    (words,) = shown_after_a_push(jonas, academy)
    assert re.fullmatch(r"[^:]+: .+ /\w+/inbox/", words)  # in whatever language is Jónas' own


def shown_after_a_push(person: Reader, academy: Academy) -> list[str]:
    page = person.page
    browser = page.context.new_cdp_session(page)
    known: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known.extend(one["registrationId"] for one in event["registrations"]),
    )
    browser.send("ServiceWorker.enable")
    worker = person.main.locator("#this-browser").get_attribute("data-worker")
    page.evaluate(REGISTER, worker)
    wait_until(lambda: page.evaluate("1") and known, SOON)  # asking the page lets the event come in
    message = {"origin": academy.address, "registrationId": known[-1], "data": '{"notice": 999999}'}
    browser.send("ServiceWorker.deliverPushMessage", message)
    wait_until(lambda: page.evaluate(SHOWN), SOON)
    return list(page.evaluate(SHOWN))
