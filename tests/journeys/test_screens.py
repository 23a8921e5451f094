"""Every kind of page, as the right person, in several languages, on small and large screens, light and dark."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from academy.settings.languages import LANGUAGES
from tests.journeys.conftest import Academy
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1280, height=800)
EMPATHY = "courses/empathy/"

# The name of a screen, and its address under that of the language.
ANYBODYS = {
    "sign-in": "sign-in/",
    "password-forgotten": "password/forgotten/",
    "password-sent": "password/sent/",
    "password-changed": "password/changed/",
}
LEARNERS = {
    "my-work": "",
    "courses": "courses/",
    "course": EMPATHY,
    "lesson": f"{EMPATHY}words-that-help/",
    "quiz": f"{EMPATHY}quiz/",
    "policies": "policies/",
    "policy": "policies/goodwill-and-refunds/",
    "inbox": "inbox/",
    "notifications": "inbox/notifications/",
    "search": "search/",
    "search-found": "search/?q=Velbo",
    "search-nothing": "search/?q=xyzzyplugh",
    "password": "password/",
}
FEW = ("my-work", "course", "lesson", "policy")


class Screens:
    """Looks at pages in one language, and keeps pictures of them where $SCREENSHOTS names a folder."""

    def __init__(self, reader: Reader, language: str) -> None:
        self.reader = reader
        self.language = language
        self.pictures = Path(os.environ["SCREENSHOTS"]) if os.environ.get("SCREENSHOTS") else None

    def look_at(self, name: str, path: str, status: int = 200) -> None:
        self.reader.open(f"/{self.language}/{path}", status)
        self.look(name)

    def look(self, name: str) -> None:
        """At the page that is open, and was checked on a desk by daylight when it was opened."""
        page = self.reader.page
        expect(page.locator("html")).to_have_attribute("lang", self.language)
        self.keep(name, "desk-light")
        page.emulate_media(color_scheme="dark")
        self.reader.check_access("color-contrast")
        self.keep(name, "desk-dark")
        page.set_viewport_size(PHONE)
        self.reader.check_access("color-contrast")
        self.keep(name, "phone-dark")
        page.emulate_media(color_scheme="light")
        self.reader.check()
        self.keep(name, "phone-light")
        page.set_viewport_size(DESK)

    def keep(self, name: str, how: str) -> None:
        if self.pictures:
            self.reader.page.screenshot(path=self.pictures / f"{name}-{self.language}-{how}.png", full_page=True)


def screens_of(person: Reader, language: str) -> Screens:
    """Signed in, with that language."""
    person.sign_in("/en/")
    person.choose_language(dict(LANGUAGES)[language])
    return Screens(person, language)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_screens_before_signing_in(language: str, reader: Callable[..., Reader]) -> None:
    screens = Screens(reader("alice"), language)
    for name, path in ANYBODYS.items():
        screens.look_at(name, path)
    screens.look_at("password-key-used", "password/new/1-used/")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_screens_of_a_learner(language: str, reader: Callable[..., Reader]) -> None:
    """Jónas, who has passed the quiz of Empathy."""
    screens = screens_of(reader("jonas"), language)
    for name, path in LEARNERS.items():
        screens.look_at(name, path)
    screens.look_at("not-found", "nowhere/", status=404)


@pytest.mark.parametrize("language", ["vi", "lt"])
def test_a_few_screens_in_other_languages(language: str, reader: Callable[..., Reader]) -> None:
    screens = screens_of(reader("lan"), language)
    for name in FEW:
        screens.look_at(name, LEARNERS[name])


@pytest.mark.parametrize(("language", "name"), [("en", "grace"), ("fa", "parisa")])
def test_the_screens_of_a_quiz(language: str, name: str, reader: Callable[..., Reader]) -> None:
    """Each kind of question, the review, and the result of somebody who answered next to nothing."""
    person = reader(name)
    screens = screens_of(person, language)
    person.open(f"/{language}/{EMPATHY}quiz/")
    person.go(person.main.locator("form").get_by_role("button"))
    attempt = person.page.url.split("pages/")[0]
    seen: set[str] = set()
    for number in range(1, 13):
        person.page.goto(f"{attempt}pages/{number}/")
        kind = kind_of_question(person)
        if kind not in seen:
            seen.add(kind)
            person.check()
            screens.look(f"question-{kind}")
            answer_something(person)
    assert seen == {"radio", "checkbox", "select"}
    screens.look_at("review", f"{attempt.split(f'/{language}/')[1]}review/")
    person.go(person.main.locator(".hand-in button"))
    screens.look("result")
    screens.look_at("quiz-tried", f"{EMPATHY}quiz/")


def kind_of_question(person: Reader) -> str:
    return first_field(person).get_attribute("type") or "select"


def first_field(person: Reader) -> Locator:
    return person.main.locator(".options input, .options select").first


def answer_something(person: Reader) -> None:
    if kind_of_question(person) == "select":
        first_field(person).select_option(index=1)
    else:
        first_field(person).check()
    expect(person.main.get_by_role("status")).to_have_attribute("data-state", "saved")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_screens_of_a_manager(language: str, reader: Callable[..., Reader]) -> None:
    bob = reader("bob")
    screens = screens_of(bob, language)
    screens.look_at("team", "team/")
    screens.look_at("team-overdue", "team/people/?part=overdue")
    screens.look_at("team-outlook", "team/outlook/")
    for name in ("course", "policy"):
        bob.open(f"/{language}/team/work/")
        bob.go(bob.main.locator(f"li:has(use[href='#icon-{name}']) a.row-link").first)
        screens.look(f"team-work-{name}")
    bob.go(bob.main.locator("table th a").first)
    screens.look("person")
    bob.open(f"/{language}/{EMPATHY}quiz/")
    bob.go(bob.main.locator("a[href$='/statistics/']"))
    screens.look("statistics")
    bob.go(bob.main.locator("a[href$='/statistics/attempts/']"))
    screens.look("statistics-attempts")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_screens_of_a_new_password(language: str, academy: Academy, reader: Callable[..., Reader]) -> None:
    """By the link that was mailed."""
    charlie = reader("charlie")
    screens = Screens(charlie, language)
    charlie.open(f"/{language}/password/forgotten/")
    charlie.main.locator("input[type=email]").fill("charlie@velbo.example")
    charlie.go(charlie.main.locator("form").get_by_role("button"))
    link = (
        academy.mails_to("charlie@velbo.example")[-1]
        .rsplit(f"{academy.address}/{language}/password/new/", 1)[1]
        .split()[0]
    )
    charlie.open(f"/{language}/password/new/{link}")
    screens.look("password-new")
