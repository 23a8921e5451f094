"""Editors say how long what people did counts."""

import pytest
from django.test import Client

from academy.assignments.models import Renewal
from academy.staff.models import User
from tests import builders

PATH = "/admin/snippets/assignments/renewal/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def as_erin(erin: User, as_user) -> Client:
    return as_user(erin)


def test_an_editor_makes_one(as_erin: Client, course: builders.Course) -> None:
    assert as_erin.get(f"{PATH}add/").status_code == 200
    as_erin.post(f"{PATH}add/", {"work": course.work.pk, "months": 12, "window_days": 30})
    renewal = Renewal.objects.get()
    assert (renewal.months, renewal.window_days) == (12, 30)
    assert "Empathy" in as_erin.get(PATH).content.decode()


@pytest.mark.parametrize(
    ("months", "days", "words"),
    [("0", "30", "greater than or equal to 1"), ("1", "30", "longer than it is valid"), ("", "30", "required")],
)
def test_bad_input_is_shown(as_erin: Client, course: builders.Course, months: str, days: str, words: str) -> None:
    sent = {"work": course.work.pk, "months": months, "window_days": days}
    assert words in as_erin.post(f"{PATH}add/", sent).content.decode()
    assert not Renewal.objects.exists()


def test_a_second_one_for_the_same_is_refused(as_erin: Client, course: builders.Course) -> None:
    for months in (12, 6):
        answer = as_erin.post(f"{PATH}add/", {"work": course.work.pk, "months": months, "window_days": 30})
    assert "already exists" in answer.content.decode()
    assert Renewal.objects.get().months == 12
