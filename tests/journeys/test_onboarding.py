"""The first three weeks of somebody new: a path to follow, gates that open one by one, and one that closes again."""

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from academy.assignments.actions import apply_rules
from academy.assignments.models import Assignment, Renewal, Work
from academy.inbox.models import Notice
from academy.readiness.models import Gate, GateRequirement
from academy.readiness.standing import gates_of
from academy.staff.models import Audience, Team, User
from courses.domain.paths import Rule
from tests import builders
from tests.courses.test_paths import small_course, take
from tests.journeys.conftest import MANAGE, Academy, environment_of
from tests.journeys.reader import Reader

PATH = "/en/courses/first-weeks/"
FIRST_DAY = date(2026, 3, 2)


@pytest.mark.django_db
def test_three_weeks(make_person: Callable[..., User], bob: User, billing: Team, as_user) -> None:
    """Joined on Monday 2 March; each week a course, and with it a gate; a year later the first one closes."""
    courses = [small_course(name) for name in ("empathy", "products", "conflict")]
    path = builders.make_path("weeks", courses, rule=Rule.IN_ORDER)
    needs = {"Chats": courses[:1], "Calls": courses[:2], "Complaints": courses[2:]}
    for order, (name, needed) in enumerate(needs.items()):
        gate = Gate.objects.create(name=name, sort_order=order)
        gate.requirements.set([GateRequirement(work=Work.objects.of(course)) for course in needed])
        gate.save()
    Renewal.objects.create(work=Work.objects.of(courses[0]), months=12, window_days=30)
    everybody_in_billing = Audience.objects.create(name="Billing")
    everybody_in_billing.teams.add(billing)
    builders.assign(Work.objects.of(path), everybody_in_billing, due_days=14, working_days=True)
    nina = make_person("nina", team=billing, manager=bob, starts_on=FIRST_DAY)

    apply_rules(at(2026, 2, 27))
    assert not Assignment.objects.filter(learner=nina).exists()  # she starts on Monday
    apply_rules(at(2026, 3, 2))
    asked = Assignment.objects.get(learner=nina)
    assert asked.due_at.date() == date(2026, 3, 20)  # fourteen working days after she joined
    assert Notice.objects.visible_to(nina).get().kind == Notice.Kind.PATH_ASSIGNED
    assert open_to(nina, FIRST_DAY) == []

    take(nina, courses[0], at(2026, 3, 6))
    assert open_to(nina, date(2026, 3, 9)) == ["Chats"]
    take(nina, courses[1], at(2026, 3, 13))
    assert open_to(nina, date(2026, 3, 16)) == ["Chats", "Calls"]
    take(nina, courses[2], at(2026, 3, 19))
    assert open_to(nina, date(2026, 3, 20)) == ["Chats", "Calls", "Complaints"]
    asked.refresh_from_db()
    assert (asked.state, asked.done_at) == (Assignment.State.DONE, at(2026, 3, 19))
    assert open_to(nina, date(2027, 3, 7)) == ["Complaints"]  # what was learned on 6 March counts for a year
    assert_shown(as_user(nina), as_user(bob), nina)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=UTC)


def open_to(person: User, day: date) -> list[str]:
    return [cell.gate.name for cell in gates_of(person, day, "en") if cell.passage.open]


def assert_shown(hers: Client, his: Client, nina: User) -> None:
    for browser in (hers, his):
        page = browser.get(f"/en/team/people/{nina.pk}/").content.decode()
        assert "Weeks" in page
        assert "Chats" in page


# The evidence of a week, as the demonstration makes it.
LEARN = """
from datetime import timedelta
from django.utils.timezone import now
from academy.staff.models import User
from academy.starter.demo import learn
from academy.starter.files import lessons
learn(User.objects.get(username="rimas"), "{course}", len(lessons("{course}")) + 1, now() - timedelta(hours=2))
"""


@pytest.mark.journey
def test_what_is_learned_opens_gates(academy: Academy, reader: Callable[..., Reader], database: str | None) -> None:
    """One course of three is behind him. With the next the next gate opens, and with the last the path is done; what
    takes a policy as well still says so."""

    def learn(course: str) -> None:
        environment = environment_of(academy.var, academy.address, database)
        code = LEARN.format(course=course)
        subprocess.run([*MANAGE, "shell", "-c", code], cwd=settings.BASE_DIR, env=environment, check=True)

    rimas = reader("rimas", width=360, java_script_enabled=False)
    rimas.sign_in(PATH)
    expect(rimas.main).to_contain_text("1 of 3 courses done")
    expect(rimas.row("Conflict resolution")).to_contain_text("Opens after: Product knowledge")
    assert_gates(rimas, Chats="Open", Calls="Closed", Complaints="Closed")
    learn("product-knowledge")
    rimas.open(PATH)
    expect(rimas.main).to_contain_text("2 of 3 courses done")
    expect(rimas.row("Conflict resolution")).not_to_contain_text("Not open yet")
    assert_gates(rimas, Chats="Open", Calls="Open", Complaints="Closed")
    learn("conflict-resolution")
    rimas.open(PATH)
    expect(rimas.main).to_contain_text("You have completed this path.")
    assert_gates(rimas, Chats="Open", Calls="Open", Complaints="To open it: Goodwill and refunds")
    expect(rimas.row("Your first three weeks").first).to_contain_text("Done on")


def assert_gates(person: Reader, **gates: str) -> None:
    """What stands beside each gate on their record."""
    person.open("/en/")
    person.follow("See my record")
    for name, words in gates.items():
        gate = person.main.get_by_role("listitem").filter(has=person.page.get_by_text(name, exact=True))
        expect(gate).to_contain_text(words)


@pytest.mark.journey
def test_a_path_is_assigned_and_begun(reader: Callable[..., Reader]) -> None:
    """Her manager asks for it on a page of his own; she goes on at the right place, on a phone without JavaScript."""
    bob = reader("bob")
    bob.sign_in("/en/team/assign/")
    bob.main.get_by_label("What", exact=True).select_option(label="Your first three weeks")
    bob.main.get_by_role("textbox", name="Name").fill("luz")
    bob.press("Find")
    bob.main.get_by_label("Luz Dela Cruz").check()
    bob.main.get_by_label("Why").fill("So that you may take calls.")
    bob.press("See what it does")
    expect(bob.main).to_contain_text("1 person will be asked")
    bob.press("Assign it")
    expect(bob.main).to_contain_text("They are being asked.")

    luz = reader("luz", width=360, java_script_enabled=False)
    luz.sign_in(PATH)
    expect(luz.main).to_contain_text("0 of 3 courses done")
    expect(luz.row("Conflict resolution")).to_contain_text("Not open yet")
    luz.go(luz.main.locator("article.next a.button"))
    expect(luz.page).to_have_url(re.compile("/courses/empathy/"))
    luz.open("/en/")
    expect(luz.row("Your first three weeks")).to_contain_text("So that you may take calls.")
