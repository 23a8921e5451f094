"""Attempts whose time runs out, that move to another device, and that go by one form."""

import subprocess
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.conftest import MANAGE, Academy, environment_of
from tests.journeys.reader import Reader

pytestmark = [pytest.mark.journey, pytest.mark.database]

MAKE_QUIZ = """
from quizzes.models import Question, QuizIndexPage, QuizPage, QuizQuestion
index = QuizIndexPage.objects.get(locale__language_code="en")
asked = [q for q in Question.objects.filter(locale__language_code="en", live=True) if q.spec().type == "single_choice"]
page = QuizPage(title="{slug}", slug="{slug}", locale=index.locale, live=False, {settings})
page.quiz_questions = [QuizQuestion(question=question, sort_order=n) for n, question in enumerate(asked[:3])]
index.add_child(instance=page)
page.save_revision().publish()
"""
SHORTEN = """
from datetime import timedelta
from django.utils.timezone import now
from quizzes.models import Attempt
Attempt.objects.open().filter(learner__username="{name}").update(deadline_at=now() + timedelta(seconds={seconds}))
"""

Shell = Callable[[str], None]


@pytest.fixture
def shell(academy: Academy, database: str | None) -> Shell:
    """Do something to the database of the running site that nobody can do on a page."""
    environment = environment_of(academy.var, academy.address, database)

    def run(code: str) -> None:
        subprocess.run([*MANAGE, "shell", "-c", code], cwd=settings.BASE_DIR, env=environment, check=True)

    return run


def begin(person: Reader, slug: str) -> None:
    person.sign_in(f"/en/quizzes/{slug}/")
    person.press("Start the quiz")


def answer(person: Reader, number: int, option: int = 0) -> None:
    person.main.locator(f"#q{number} .options input").nth(option).check()
    expect(person.main.locator(".save-state")).to_have_text("Saved")


def test_the_time_runs_out(reader: Callable[..., Reader], shell: Shell) -> None:
    """The clock is told by the server; what was saved is graded without a hand that hands in."""
    shell(MAKE_QUIZ.format(slug="timed", settings="per_page=0, time_limit=30"))
    alice = reader("alice")
    begin(alice, "timed")
    expect(alice.main.get_by_role("timer")).to_contain_text("29:")
    shell(SHORTEN.format(name="alice", seconds=15))
    answer(alice, 1)
    expect(alice.main.get_by_role("timer")).to_contain_text("00:")
    expect(alice.main.locator(".clock [role=status]")).to_have_text("The time is up. Your answers are being handed in.")
    alice.page.wait_for_url("**/result/", timeout=40_000)
    alice.check()
    expect(alice.main).to_contain_text("The time was up. What was saved until then was graded.")
    expect(alice.main.locator("ol.answers > li").filter(has_text="No answer")).to_have_count(2)


def test_an_attempt_goes_on_at_another_device(reader: Callable[..., Reader], shell: Shell) -> None:
    shell(MAKE_QUIZ.format(slug="devices", settings="per_page=0"))
    desk, phone = reader("grace"), reader("grace", width=360)
    begin(desk, "devices")
    answer(desk, 1, option=1)

    phone.sign_in("/en/quizzes/devices/")
    phone.follow("Go on where you stopped")
    expect(phone.main.locator("#q1 .options input").nth(1)).to_be_checked()
    answer(phone, 2)
    answer(desk, 3)  # in a page that does not know of the second answer
    desk.press("Look over your answers")
    expect(desk.main).to_contain_text("All 3 answers are saved.")


def test_all_on_one_page_without_javascript(reader: Callable[..., Reader], shell: Shell) -> None:
    shell(MAKE_QUIZ.format(slug="one-form", settings='per_page=0, show_when="during", ask_confidence=True'))
    grace = reader("grace", width=360, java_script_enabled=False)
    begin(grace, "one-form")
    for number in (1, 2, 3):
        grace.main.locator(f"#q{number} .options input").first.check()
        grace.main.locator(f"#q{number} .sure input").first.check()
    grace.go(grace.main.locator("#q2").get_by_role("button", name="Check this answer"))
    expect(grace.main.locator("#q2 input")).to_have_count(0)
    expect(grace.main.locator("#q1 .options input").first).to_be_checked()
    grace.press("Hand in")
    expect(grace.main).to_contain_text("You were sure of 3 answers")
