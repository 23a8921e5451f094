"""Notes from managers: written, told, read, kept."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from academy.frozen import FrozenError
from academy.inbox.models import Notice
from academy.inbox.wording import headline
from academy.reports.models import Note
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User

pytestmark = pytest.mark.django_db

WORDS = "You calmed a furious customer. Well done."


@pytest.fixture
def path(alice: User, bob: User, charlie: User) -> str:
    rebuild_leadership()
    return f"/en/team/people/{alice.pk}/note/"


def key_in(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found.group(1)


def test_a_note_is_told_once_and_read_on_the_record(as_user, alice: User, bob: User, path: str) -> None:
    client = as_user(bob)
    form = {"text": WORDS, "key": key_in(client.get(path).text)}
    for _click in range(2):
        assert client.post(path, form).url == f"/en/team/people/{alice.pk}/"
    note = Note.objects.get()
    assert (note.author, note.person, note.text) == (bob, alice, WORDS)
    notice = Notice.objects.get(recipient=alice)
    assert "wrote you a note" in headline(notice)
    mine = as_user(alice)
    assert mine.get("/en/inbox/").status_code == 200
    for reader in (mine, client):
        assert WORDS in reader.get(f"/en{notice.path.partition('#')[0]}").text


def test_without_words_nothing_is_kept(as_user, bob: User, path: str) -> None:
    client = as_user(bob)
    answer = client.post(path, {"text": " ", "key": key_in(client.get(path).text)})
    assert answer.status_code == 200
    assert "This field is required" in answer.text
    assert not Note.objects.exists()


def test_for_strangers_it_is_not_there(as_user, alice: User, charlie: User, path: str) -> None:
    for person in (alice, charlie):
        assert as_user(person).get(path).status_code == 404
        assert as_user(person).post(path, {"text": WORDS}).status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path).url.startswith("/en/sign-in/")


def test_a_note_stays_as_it_is(as_user, bob: User, path: str) -> None:
    client = as_user(bob)
    client.post(path, {"text": WORDS, "key": key_in(client.get(path).text)})
    with pytest.raises(FrozenError):
        Note.objects.get().save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reports_note SET text = 'Never said.'")
