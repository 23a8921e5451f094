"""Whatever a browser sends: the server answers, and nobody gets more than the full mark."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.staff.models import User
from quizzes.actions import start_attempt, submit_attempt
from quizzes.models import Attempt
from tests import builders
from tests.quizzes.test_actions import AT

pytestmark = pytest.mark.django_db
SETTINGS = {
    "plain": {},
    "one page": {"per_page": 0, "show_when": "during", "ask_confidence": True},
    "forward": {"per_page": 2, "navigation": "forward_only", "time_limit": 9},
}
FIELDS = ("", "-choice", "-choices", "-pair-", "-pair-x", "-sure", "-order", "-gap-1", "-text", "-number", "-unit")
NAMES = st.builds("q{}{}".format, st.integers(0, 6), st.sampled_from(FIELDS)) | st.sampled_from(["go", "check"])
KNOWN = ["", "next", "back", "review", "hand_in", "true", "m0", "m99", "1", "3", "sure", "-1", "1e999", "٣", "\x00"]


@pytest.mark.parametrize("ways", SETTINGS)
def test_any_form(alice: User, as_alice: Client, ways: str) -> None:
    course = builders.make_course(tries=0, **SETTINGS[ways])
    keys = [key for question in course.questions for key in keys_of(question)]
    values = st.sampled_from([*KNOWN, *keys]) | st.text(max_size=30)
    forms = st.dictionaries(NAMES | st.text(max_size=12), values | st.lists(values, max_size=4), max_size=12)

    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(0, 5), forms, st.booleans()), min_size=1, max_size=4))
    def send(posts: list[tuple[int, dict[str, Any], bool]]) -> None:
        attempt = start_attempt(alice, course.quiz_work, AT)
        Attempt.objects.filter(pk=attempt.pk).update(deadline_at=None)
        for number, form, script in posts:
            accept = "application/json" if script else "text/html"
            path = f"/en/learn/attempts/{attempt.pk}/pages/{number}/"
            assert as_alice.post(path, form, headers={"accept": accept}).status_code < 500
            assert as_alice.get(path).status_code < 500
        grade = submit_attempt(alice, attempt.pk, AT)
        assert 0 <= float(grade.percent) <= 100
        assert all(mark.share <= 1 for mark in grade.marks.all())

    send()


def keys_of(question: Any) -> list[str]:
    """The ids that the forms of a question send back."""
    payload = question.spec().payload()
    return [str(key) for part in payload.values() if isinstance(part, list) for key in part]
