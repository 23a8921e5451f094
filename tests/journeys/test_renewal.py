"""Recertification: done, about to run out, asked anew, done again; and what was done elsewhere."""

import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from academy.assignments.actions import apply_rule, renew_all
from academy.assignments.models import Assignment, AssignmentEvent, Renewal
from academy.inbox.models import Notice
from academy.staff.models import User
from courses.models import Enrolment, UnitProgress
from quizzes.models import Attempt, Grade
from tests import builders
from tests.courses.test_renewal import take
from tests.journeys.conftest import MANAGE, Academy, environment_of
from tests.journeys.reader import Reader

COURSE = "/en/courses/empathy/"
LEAP = datetime(2024, 2, 29, 9, tzinfo=UTC)
OPENS = datetime(2025, 1, 29, 0, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RECORDS = (Assignment, AssignmentEvent, Attempt, Enrolment, Grade, Notice, UnitProgress)

# As if somebody had taken the course almost a year ago, and the clock had come round.
RUN_OUT = """
from datetime import timedelta
from django.utils.timezone import localdate, now
from academy.assignments.actions import renew_all
from academy.assignments.models import Assignment, Renewal
from academy.starter.demo import work
Renewal.objects.create(work=work("empathy"), months=12, window_days=30)
taken = Assignment.objects.filter(learner__username="zygimantas", work=work("empathy"), state="done")
assert taken.update(valid_until=localdate() + timedelta(days=20)) == 1
assert renew_all(now()) == 1
"""
PASS = """
from django.utils.timezone import now
from academy.assignments.models import Work
from academy.staff.models import User
from academy.starter import files
from academy.starter.demo import pass_quiz
from courses.actions import record_progress
from courses.progress import standing_of
person = User.objects.get(username="zygimantas")
standing = standing_of(person, files.key("courses/empathy"), "en")
for step in standing.steps:  # another journey may have added lessons after the quiz
    if step.unit.kind == Work.Kind.QUIZ:
        pass_quiz(person, Work.objects.get(pk=step.unit.work_id), now())
    else:
        record_progress(person, standing, step.unit, now(), done=True)
"""


@pytest.mark.django_db
def test_over_a_leap_day(alice: User, as_alice: Client, course: builders.Course) -> None:
    """Done on 29 February 2024, it counts until 28 February 2025; renewed in the window, until 28 February 2026."""
    Renewal.objects.create(work=course.work, months=12, window_days=30)
    apply_rule(builders.assign(course.work, due_days=14), LEAP - timedelta(days=9))
    take(alice, course, LEAP)
    assert counts_until(alice) == [("done", date(2025, 2, 28))]
    kept = {model: [*model._default_manager.order_by("pk").values_list("pk", flat=True)] for model in RECORDS}
    assert renew_all(OPENS - 16 * MINUTE) == 0
    assert renew_all(OPENS) == 1  # for alice alone: nobody else has done it
    assert counts_until(alice) == [("done", date(2025, 2, 28)), ("open", None)]
    asked = Assignment.objects.get(learner=alice, cycle=2)
    assert asked.due_at == datetime(2025, 2, 28, 23, 59, 59, tzinfo=UTC)
    assert [one.kind for one in Notice.objects.visible_to(alice)] == [Notice.Kind.RENEWAL_DUE]
    assert as_alice.get("/en/").context["next"].place.title == "Empathy"
    take(alice, course, datetime(2025, 2, 28, 12, tzinfo=UTC))
    assert counts_until(alice) == [("done", date(2025, 2, 28)), ("done", date(2026, 2, 28))]
    assert renew_all(datetime(2026, 1, 28, 23, 59, tzinfo=UTC)) == 0
    assert renew_all(datetime(2026, 1, 29, 0, 0, tzinfo=UTC)) == 1
    for model, rows in kept.items():
        assert model._default_manager.filter(pk__in=rows).count() == len(rows), model
    assert Attempt.objects.filter(learner=alice).count() == Enrolment.objects.filter(learner=alice).count() == 2


def counts_until(person: User) -> list[tuple[str, date | None]]:
    return [*Assignment.objects.filter(learner=person).order_by("cycle").values_list("state", "valid_until")]


@pytest.mark.journey
def test_a_course_is_renewed_and_evidence_accepted(
    academy: Academy, reader: Callable[..., Reader], database: str | None
) -> None:
    def shell(code: str) -> None:
        environment = environment_of(academy.var, academy.address, database)
        subprocess.run([*MANAGE, "shell", "-c", code], cwd=settings.BASE_DIR, env=environment, check=True)

    shell(RUN_OUT)
    learner = reader("zygimantas", width=360, java_script_enabled=False)
    learner.sign_in(COURSE)
    expect(learner.main).to_contain_text("Renew it by")
    expect(learner.main).to_contain_text("Begin with")
    learner.go(learner.main.locator("article.next a.button"))
    while learner.main.get_by_role("button", name="Done, go on").count():
        learner.press("Done, go on")
    expect(learner.main).to_contain_text("You take this quiz anew")
    shell(PASS)
    learner.open(COURSE)
    expect(learner.main).to_contain_text("That counts until")
    accept(reader("bob"))


def accept(bob: Reader) -> None:
    """Luz took the course elsewhere."""
    bob.sign_in("/en/team/matrix/")
    bob.go(bob.main.get_by_role("link", name="Luz Dela Cruz").first)
    course = bob.main.locator("li").filter(has=bob.page.locator(f'a[href="{COURSE}"]'))
    moving = course.get_by_role("link", name="Move the date").first.get_attribute("href")
    assert moving
    bob.open(moving.replace("/date/", "/evidence/"))
    bob.press("Accept")
    expect(bob.main).to_contain_text("required")
    bob.main.get_by_label("Done on").fill(datetime.now(UTC).date().isoformat())
    bob.main.get_by_label("What you accept, and why").fill("Certificate 4711.")
    bob.press("Accept")
    expect(bob.main).to_contain_text("Certificate 4711.")
