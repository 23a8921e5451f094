"""What the CMS refuses of courses and learning paths."""

from typing import Any

import pytest

from academy.staff.models import User
from courses.forms import needs_of_all
from courses.models import CourseNeed
from tests import builders
from tests.builders import make_path
from tests.courses.test_paths import small_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def courses() -> list[Any]:
    return [small_course(name) for name in ("one", "two", "three")]


def edit(as_user, dana: User, page: Any, lines: dict[str, list[Any]], **values: Any) -> str:
    data: dict[str, Any] = {"title": page.title, "slug": page.slug, "summary": page.summary, **values}
    for name, chosen in lines.items():
        field = "course" if name == "steps" else "needed"
        data |= {f"{name}-TOTAL_FORMS": len(chosen), f"{name}-INITIAL_FORMS": 0}
        data |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
        for number, one in enumerate(chosen):
            data |= {f"{name}-{number}-{field}": one.pk, f"{name}-{number}-ORDER": number}
    response = as_user(dana).post(f"/admin/pages/{page.pk}/edit/", data)
    return response.content.decode() if response.status_code == 200 else "saved"


def test_a_course_that_leads_back_to_itself(as_user, dana: User, courses: list[Any]) -> None:
    builders.republish(courses[0], needs=[CourseNeed(needed=courses[1])])
    extra = {"enrolment": "open", "redo_days": 14, "outcomes-count": 0, "skills": ""}
    words = edit(as_user, dana, courses[1], {"needs": [courses[0]]}, **extra)
    assert "leads back to it" in words


@pytest.mark.parametrize(
    ("values", "chosen", "needs", "words"),
    [
        ({"rule": "all"}, [0, 0], [], "A course stands twice on this path."),
        ({"rule": "at_least", "at_least": 3}, [0, 1], [], "There are not so many courses on this path."),
        ({"rule": "all"}, [0, 1], [1], "A course of this path can not come before it as well."),
        ({"rule": "all"}, [0], [1, 1], "Something is named twice among what comes before."),
        ({"rule": "all"}, [0, 1], [2], "saved"),
        ({"rule": "at_least", "at_least": 2}, [0, 1], [], "saved"),
    ],
)
def test_a_path_that_nobody_could_complete(
    as_user, dana: User, courses: list[Any], values, chosen, needs, words
) -> None:
    path = make_path("weeks", [])
    lines = {"steps": [courses[n] for n in chosen], "needs": [courses[n] for n in needs]}
    assert words in edit(as_user, dana, path, lines, **{"at_least": 1, **values})


def test_a_path_that_leads_back_to_itself(as_user, dana: User, courses: list[Any]) -> None:
    first = make_path("first", courses[:1])
    second = make_path("second", courses[1:2], needs=[first])
    lines = {"steps": courses[:1], "needs": [second]}
    assert "leads back to it" in edit(as_user, dana, first, lines, rule="all", at_least=1)


def test_what_needs_what_is_read_across_kinds(courses: list[Any]) -> None:
    first = make_path("first", courses[:1], needs=[courses[1]])
    assert needs_of_all() == {first.translation_key: [courses[1].translation_key]}


def test_a_translation_that_lags_behind_leads_nowhere(courses: list[Any]) -> None:
    builders.republish(courses[1], needs=[CourseNeed(needed=courses[0])])
    builders.translate(courses[1], "fa")
    builders.republish(courses[1], needs=[])
    assert needs_of_all() == {}


@pytest.mark.parametrize(
    ("rule", "chosen", "words"),
    [
        ("in_order", [1, 0], "leads back to it"),
        ("in_order", [2, 1, 0], "leads back to it"),
        ("in_order", [0, 1, 2], "saved"),
        ("all", [1, 0], "saved"),
    ],
)
def test_an_order_that_its_courses_forbid(as_user, dana: User, courses: list[Any], rule, chosen, words) -> None:
    """The second course needs the first, and can not stand before it."""
    builders.republish(courses[1], needs=[CourseNeed(needed=courses[0])])
    path = make_path("weeks", [])
    lines = {"steps": [courses[n] for n in chosen], "needs": []}
    assert words in edit(as_user, dana, path, lines, rule=rule, at_least=1)


def test_what_may_be_left_out_forbids_no_order(as_user, dana: User, courses: list[Any]) -> None:
    builders.republish(courses[1], needs=[CourseNeed(needed=courses[0])])
    path = make_path("weeks", [])
    lines = {"steps": [courses[1], courses[0]], "needs": []}
    words = edit(as_user, dana, path, lines, rule="in_order", at_least=1, **{"steps-0-optional": "on"})
    assert words == "saved"
