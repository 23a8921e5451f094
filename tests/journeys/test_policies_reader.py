"""Policies from the reader's side: read, changed, understood, declined, asked about."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Academy
from tests.journeys.policies import OTHER_SLUG, POLICY, SLUG, publish_in
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

PAGE = f"policies/{SLUG}/"
OTHER = f"/en/policies/{OTHER_SLUG}/"
SOON = 90  # seconds, on a busy machine


def test_a_policy_is_read_changed_and_understood(
    academy: Academy, reader: Callable[..., Reader], database: str | None
) -> None:
    publish_in(academy, database, "first")
    luz, parisa = reader("luz"), reader("parisa", width=360, java_script_enabled=False)
    read_for_the_first_time_by_keyboard(luz)
    parisa.sign_in()
    parisa.open(f"/fa/{PAGE}")
    parisa.go(parisa.main.locator("#acknowledge button"))
    expect(parisa.main.locator("#acknowledge.done")).to_be_visible()

    publish_in(academy, database, "next")
    until_asked(luz, f"/en/{PAGE}")
    see_what_changed(luz)
    be_led_back(luz)
    understand(luz)
    ask_at_a_clause(luz)

    parisa.open(f"/fa/{PAGE}")
    expect(parisa.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(parisa.main.locator("ins").first).to_contain_text("۸۰")
    expect(parisa.main.locator("del").first).to_contain_text("۵۰")
    expect(parisa.main.locator("details.fold").first).to_be_visible()
    for option in ("Up to €50", "Up to €80"):  # first the wrong one
        parisa.main.get_by_label(option).check()
        parisa.go(parisa.main.locator("#acknowledge button"))
    expect(parisa.main.locator("#acknowledge.done")).to_be_visible()

    answer_the_question(reader("bob"), luz)


def read_for_the_first_time_by_keyboard(luz: Reader) -> None:
    luz.sign_in()
    until_asked(luz, f"/en/{PAGE}")
    expect(luz.heading).to_have_text(POLICY)
    expect(luz.main).not_to_contain_text("What changed for you")
    expect(luz.main).to_contain_text("What changed, and why")
    luz.main.get_by_role("link", name="Go to your acknowledgement").focus()
    luz.page.keyboard.press("Enter")
    expect(luz.main.locator("#acknowledge")).to_be_focused()
    luz.page.keyboard.press("Tab")
    expect(luz.main.get_by_role("button", name="I have read version 1 and will work by it")).to_be_focused()
    luz.lands(lambda: luz.page.keyboard.press("Enter"))
    expect(luz.main).to_contain_text("You have acknowledged this policy")


def until_asked(person: Reader, path: str) -> None:
    """The worker asks everybody concerned, by itself."""
    end = time.monotonic() + SOON
    person.open(path)
    while not person.main.locator("form").count():
        assert time.monotonic() < end, "Nobody was asked."
        time.sleep(0.5)
        person.page.reload()
    person.check()


def see_what_changed(luz: Reader) -> None:
    expect(luz.main).to_contain_text("What changed for you")
    expect(luz.main).to_contain_text("The limit went up from €50 to €80.")
    expect(luz.main.locator("del").first).to_contain_text("50")
    expect(luz.main.locator("ins").first).to_contain_text("80")
    expect(luz.main.locator(".clause.changed").filter(has_text="New clause")).to_contain_text("Write the reason")
    fold = luz.main.locator("details.fold").first
    expect(fold).not_to_have_attribute("open", "")
    expect(fold).to_contain_text("clauses unchanged")
    luz.follow("Read the full text")
    expect(luz.main.locator("del")).to_have_count(0)
    luz.follow("Show what changed since version 1")


def be_led_back(luz: Reader) -> None:
    luz.main.get_by_label("Up to €50").check()
    luz.press("I have read version 2 and will work by it")
    expect(luz.page).to_have_url(re.compile(r"#clause-3\.2$"))
    clause = luz.main.locator("[id='clause-3.2']")
    expect(clause).to_be_focused()
    expect(clause).to_contain_text("Your answer to question 1 is not right yet.")
    expect(luz.main).not_to_contain_text("Because of")


def understand(luz: Reader) -> None:
    luz.main.get_by_role("link", name="Go to the question").click()
    expect(luz.main.get_by_role("group", name="Question 1")).to_be_focused()
    luz.main.get_by_label("Up to €80").check()
    luz.press("I have read version 2 and will work by it")
    expect(luz.main).to_contain_text("I have read version 2 and will work by it.")
    luz.main.get_by_role("link", name="All versions (2)").click()
    expect(luz.row("Version 1")).to_contain_text("Acknowledged on")
    expect(luz.row("Version 2")).to_contain_text("In force")


def ask_at_a_clause(luz: Reader) -> None:
    luz.open(f"/en/{PAGE}")
    luz.go(luz.main.locator("[id='clause-3.2']").get_by_role("link", name=re.compile("Ask or object")))
    luz.press("Send")
    expect(luz.main).to_contain_text("This field is required.")
    luz.main.get_by_label("An objection: this is wrong, or does harm").check()
    luz.main.get_by_label("In your words").fill("Who waited three weeks gets less than who shouts.")
    luz.press("Send")
    expect(luz.main).to_contain_text("That is on its way.")
    expect(luz.row("Who waited three weeks")).to_contain_text("Waits for an answer")


def answer_the_question(bob: Reader, luz: Reader) -> None:
    bob.sign_in("/en/inbox/")
    bob.go(bob.row("A question about a clause").get_by_role("link").first)
    expect(bob.heading).to_have_text("Luz Dela Cruz objects")
    bob.main.get_by_label("Your answer").fill("You are right: it goes into the next version.")
    bob.press("Send the answer")
    bob.follow("Questions about policies")
    expect(bob.main).to_contain_text("All are answered.")
    luz.open("/en/inbox/")
    luz.go(luz.row("Your question was answered").get_by_role("link").first)
    expect(luz.main).to_contain_text("You are right: it goes into the next version.")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_declining_is_kept_and_told(
    script: bool, academy: Academy, reader: Callable[..., Reader], database: str | None
) -> None:
    publish_in(academy, database, "first")
    name, full = ("jonas", "Jónas") if script else ("lan", "Lan")
    person = reader(name, java_script_enabled=script)
    person.sign_in()
    until_asked(person, OTHER)
    person.follow("I can not agree to this")
    person.press("Decline, with this reason")
    expect(person.main).to_contain_text("This field is required.")
    person.main.get_by_label("Why not?").fill("Four hours can not be held at night.")
    person.press("Decline, with this reason")
    expect(person.main).to_contain_text("That is recorded.")
    expect(person.main).to_contain_text("Four hours can not be held at night.")
    expect(person.main.locator("#acknowledge form")).to_be_visible()  # agreeing is still possible

    bob = reader("bob")
    bob.sign_in("/en/inbox/")
    bob.go(bob.row("declined").filter(has_text=full).get_by_role("link").first)
    expect(bob.main).to_contain_text("Four hours can not be held at night.")
    bob.follow("Acknowledge for them")
    bob.main.get_by_label("How do you know?").fill("We talked, and changed the night rota.")
    bob.press("Record it")
    expect(bob.main).to_contain_text("That is recorded.")
    person.open(OTHER)
    expect(person.main).to_contain_text("Acknowledged for you")
