from datetime import UTC, datetime

import pytest

from academy.assignments.actions import apply_rule
from academy.staff.models import User
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_manager_sees_what_the_team_has_open(bob: User, alice: User, as_user, course: builders.Course) -> None:
    apply_rule(builders.assign(course.work), datetime(2026, 3, 2, tzinfo=UTC))
    page = as_user(bob).get("/admin/").content.decode()
    assert "What your team has open" in page
    assert f"/en/team/work/{course.work.pk}/" in page


def test_an_editor_sees_the_drafts_that_wait(erin: User, as_user, course: builders.Course) -> None:
    course.lessons[0].title = "A better title"
    course.lessons[0].save_revision(user=erin)
    page = as_user(erin).get("/admin/").content.decode()
    assert "Your unpublished changes" in page
    assert "A better title" in page
    assert "What your team has open" not in page


@pytest.mark.parametrize("listing", ["course_list", "lesson_list", "quiz_list", "policy_list"])
def test_the_lists_of_the_cms(
    erin: User, as_user, course: builders.Course, policy: builders.Policy, listing: str
) -> None:
    assert as_user(erin).get(f"/admin/{listing}/").status_code == 200
