"""Documents, whole and in parts."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.http import FileResponse
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from academy.staff.models import User

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(256)) * 1000
SIZE = len(CONTENT)


@pytest.fixture
def video(db: None) -> Document:
    document = Document(title="A call", file=ContentFile(CONTENT, name="call.mp4"))
    document.file_size, document.file_hash = SIZE, "abc123"
    document.save()
    return document


def body(response: FileResponse) -> bytes:
    """Read to its end, the answer is closed by the client, and its file with it."""
    return b"".join(response.streaming_content)


def test_without_a_range_the_whole_comes(as_alice: Client, video: Document) -> None:
    response = as_alice.get(video.url)
    assert response.status_code == 200
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Length"] == str(SIZE)
    assert body(response) == CONTENT


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("0-0", slice(0, 1)),
        ("100-199", slice(100, 200)),
        ("70000-250000", slice(70000, 250001)),
        ("-5", slice(SIZE - 5, SIZE)),
    ],
)
def test_a_part_comes_alone(as_alice: Client, video: Document, asked: str, part: slice) -> None:
    response = as_alice.get(video.url, headers={"Range": f"bytes={asked}"})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {part.start}-{part.stop - 1}/{SIZE}"
    assert response["Content-Length"] == str(part.stop - part.start)
    assert response["Content-Type"] == "video/mp4"
    assert body(response) == CONTENT[part]


def test_a_part_behind_the_end_is_refused(as_alice: Client, video: Document) -> None:
    response = as_alice.get(video.url, headers={"Range": f"bytes={SIZE}-"})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "nonsense", ""])
def test_what_can_not_be_read_is_ignored(as_alice: Client, video: Document, asked: str) -> None:
    response = as_alice.get(video.url, headers={"Range": asked})
    assert response.status_code == 200
    assert body(response) == CONTENT


def test_the_head_is_of_the_whole(as_alice: Client, video: Document) -> None:
    response = as_alice.head(video.url, headers={"Range": "bytes=0-1"})
    assert body(response) == b""
    assert response.status_code == 200
    assert response["Content-Length"] == str(SIZE)


@pytest.mark.parametrize(
    ("held", "status"), [('"abc123"', 206), ('"older"', 200), ("Mon, 02 Mar 2026 09:00:00 GMT", 200)]
)
def test_a_part_of_a_file_that_was_changed_is_no_use(as_alice: Client, video: Document, held: str, status: int) -> None:
    response = as_alice.get(video.url, headers={"Range": "bytes=0-9", "If-Range": held})
    assert len(body(response)) == (10 if status == 206 else SIZE)
    assert response.status_code == status


def test_who_has_it_already_is_told_so(as_alice: Client, video: Document) -> None:
    assert as_alice.get(video.url, headers={"If-None-Match": '"abc123"'}).status_code == 304


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, video: Document) -> None:
    response = client.get(video.url, headers={"Range": "bytes=0-1"})
    assert "/sign-in/" in response.url


def test_a_part_is_as_private_as_the_whole(
    alice: User, dana: User, as_user: Callable[[User], Client], video: Document
) -> None:
    secret = Collection.get_first_root_node().add_child(name="For administrators")
    only = CollectionViewRestriction.objects.create(collection=secret, restriction_type="groups")
    only.groups.add(Group.objects.get(name="Administrators"))
    Document.objects.filter(pk=video.pk).update(collection=secret)
    part = {"Range": "bytes=0-1"}
    assert body(as_user(dana).get(video.url, headers=part)) == CONTENT[:2]
    for headers in (part, {}):
        assert as_user(alice).get(video.url, headers=headers).status_code == 404


@pytest.mark.parametrize("address", ["/documents/999999/call.mp4", "/documents/{pk}/other.mp4"])
def test_what_is_not_there(as_alice: Client, video: Document, address: str) -> None:
    assert as_alice.get(address.format(pk=video.pk)).status_code == 404


def test_nothing_is_sent_to_a_document(as_alice: Client, video: Document) -> None:
    assert as_alice.post(video.url).status_code == 405
