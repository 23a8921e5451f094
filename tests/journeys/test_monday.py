"""A team leader's Monday: who is stuck and why; one is reminded, one gets another date and a note, and reads it."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import MANAGE, Academy, environment_of
from tests.journeys.reader import Reader

pytestmark = pytest.mark.journey

WORDS = "Call me before you try again. We look at it together."
# Alice has left a course alone; Jónas is late with one. Done by the shell of an operator: it took them weeks.
WEEKS_AGO = """
from datetime import timedelta
from django.utils.timezone import now
from academy.assignments.models import Assignment, Work
from academy.staff.models import User
from courses.models import Enrolment
at = now()
alice, jonas = (User.objects.get(username=name) for name in ("alice", "jonas"))
work = Assignment.objects.open().filter(learner=alice, work__kind=Work.Kind.COURSE).earliest("pk").work
left = {"started_at": at - timedelta(days=30), "last_opened_at": at - timedelta(days=20)}
Enrolment.objects.update_or_create(learner=alice, course=work, renewed_at=None, defaults=left)
row = Assignment.objects.open().filter(learner=jonas).earliest("pk")
Assignment.objects.filter(pk=row.pk).update(due_at=at - timedelta(days=2))
"""


@pytest.fixture
def weeks_ago(academy: Academy, database: str | None) -> None:
    environment = environment_of(academy.var, academy.address, database)
    subprocess.run([*MANAGE, "shell", "-c", WEEKS_AGO], cwd=settings.BASE_DIR, env=environment, check=True)


def test_a_team_leaders_monday(reader: Callable[..., Reader], weeks_ago: None) -> None:
    bob, alice = reader("bob"), reader("alice", width=360)
    bob.sign_in("/en/team/")
    expect(rows(bob, "Who is stuck, and why").filter(has_text="Alice Marlow")).to_contain_text(
        "Begun, and not opened for 20 days"
    )
    remind(bob)
    extend(bob)
    write(bob)
    alice.sign_in("/en/inbox/")
    alice.go(alice.row("wrote you a note").first.get_by_role("link"))
    expect(alice.main).to_contain_text(WORDS)
    expect(alice.heading).to_have_text("Your record")


def rows(bob: Reader, part: str) -> Locator:
    return bob.main.get_by_role("region", name=part).get_by_role("listitem")


def remind(bob: Reader) -> None:
    """Jónas, who is late: once. The place on the page is kept."""
    late = rows(bob, "Who is overdue").filter(has_text="Jónas")
    bob.go(late.get_by_role("button", name="Remind"))
    expect(bob.main).to_contain_text("was reminded.")
    expect(late).to_contain_text("Reminded today")
    assert "#overdue-" in bob.page.url


def extend(bob: Reader) -> None:
    """Alice, who left a course alone."""
    alice = (
        bob.main.get_by_role("region", name="Who is stuck, and why").get_by_role("listitem").filter(has_text="Alice")
    )
    bob.go(alice.get_by_role("link", name="Move the date"))
    bob.main.get_by_label("New date").fill((datetime.now(UTC).date() + timedelta(days=9)).isoformat())
    bob.main.get_by_label("Reason").fill("She was needed on the phones.")
    bob.press("Move the date")
    expect(bob.heading).to_have_text("Alice Marlow")
    expect(bob.main).to_contain_text("She was needed on the phones.")


def write(bob: Reader) -> None:
    bob.follow("Write a note")
    bob.press("Send the note")
    expect(bob.main).to_contain_text("required")
    bob.main.get_by_label("Note").fill(WORDS)
    bob.press("Send the note")
    expect(bob.main).to_contain_text(WORDS)
