"""An agent finds her work, takes a course, and passes its quiz."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from django.conf import settings
from playwright.sync_api import Locator, expect

from tests.journeys.reader import Reader

pytestmark = [pytest.mark.journey, pytest.mark.database]

COURSES = settings.BASE_DIR / "academy/starter/content/en/courses"
QUESTION = re.compile(r"Question (\d+) of (\d+)")


def questions_of(course: str) -> dict[str, dict[str, Any]]:
    """What the quiz of a course asks, by the words of each question."""
    quiz = yaml.safe_load((COURSES / course / "quiz.yaml").read_text())
    return {question["stem"]: question for question in quiz["questions"]}


def is_right(question: dict[str, Any], words: str) -> bool:
    """Whether an option belongs into the right answer."""
    if question["type"] == "true_false":
        return words == str(question["answer"])
    return next(option["correct"] for option in question["options"] if option["text"] == words)


class Pointer:
    """Answers with mouse or finger."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def begin(self) -> None:
        pass

    def set(self, boxes: list[Locator], wanted: list[bool]) -> None:
        for box, want in zip(boxes, wanted, strict=True):
            if want:
                box.check()

    def choose(self, select: Locator, words: str) -> None:
        select.select_option(label=words)

    def send(self, button: Locator) -> None:
        self.reader.go(button)


class Keyboard:
    """Answers without ever touching the mouse."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.press = reader.page.keyboard.press

    def begin(self) -> None:
        """Past the frame of the page, by the link that is there for it."""
        self.press("Tab")
        expect(self.reader.page.get_by_role("link", name="Skip to the content")).to_be_focused()
        self.press("Enter")
        expect(self.reader.page.get_by_role("main")).to_be_focused()

    def set(self, boxes: list[Locator], wanted: list[bool]) -> None:
        if boxes[0].get_attribute("type") == "radio":
            self.reach(boxes[0])
            for _step in range(wanted.index(True)):
                self.press("ArrowDown")
            if wanted[0]:
                self.press("Space")
            return
        for box, want in zip(boxes, wanted, strict=True):
            self.reach(box)
            if want:
                self.press("Space")

    def choose(self, select: Locator, words: str) -> None:
        self.reach(select)
        self.press("Space")
        for _step in range(select.locator("option").all_text_contents().index(words)):
            self.press("ArrowDown")
        self.press("Enter")

    def send(self, button: Locator) -> None:
        self.reach(button)
        self.reader.lands(lambda: self.press("Enter"))

    def reach(self, target: Locator) -> None:
        for _step in range(30):
            self.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{target} can not be reached by the keyboard")


class Quiz:
    """One attempt at the quiz of a course of the starter academy."""

    def __init__(self, reader: Reader, hands: Keyboard | Pointer, course: str) -> None:
        self.reader = reader
        self.hands = hands
        self.questions = questions_of(course)

    @property
    def question(self) -> dict[str, Any]:
        """The question on the page."""
        asked = self.reader.main.locator("legend").inner_text()
        return next(question for stem, question in self.questions.items() if asked.startswith(stem))

    @property
    def labels(self) -> Locator:
        return self.reader.main.locator(".options label")

    def answer(self, *, wrongly: bool = False) -> None:
        question = self.question
        self.hands.begin()
        if question["type"] == "matching":
            self.match({pair["prompt"]: pair["match"] for pair in question["pairs"]})
            return
        wanted = [is_right(question, words) != wrongly for words in self.labels.all_inner_texts()]
        if question["type"] == "single" and wrongly:
            wanted = [number == wanted.index(True) for number in range(len(wanted))]
        self.hands.set(self.labels.locator("input").all(), wanted)

    def match(self, pairs: dict[str, str]) -> None:
        for label in self.labels.all():
            words = label.inner_text()
            self.hands.choose(self.reader.main.get_by_label(words, exact=True), pairs[words])

    def expect_saved(self) -> None:
        expect(self.reader.main.get_by_role("status")).to_have_text("Saved")

    def given(self) -> list[Any]:
        """What is chosen on the page, whatever the type of the question."""
        boxes = self.reader.main.locator(".options input")
        selects = self.reader.main.locator(".options select")
        return [box.is_checked() for box in boxes.all()] + [select.input_value() for select in selects.all()]

    def go_on(self) -> None:
        name = re.compile("Next question|Look over your answers")
        self.hands.send(self.reader.main.get_by_role("button", name=name).first)

    def count(self) -> tuple[int, int]:
        """Which question of how many."""
        number, count = QUESTION.fullmatch(self.reader.heading.inner_text()).groups()
        return int(number), int(count)


@pytest.fixture
def alice(reader: Callable[..., Reader]) -> Reader:
    return reader("alice")


@pytest.fixture
def alice_on_the_phone(reader: Callable[..., Reader]) -> Reader:
    """A small screen, and no JavaScript at all."""
    return reader("alice", width=360, java_script_enabled=False)


def see_my_work(alice: Reader) -> None:
    expect(alice.heading).to_contain_text("Alice")
    expect(alice.main.get_by_role("article").get_by_role("link", name="Continue")).to_be_visible()
    expect(alice.row("Goodwill and refunds")).to_contain_text(re.compile(r"Policy to acknowledge.*Due \w+", re.DOTALL))


def read_on(alice: Reader) -> None:
    """Lesson by lesson to the quiz."""
    while not alice.heading.inner_text().startswith("Quiz:"):
        alice.press("Done, go on")


def expect_course_done(alice: Reader, title: str) -> int:
    """Return how many units it has."""
    expect(alice.heading).to_have_text(title)
    expect(alice.main).to_contain_text("You completed this course on")
    units = alice.main.locator("li.unit")
    expect(units.get_by_text("Done", exact=True)).to_have_count(units.count())
    return units.count()


def expect_the_same_in_persian(alice: Reader, units: int) -> None:
    path = alice.page.url.split("/en/")[1]
    alice.choose_language("فارسی")
    assert alice.page.url.endswith(f"/fa/{path}")
    expect(alice.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(alice.page.locator("html")).to_have_attribute("lang", "fa")
    expect(alice.heading).to_have_text(re.compile("[آ-ی]"))
    expect(alice.main.locator("li.unit.done")).to_have_count(units)
    alice.choose_language("English")


def test_a_course_from_the_first_lesson_to_the_last_answer(alice: Reader) -> None:
    alice.sign_in()
    see_my_work(alice)

    alice.go(alice.page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Courses"))
    alice.follow("Empathy")
    alice.follow("Start")
    first = alice.heading.inner_text()
    alice.press("Done, go on")
    second = alice.heading.inner_text()
    assert second != first

    alice.open("/en/")
    expect(alice.main.get_by_role("article").get_by_role("heading", name=second)).to_be_visible()
    alice.follow("Continue")
    expect(alice.heading).to_have_text(second)
    read_on(alice)

    alice.press("Start the quiz")
    quiz = Quiz(alice, Keyboard(alice), "empathy")
    wrong = take_by_keyboard(alice, quiz)
    expect(alice.main).to_contain_text("They count once you hand them in")
    alice.press("Hand in")

    expect(alice.heading).to_have_text("Passed")
    expect(alice.main).to_contain_text(
        "You answered 11 of 12 questions rightly: 92 %. That is a pass; 70 % was needed."
    )
    expect_reasons(alice, wrong)
    alice.follow("To the course")
    units = expect_course_done(alice, "Empathy")
    expect_the_same_in_persian(alice, units)


def take_by_keyboard(alice: Reader, quiz: Quiz) -> dict[str, Any]:
    """Every question by the keyboard, one of them wrongly, with a reload in the middle. Return the wrong one."""
    wrong: dict[str, Any] = {}
    types = set()
    number, count = quiz.count()
    while number <= count:
        question = quiz.question
        types.add(question["type"])
        mistaken = question["type"] == "single" and not wrong
        quiz.answer(wrongly=mistaken)
        quiz.expect_saved()
        if mistaken:
            wrong = question
        if number == count // 2:
            expect_kept(alice, quiz)
        quiz.go_on()
        number += 1
    assert types == {"single", "multiple", "true_false", "matching"}
    return wrong


def expect_kept(alice: Reader, quiz: Quiz) -> None:
    """What was said to be saved is there after a reload, and the quiz goes on where it was left."""
    given = quiz.given()
    alice.lands(alice.page.reload)
    assert quiz.given() == given
    quiz.expect_saved()


def expect_reasons(alice: Reader, wrong: dict[str, Any]) -> None:
    row = alice.row(wrong["stem"])
    expect(row).to_contain_text("Not right")
    right = next(option for option in wrong["options"] if option["correct"])
    chosen = row.get_by_role("listitem").filter(has_text=re.compile("Your answer$", re.MULTILINE))
    expect(row).to_contain_text(right["text"])
    expect(row).to_contain_text(right["feedback"])
    expect(row).to_contain_text(wrong["feedback"])
    expect(chosen).to_have_count(1)


def test_a_course_on_the_phone_without_javascript(alice_on_the_phone: Reader) -> None:
    alice = alice_on_the_phone
    alice.sign_in()
    see_my_work(alice)

    alice.open("/en/courses/")
    alice.follow("Conflict resolution")
    alice.follow("Continue")
    read_on(alice)
    alice.press("Start the quiz")
    quiz = Quiz(alice, Pointer(alice), "conflict-resolution")
    take_by_pointer(alice, quiz)
    alice.press("Hand in")

    expect(alice.heading).to_have_text("Passed")
    expect(alice.main).to_contain_text("questions rightly: 100 %. That is a pass; 70 % was needed.")
    alice.follow("To the course")
    units = expect_course_done(alice, "Conflict resolution")
    expect_the_same_in_persian(alice, units)


def take_by_pointer(alice: Reader, quiz: Quiz) -> None:
    number, count = quiz.count()
    while number <= count:
        quiz.answer()
        given = quiz.given()
        quiz.go_on()
        if number == 2:
            alice.press("Back")
            alice.press("Back")
            quiz.go_on()
            assert quiz.given() == given
            quiz.go_on()
        number += 1
