"""Every type of question is answered by keyboard alone, and on a phone without JavaScript."""

import subprocess
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import MANAGE, Academy, environment_of
from tests.journeys.every_type import MARKED_AT_ONCE, QUIZZES, Kinds
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

WRITE = "from tests.journeys.every_type import write; write()"

# What is typed, where anything is: by the type of the question.
TYPED = {"short_text": "hear them out", "number": "2.5 kg", "gaps": "two"}
FOCUSED = "document.activeElement"
KIND = f"{FOCUSED}.matches('select') ? 'select' : {FOCUSED}.type ?? ''"
IN_QUESTION = f"{FOCUSED}.closest('[data-question]') !== null"


@pytest.fixture(scope="module")
def quizzes(academy: Academy, database: str | None) -> None:
    environment = environment_of(academy.var, academy.address, database)
    subprocess.run([*MANAGE, "shell", "-c", WRITE], cwd=settings.BASE_DIR, env=environment, check=True)


def address_of(slug: str) -> str:
    return f"/en/courses/empathy/{slug}/"


@pytest.mark.usefixtures("quizzes")
@pytest.mark.parametrize(("slug", "kinds"), QUIZZES.items(), ids=QUIZZES)
def test_by_keyboard_alone(reader: Callable[..., Reader], slug: str, kinds: Kinds) -> None:
    alice = reader("alice")
    alice.sign_in(address_of(slug))
    press_by_keyboard(alice, "Start the quiz")
    for number, kind in enumerate(kinds, 1):
        answer(alice, kind.__name__)
        expect(alice.main.get_by_role("status").first).to_have_text("Saved")
        press_by_keyboard(alice, "Next question" if number < len(kinds) else "Look over your answers")
    expect(alice.main.get_by_text("No answer yet")).to_have_count(0)
    press_by_keyboard(alice, "Hand in")
    expect_answered(alice, kinds)


def press_by_keyboard(reader: Reader, name: str) -> None:
    tab_to(reader, reader.main.get_by_role("button", name=name, exact=True).first)
    reader.lands(lambda: reader.page.keyboard.press("Enter"))


def tab_to(reader: Reader, target: Locator) -> None:
    for _stop in range(80):
        if target.evaluate(f"element => element === {FOCUSED}"):
            return
        reader.page.keyboard.press("Tab")
    pytest.fail(f"{target} can not be reached by Tab")


def answer(reader: Reader, kind: str) -> None:
    """Stop at every field of the question, and do there what its kind takes."""
    keyboard = reader.page.keyboard
    for _stop in range(80):
        keyboard.press("Tab")
        if reader.page.evaluate(IN_QUESTION):
            break
    while reader.page.evaluate(IN_QUESTION):
        match reader.page.evaluate(KIND):
            case "select-one" | "select":
                keyboard.press("Space")
                keyboard.press("ArrowDown")
                keyboard.press("Enter")
            case "text" | "textarea":
                keyboard.type(TYPED.get(kind, "A few words."))
            case "radio" | "checkbox":
                keyboard.press("Space")
            case "button":
                keyboard.press("Enter")
                return  # an item has moved, and its button with it
        keyboard.press("Tab")


def expect_answered(reader: Reader, kinds: Kinds) -> None:
    """Each question stands in the result, with its verdict unless people are to give it."""
    for kind in kinds:
        expect(reader.main.get_by_text(f"Asked as {kind.__name__}", exact=True)).to_be_visible()
    if kinds is MARKED_AT_ONCE:
        expect(reader.main.locator(".answer .chip")).to_have_count(len(kinds))
        expect(reader.main).to_contain_text("Read as 2.5 kg.")


@pytest.mark.usefixtures("quizzes")
@pytest.mark.parametrize(("slug", "kinds"), QUIZZES.items(), ids=QUIZZES)
def test_on_a_phone_without_javascript(reader: Callable[..., Reader], slug: str, kinds: Kinds) -> None:
    erin = reader("erin", width=360, java_script_enabled=False)
    erin.sign_in(address_of(slug))
    erin.press("Start the quiz")
    for number, kind in enumerate(kinds, 1):
        fill(erin, kind.__name__)
        erin.press("Next question" if number < len(kinds) else "Look over your answers")
    expect(erin.main.get_by_text("No answer yet")).to_have_count(0)
    erin.press("Hand in")
    expect_answered(erin, kinds)


def fill(reader: Reader, kind: str) -> None:
    form = reader.main.locator("[data-question]")
    for place, select in enumerate(form.locator("select").all(), 1):
        select.select_option(index=place if kind == "ordering" else 1)
    for field in form.locator("input[type=text], textarea").all():
        field.fill(TYPED.get(kind, "A few words."))
    choices = form.locator("input[type=radio], input[type=checkbox]")
    if choices.count():
        choices.first.check()
