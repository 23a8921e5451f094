"""A manager changes a policy; the people concerned are told, and prove that they know it."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from academy.domain import dates
from tests.journeys.cms import Desk
from tests.journeys.conftest import Academy
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

POLICY = "Goodwill and refunds"
RULE = "Tell the customer on the same day."
NEWS = "You now tell the customer on the same day, because people kept asking."
DUE = datetime.now(UTC).date() + timedelta(days=12)
SOON = 60  # seconds, on a busy machine


def test_a_policy_from_the_change_to_the_proof(academy: Academy, reader: Callable[..., Reader]) -> None:
    bob, alice, charlie = reader("bob"), reader("alice"), reader("charlie")
    alice.sign_in()
    bob.sign_in("/admin/")
    publish_change(bob)
    notice_comes(alice, academy)
    alice.open("/en/")
    expect(alice.row(POLICY)).to_contain_text(f"Due {dates.day(DUE, 'en')}")
    acknowledge(alice)
    person = see_the_team(bob)
    charlie.sign_in("/en/team/")
    expect(charlie.main).not_to_contain_text("Alice Marlow")
    charlie.open(person, status=404)


def publish_change(bob: Reader) -> None:
    desk = Desk(bob)
    desk.explore("Policies")
    desk.edit(POLICY)
    desk.write(desk.block("Goodwill up to €50").get_by_role("textbox").last, f" {RULE}")
    desk.field("change_summary").fill(NEWS)
    audience = bob.page.locator("#id_audience-chooser")
    audience.get_by_role("button", name="Actions").click()
    desk.choose(bob.page.get_by_role("button", name="Choose another audience"), "Service agents")
    expect(audience).to_contain_text("Service agents")
    desk.field("due_on").fill(DUE.isoformat())
    bob.page.keyboard.press("Tab")
    desk.publish_policy(2)


def notice_comes(alice: Reader, academy: Academy) -> None:
    """In the inbox and by e-mail, without anybody's doing."""
    end = time.monotonic() + SOON
    due = dates.day(DUE, "en")
    alice.open("/en/inbox/")
    while not (
        alice.row(POLICY).filter(has_text=f"Due {due}").count()
        and mailed_to(academy, "alice", f"Please do it by {due}")
    ):
        assert time.monotonic() < end, "Neither notice nor e-mail came."
        time.sleep(0.5)
        alice.page.reload()
    alice.check()
    expect(alice.row(POLICY).first).to_contain_text("Unread")


def mailed_to(academy: Academy, name: str, words: str) -> bool:
    return any(words in mail for mail in academy.mails_to(f"{name}@velbo.example"))


def acknowledge(alice: Reader) -> None:
    alice.open("/en/inbox/")
    alice.go(alice.row(POLICY).first.get_by_role("link"))
    expect(alice.heading).to_have_text(POLICY)
    expect(alice.main).to_contain_text(NEWS)
    expect(alice.main).to_contain_text(RULE)
    for answer in ("€10", "False"):
        alice.main.get_by_label(answer, exact=True).check()
    alice.press("I have read version 2 and will work by it")
    expect(alice.main).to_contain_text("You have acknowledged this policy")
    expect(alice.main).to_contain_text("I have read version 2 and will work by it.")
    alice.open("/en/")
    expect(alice.row(POLICY)).to_contain_text("Done on")


def see_compliance(bob: Reader) -> None:
    """From the figures to the people; as it was yesterday; a reminder, once; and the file. Ends at the people."""
    expect(bob.main).to_contain_text("Acknowledged by 1 of 6 people who were asked.")
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    bob.main.get_by_label("At the end of").fill(yesterday.isoformat())
    bob.press("Show")
    expect(bob.main).to_contain_text(f"As it was at the end of {dates.day(yesterday, 'en')}.")
    expect(bob.main).to_contain_text("Version 1")
    expect(bob.main).to_contain_text("Acknowledged by 2 of 6 people who were asked.")
    bob.follow("Show it as it is now")
    bob.press("Remind 5 people now")
    expect(bob.main).to_contain_text("5 people were reminded.")
    bob.press("Remind 5 people now")
    expect(bob.main).to_contain_text("0 people were reminded.")
    with bob.page.expect_download() as download:
        bob.main.get_by_role("link", name="Export as CSV").click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert len([line for line in lines if "Still to do" in line]) == 5
    bob.go(bob.row("Still to do").get_by_role("link"))
    expect(bob.main.get_by_role("row")).to_have_count(1 + 5)
    bob.main.get_by_label("State").select_option("")
    bob.press("Show")


def see_the_team(bob: Reader) -> str:
    """Who has done it and who has not, and the courses. Return the address of Alice's page."""
    bob.open("/en/team/")
    bob.follow("All work of your team")
    for course in ("Empathy", "Conflict resolution"):
        expect(bob.row(course).first).to_contain_text(re.compile(r"\d of 6"))
    expect(bob.row(POLICY).first).to_contain_text("1 of 6")
    bob.follow(POLICY)
    rows = bob.main.get_by_role("row")
    see_compliance(bob)
    expect(rows.filter(has_text="Alice Marlow")).to_contain_text("Acknowledged version 2 in English")
    expect(rows.filter(has_text="Not acknowledged yet")).to_have_count(5)
    bob.follow("Alice Marlow")
    expect(bob.heading).to_have_text("Alice Marlow")
    person = bob.page.url
    bob.open("/en/team/work/")
    bob.follow("Empathy")
    expect(rows.filter(has_text="Luz Dela Cruz")).to_contain_text("1 of")
    return person
