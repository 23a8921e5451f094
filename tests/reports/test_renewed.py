"""What managers see of work that people renew at different times: each person once, at their latest cycle."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from academy.assignments.actions import apply_rule, complete_for, renew_all
from academy.assignments.models import Renewal
from academy.reports.home.work import lines_of, works_of
from academy.staff.models import User
from tests import builders

LEAP = datetime(2024, 2, 29, 9, tzinfo=UTC)
OPENS = datetime(2025, 1, 29, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def team(alice: User, bob: User, make_person, course: builders.Course) -> list[User]:
    """Alice has to renew; luz did it later; jonas never did it."""
    luz, jonas = (make_person(name, team=alice.team, manager=bob) for name in ("luz", "jonas"))
    Renewal.objects.create(work=course.work, months=12)
    apply_rule(builders.assign(course.work), LEAP)
    complete_for([alice], [course.work.pk], LEAP)
    complete_for([luz], [course.work.pk], datetime(2024, 12, 1, 9, tzinfo=UTC))
    renew_all(OPENS)
    return [alice, luz, jonas]


def test_each_person_counts_once(team: list[User]) -> None:
    people = User.objects.filter(pk__in=[person.pk for person in team])
    (line,) = lines_of(people, works_of(people), OPENS, "en")
    assert (line.asked, line.done) == (3, 1)


def test_the_list_of_a_course_has_everybody(team: list[User], bob: User, as_user, course: builders.Course) -> None:
    client: Client = as_user(bob)
    response = client.get(f"/en/team/work/{course.work.pk}/")
    report = response.context["report"]
    states = {row["assignment"].learner.username: row["assignment"].state for row in report.rows}
    assert states == {"alice": "open", "luz": "done", "jonas": "open"}
    assert report.done == 1


def test_their_record_has_both_cycles(team: list[User], as_alice: Client, alice: User) -> None:
    page = as_alice.get(f"/en/team/people/{alice.pk}/")
    assert sorted(row["assignment"].cycle for row in page.context["lists"]["assigned"].rows) == [1, 2]
