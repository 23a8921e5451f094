"""An editor writes a lesson and a question; somebody else approves them; agents meet them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.cms import Desk
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

LESSON = "When silence helps"
TEXT = "Three seconds of silence let a customer finish."
QUIZ = "Quiz: Silence"
BEFORE = "A customer has stopped talking. What do you do?"
AFTER = "A customer has stopped talking and breathes in. What do you do?"
RIGHT = "Wait for three seconds."
WRONG = "Ask the next question."
WHY = "They may not be through yet."


def test_a_lesson_and_a_question_from_the_draft_to_the_learner(reader: Callable[..., Reader]) -> None:
    erin, dana, alice = reader("erin"), reader("dana"), reader("alice")
    erin.sign_in("/admin/")
    dana.sign_in("/admin/")
    alice.sign_in("/en/courses/empathy/")
    expect(alice.row(LESSON)).to_have_count(0)

    write_lesson(erin)
    Desk(dana).approve(LESSON)
    for person in (alice, erin):
        see_lesson(person)

    write_question(erin)
    Desk(dana).approve(BEFORE)
    write_quiz(erin)
    Desk(dana).approve(QUIZ)
    attempt = take_quiz(alice)

    change_question(erin)
    Desk(dana).approve(AFTER)
    alice.open(attempt)
    expect_asked(alice, BEFORE)
    alice.press("Try again")
    expect(alice.main).to_contain_text(AFTER)


def write_lesson(erin: Reader) -> None:
    desk = Desk(erin)
    desk.explore("Courses", "Empathy")
    desk.add_page("Lesson")
    desk.field("title").fill(LESSON)
    desk.add_block("Text")
    desk.write(erin.page.locator("[data-streamfield-child]").get_by_role("textbox"), TEXT)
    desk.expect_preview(TEXT)
    assert not desk.offers("Publish")
    desk.submit_for_review()


def see_lesson(person: Reader) -> None:
    person.open("/en/courses/empathy/")
    person.follow(LESSON)
    expect(person.main).to_contain_text(TEXT)


def write_question(erin: Reader) -> None:
    desk = Desk(erin)
    erin.open("/admin/snippets/quizzes/question/add/")
    desk.field("stem").fill(BEFORE)
    desk.add_block("Single choice")
    options = erin.page.locator("[data-streamfield-list-container]")
    texts = options.get_by_role("textbox", name="Option")
    reasons = options.get_by_role("textbox", name="Why")
    expect(texts).to_have_count(2)  # a new question begins with two
    texts.nth(0).fill(RIGHT)
    options.get_by_role("checkbox", name="This is right").nth(0).check()
    texts.nth(1).fill(WRONG)
    reasons.nth(1).fill(WHY)
    desk.expect_preview(RIGHT)
    assert not desk.offers("Publish")
    desk.submit_for_review()


def write_quiz(erin: Reader) -> None:
    desk = Desk(erin)
    desk.explore("Courses", "Product knowledge")
    desk.add_page("Quiz")
    desk.field("title").fill(QUIZ)
    desk.ask(BEFORE)
    assert not desk.offers("Publish")
    desk.submit_for_review()


def take_quiz(alice: Reader) -> str:
    """Wrongly, so that another try is open. Return the address of the result."""
    alice.open("/en/courses/product-knowledge/")
    alice.follow(QUIZ)
    alice.press("Start the quiz")
    expect(alice.main).to_contain_text(BEFORE)
    alice.main.get_by_label(WRONG).check()
    expect(alice.main.get_by_role("status")).to_have_text("Saved")
    alice.press("Look over your answers")
    alice.press("Hand in")
    expect_asked(alice, BEFORE)
    return alice.page.url


def expect_asked(alice: Reader, stem: str) -> None:
    expect(alice.heading).to_have_text("Not passed yet")
    expect(alice.main.get_by_role("heading", name=stem, exact=True)).to_be_visible()
    expect(alice.row(WRONG).first).to_contain_text(WHY)
    expect(alice.main).to_contain_text(re.compile("You answered 0 of 1 question rightly"))


def change_question(erin: Reader) -> None:
    desk = Desk(erin)
    desk.open_question(BEFORE)
    desk.field("stem").fill(AFTER)
    assert not desk.offers("Publish")
    desk.submit_for_review()
