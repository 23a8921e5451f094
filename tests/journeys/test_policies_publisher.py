"""A manager changes a policy that needs a second person: what it does is shown, another agrees, it is published."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.cms import Desk
from tests.journeys.conftest import Academy
from tests.journeys.policies import PASSING, publish_in
from tests.journeys.reader import Reader
from tests.journeys.test_cms import RULES, WAGTAILS

pytestmark = pytest.mark.journey

POLICY = "Response times"
RULE = "Say so on the same day."
NEWS = "You now say so on the same day. Customers kept asking where their case was."
NOTE = "Name the day in the summary."


def look(reader: Reader) -> None:
    """At a page of ours in the CMS."""
    reader.check_access(exclude=tuple(WAGTAILS), without=RULES)


def test_from_the_draft_to_the_second_person(reader: Callable[..., Reader]) -> None:
    bob, dana, alice = reader("bob"), reader("dana"), reader("alice")
    bob.sign_in("/admin/")
    dana.sign_in("/admin/")
    alice.sign_in()
    change(bob, NEWS)
    bob.press("Ask for approval")
    expect(bob.main).to_contain_text("You asked for this yourself.")
    look(bob)

    send_back(dana)
    bob.open("/admin/")
    expect(bob.main).to_contain_text("sent back by Dana Whitfield")
    change(bob, f"{NEWS} From today on.")
    bob.press("Ask for approval")

    agree(dana)
    alice.open("/en/")
    expect(alice.row(POLICY)).to_contain_text("Policy to acknowledge")
    alice.open("/en/policies/response-times/")
    expect(alice.main).to_contain_text("From today on.")
    expect(alice.main).to_contain_text(RULE)


def change(bob: Reader, news: str) -> None:
    """Write, have it need a second person, and see what publishing does before anything is published."""
    desk = Desk(bob)
    desk.explore("Policies")
    desk.edit(POLICY)
    if news == NEWS:
        desk.write(desk.page.locator("[data-streamfield-child]").first.get_by_role("textbox").last, f" {RULE}")
    desk.field("change_summary").fill(news)
    desk.field("needs_approval").check()
    desk.press_publish()
    expect(bob.heading).to_contain_text("What this publishing does")
    expect(bob.main).to_contain_text("Material change: everybody concerned is asked to acknowledge it.")
    expect(bob.main).to_contain_text(re.compile(r"Everybody: \d+ people"))
    expect(bob.main).to_contain_text(RULE)
    look(bob)


def send_back(dana: Reader) -> None:
    open_approval(dana)
    expect(dana.main).to_contain_text(RULE)
    look(dana)
    dana.page.get_by_label("What has to change first").fill(NOTE)
    dana.press("Send it back")
    expect(dana.main).to_contain_text(NOTE)


def agree(dana: Reader) -> None:
    open_approval(dana)
    dana.press("Agree and publish")
    expect(dana.page.locator(".messages")).to_contain_text("is published as version 2")


def open_approval(dana: Reader) -> None:
    """From the inbox, where the notice stands."""
    dana.open("/en/inbox/")
    dana.go(dana.row(POLICY).filter(has_text="approval").first.get_by_role("link"))
    expect(dana.heading).to_contain_text("Approval of a policy")


def test_a_policy_is_withdrawn_with_a_reason(
    academy: Academy, reader: Callable[..., Reader], database: str | None
) -> None:
    publish_in(academy, database, "first")
    dana = reader("dana")
    dana.sign_in("/admin/")
    dana.open("/admin/policy_list/")
    dana.go(dana.main.get_by_role("link", name=PASSING, exact=True).first)
    dana.page.get_by_role("button", name="Actions", exact=True).first.click()
    dana.go(dana.page.get_by_role("link", name="Withdraw", exact=True))
    look(dana)
    dana.page.get_by_label("Why it is withdrawn").fill("It said what the contract says already.")
    dana.press("Withdraw it")
    expect(dana.page.locator(".messages")).to_contain_text("Withdrawn. Nobody is asked for it any more")
    dana.open("/admin/policy_list/")
    expect(dana.main.get_by_role("row").filter(has_text=PASSING).first).to_contain_text("Withdrawn")
