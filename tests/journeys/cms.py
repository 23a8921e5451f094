"""What people do in the CMS, in the words of its screens."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.reader import Reader

# The field in which a form sends the rich text that is written beside it.
SENT = "xpath=ancestor::*[.//input[@type='hidden' and contains(@name, '-value')]][1]//input[@type='hidden']"


class Desk:
    """Somebody's desk in the CMS."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.page = reader.page
        self.main = reader.main

    # Finding one's way

    def explore(self, *titles: str) -> None:
        """Down the tree of pages in English, from the front page."""
        self.reader.open("/admin/pages/")
        row = self.main.get_by_role("row").filter(has=self.page.get_by_text("English"))
        self.reader.go(row.get_by_role("link", name="Explore child pages of 'Academy'"))
        for title in titles:
            self.reader.go(self.main.get_by_role("link", name=f"Explore child pages of '{title}'"))

    def add_page(self, kind: str) -> None:
        self.reader.go(self.page.get_by_role("link", name="Add child page").first)
        self.reader.go(self.main.get_by_role("link", name=re.compile(f"^{kind}")))

    def edit(self, title: str) -> None:
        self.reader.go(self.main.get_by_role("link", name=title, exact=True).first)

    def open_question(self, words: str) -> None:
        self.reader.open("/admin/snippets/quizzes/question/")
        self.reader.go(self.main.get_by_role("link", name=words).first)

    # Writing

    def field(self, name: str) -> Locator:
        return self.page.locator(f"#id_{name}")

    def add_block(self, kind: str) -> None:
        self.page.get_by_role("button", name="Insert a block").first.click()
        self.page.get_by_role("option", name=kind, exact=True).click()

    def block(self, title: str) -> Locator:
        """The block of a StreamField that bears a title."""
        named = self.page.locator(".c-sf-block__title").get_by_text(title, exact=True)
        return self.page.locator("[data-streamfield-child]").filter(has=named)

    def write(self, box: Locator, words: str) -> None:
        """At the end of a rich text."""
        box.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)
        expect(box.locator(SENT)).to_have_value(re.compile(re.escape(words.strip())))

    def choose(self, button: Locator, title: str) -> None:
        """Take something out of the list that the button opens, which may have to be searched."""
        button.click()
        window = self.page.locator(".modal-content")
        found = window.get_by_role("link", name=title, exact=True)
        search = window.get_by_label("Search term")
        expect(search.or_(found).first).to_be_visible()
        for _try in range(20):  # the worker may not have come to the index yet
            if found.count():
                break
            search.fill("")
            search.fill(title)
            self.page.wait_for_timeout(1000)
        found.first.click()
        expect(window).to_be_hidden()

    def ask(self, stem: str) -> None:
        """Add a question of the bank to a quiz."""
        self.page.get_by_role("button", name="Add Question", exact=True).click()
        self.choose(self.page.get_by_role("button", name="Choose question").last, stem)

    # Being done with it

    def expect_preview(self, words: str) -> None:
        """In a window of its own; the button for it stands in a panel, which stays open from one form to the next."""
        toggle = self.page.get_by_role("button", name="Toggle preview")
        if toggle.get_attribute("aria-expanded") != "true":
            toggle.click()
        with self.page.expect_popup() as window:
            self.page.get_by_role("link", name="Preview in new tab").click()
        expect(window.value.get_by_role("main")).to_contain_text(words)
        window.value.close()

    def offers(self, action: str) -> bool:
        return self._action(action).count() > 0

    def act(self, action: str, said: str) -> None:
        """Press what stands at the foot of the form; the answer is to contain `said`."""
        button = self._action(action)
        if not button.is_visible():
            self.page.get_by_role("button", name="More actions").click()
        self.reader.go(button)
        expect(self.page.locator(".messages")).to_contain_text(said)

    def press_publish(self) -> None:
        """What stands at the foot of the form, where a page comes before the answer."""
        button = self._action("Publish")
        if not button.is_visible():
            self.page.get_by_role("button", name="More actions").click()
        self.reader.go(button)

    def publish_policy(self, number: int) -> None:
        """See what publishing does, and confirm it."""
        self.press_publish()
        self.reader.press(f"Publish version {number}")
        expect(self.page.locator(".messages")).to_contain_text(f"is published as version {number}")

    def _action(self, name: str) -> Locator:
        return self.page.locator("footer").get_by_role("button", name=name, exact=True, include_hidden=True)

    def submit_for_review(self) -> None:
        self.act("Submit to Review", "submitted for moderation")

    def approve(self, title: str) -> None:
        """From the dashboard, where it waits."""
        self.reader.open("/admin/")
        self.edit(title)
        self.act("Approve and Publish", title)
