"""A person's record: short lists, each with all of it behind, and what happened in its order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from academy.assignments.actions import apply_rule, excuse, move_due
from academy.assignments.models import Assignment
from academy.reports.actions import write_note
from academy.reports.models import Note
from academy.reports.person.happened import happened, words
from academy.reports.person.reading import Section
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User
from quizzes.models import AnswerView
from tests import builders
from tests.test_query_budgets import assert_flat, statements

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def page(alice: User, bob: User) -> str:
    rebuild_leadership()
    return f"/en/team/people/{alice.pk}/"


def noted(author: User, person: User, at: datetime, text: str = "Well done.") -> Note:
    return write_note(author, person, text, Note._meta.get_field("key").get_default(), at)


def test_what_happened_stands_the_latest_first(alice: User, bob: User, policy: builders.Policy) -> None:
    row = builders.assigned(alice, AT)
    move_due(row, date(2026, 5, 4), "A guest.", bob, AT + HOUR)
    noted(bob, alice, AT + 2 * HOUR)
    builders.hand_in_text(alice, AT + 3 * HOUR)
    excuse(Assignment.objects.get(pk=row.pk), "On loan.", bob, AT + 4 * HOUR)
    said = [words(entry) for entry in happened(alice)]
    assert said == [
        "Excused",
        "Attempt 1 handed in, being marked",
        "Note from a manager",
        "Another date: 4 May 2026",
        "Assigned",
    ]


@pytest.mark.parametrize("section", Section.values)
def test_every_list_has_a_page(as_user, alice: User, bob: User, charlie: User, page: str, section: str) -> None:
    for reader in (alice, bob):
        assert as_user(reader).get(f"{page}all/{section}/").status_code == 200
    assert as_user(charlie).get(f"{page}all/{section}/").status_code == 404
    assert as_user(bob).get(f"{page}all/nonsense/").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, page: str) -> None:
    assert client.get(f"{page}all/seen/").url.startswith("/en/sign-in/")


def test_who_looked_at_the_answers_is_shown_to_both(as_user, alice: User, bob: User, dana: User, page: str) -> None:
    written = builders.hand_in_text(alice, AT)
    AnswerView.objects.create(viewer=dana, attempt=written.attempt, at=AT)
    for reader in (alice, bob):
        shown = as_user(reader).get(f"{page}all/seen/").text
        assert "Dana" in shown
        assert "2 March 2026" in shown
        assert "Dana" in as_user(reader).get(page).text


def test_the_record_stays_as_short_and_as_cheap_as_it_is(
    as_user, alice: User, bob: User, page: str, course: builders.Course
) -> None:
    def more() -> None:
        for number in range(Note.objects.count(), Note.objects.count() + 12):
            noted(bob, alice, AT + number * HOUR, f"Note {number}.")
            work = builders.Work.objects.create(kind="course", translation_key=builders.key(number), title="Old")
            Assignment.objects.create(learner=alice, work=work, assigned_at=AT, due_at=AT)
        written = builders.hand_in_text(alice, AT) if not alice.attempts.exists() else None
        if written:
            AnswerView.objects.create(viewer=bob, attempt=written.attempt, at=AT)
        apply_rule(builders.assign(course.work), AT)

    more()
    client = as_user(bob)
    assert_flat(client, page, more)
    for section in Section.values:
        assert_flat(client, f"{page}all/{section}/", more)
    shown = client.get(page).text
    assert shown.count('class="note-text"') == 8
    assert f"{page}all/notes/" in shown
    assert len(statements(lambda: client.get(page))) <= 25
