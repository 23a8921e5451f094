"""A learner writes, their manager marks, the learner reads what came of it."""

import subprocess
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.conftest import MANAGE, Academy, environment_of
from tests.journeys.marking import mark_next
from tests.journeys.reader import Reader

pytestmark = [pytest.mark.journey, pytest.mark.database]

QUIZ = "/en/courses/empathy/letters/"
WRITE = "from tests.journeys.letters import write; write()"


@pytest.fixture(scope="module")
def quiz(academy: Academy, database: str | None) -> None:
    environment = environment_of(academy.var, academy.address, database)
    subprocess.run([*MANAGE, "shell", "-c", WRITE], cwd=settings.BASE_DIR, env=environment, check=True)


@pytest.mark.usefixtures("quiz")
@pytest.mark.parametrize("script", [True, False])
def test_from_the_letter_to_its_grade(reader: Callable[..., Reader], script: bool) -> None:
    alice = reader("alice", width=360, java_script_enabled=script)
    alice.sign_in(QUIZ)
    alice.press("Start the quiz" if script else "Try again")
    alice.main.get_by_label("Asked in a letter").fill("I am sorry that nobody called you.")
    if script:
        expect(alice.main).to_contain_text("Words: 7")
        expect(alice.main.get_by_role("status").first).to_have_text("Saved")
    alice.press("Look over your answers")
    alice.press("Hand in")
    expect(alice.heading).to_have_text("Being marked")
    alice.open(QUIZ)
    expect(alice.main).to_contain_text("Your attempt is being marked.")
    expect(alice.main.get_by_role("button")).to_have_count(0)

    bob = reader("bob", java_script_enabled=script)
    bob.sign_in()
    mark_next(bob, 1, 0, comment="Kind. What happens next?")

    alice.open("/en/inbox/")
    alice.go(alice.main.get_by_role("link", name="Your answers are marked: Letters").first)
    expect(alice.heading).to_have_text("Not passed yet")
    expect(alice.main).to_contain_text("Kind. What happens next?")
    expect(alice.main).to_contain_text("1 of 2 points")
