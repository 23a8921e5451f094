"""A question was wrong: an editor corrects its key and the grades; who was graded by it hears of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.cms import Desk
from tests.journeys.reader import Reader
from tests.journeys.test_cms import RULES, WAGTAILS

pytestmark = pytest.mark.journey

STEM = "Which of these may you promise on the telephone?"
RIGHT = "A call back today"
WRONG = "The full price"
QUIZ = "Quiz: Promises"
REASON = "The wrong answer was marked as right. We are sorry."


def test_a_wrong_key_is_made_good(reader: Callable[..., Reader]) -> None:
    erin, dana, alice = reader("erin"), reader("dana"), reader("alice")
    for person, start in ((erin, "/admin/"), (dana, "/admin/"), (alice, "/en/")):
        person.sign_in(start)
    write_quiz(dana)
    fail(alice)
    correct_key(dana)
    correct_grades(erin)
    see_versions(erin)
    hear_of_it(alice)


def options(person: Reader) -> Locator:
    return person.page.locator("[data-streamfield-list-container]")


def right_ones(person: Reader) -> Locator:
    return options(person).get_by_role("checkbox", name="This is right")


def write_quiz(dana: Reader) -> None:
    """With the wrong option marked as right."""
    desk = Desk(dana)
    dana.open("/admin/snippets/quizzes/question/add/")
    desk.field("stem").fill(STEM)
    desk.add_block("Single choice")
    texts = options(dana).get_by_role("textbox", name="Option")
    texts.nth(0).fill(RIGHT)
    texts.nth(1).fill(WRONG)
    right_ones(dana).nth(1).check()
    desk.act("Publish", STEM)
    desk.explore("Courses", "Product knowledge")
    desk.add_page("Quiz")
    desk.field("title").fill(QUIZ)
    desk.ask(STEM)
    desk.act("Publish", QUIZ)


def fail(alice: Reader) -> None:
    alice.open("/en/courses/product-knowledge/")
    alice.follow(QUIZ)
    alice.press("Start the quiz")
    alice.main.get_by_label(RIGHT).check()
    expect(alice.main.get_by_role("status")).to_have_text("Saved")
    alice.press("Look over your answers")
    alice.press("Hand in")
    expect(alice.heading).to_have_text("Not passed yet")


def correct_key(dana: Reader) -> None:
    desk = Desk(dana)
    desk.open_question(STEM)
    right_ones(dana).nth(1).uncheck()
    right_ones(dana).nth(0).check()
    desk.act("Publish", STEM)


def correct_grades(erin: Reader) -> None:
    desk = Desk(erin)
    desk.open_question(STEM)
    erin.page.get_by_role("button", name="Actions", exact=True).click()
    erin.go(erin.page.get_by_role("link", name="Correct grades"))
    look(erin)
    erin.press("Show what would change")
    expect(erin.main).to_contain_text("1 of 1 attempt gets another grade.")
    expect(erin.main).to_contain_text("1 turns to a pass.")
    expect(erin.main).not_to_contain_text("Alice")  # whose records are not hers to see
    look(erin)
    erin.main.get_by_label("Why").fill(REASON)
    erin.press("Correct the grades")
    for _try in range(30):  # the worker carries it out
        if erin.main.get_by_text("1 attempt has a new grade.").count():
            break
        erin.page.wait_for_timeout(1000)
        erin.page.reload()
    expect(erin.main).to_contain_text("carried out")
    look(erin)


def see_versions(erin: Reader) -> None:
    Desk(erin).open_question(STEM)
    erin.page.get_by_role("button", name="Actions", exact=True).click()
    erin.go(erin.page.get_by_role("link", name="Versions and use"))
    expect(erin.main.get_by_role("heading", name="Version 2")).to_be_visible()
    expect(erin.main.locator("del")).to_have_text(WRONG)
    expect(erin.main.locator("ins")).to_have_text(RIGHT)
    look(erin)


def look(person: Reader) -> None:
    person.check_access(exclude=tuple(WAGTAILS), without=RULES)


def hear_of_it(alice: Reader) -> None:
    alice.open("/en/inbox/")
    alice.go(alice.main.get_by_role("link", name=f"Your grade was corrected: {QUIZ}"))
    expect(alice.heading).to_have_text("Passed")
    expect(alice.main).to_contain_text("from 0 % to 100 %")
    expect(alice.main).to_contain_text("Question 1 was marked again by a corrected answer.")
    expect(alice.main).to_contain_text(REASON)
