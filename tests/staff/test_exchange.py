"""Files of people and leave in the CMS."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from academy.staff import actions, periodic
from academy.staff.actions import uploads
from academy.staff.models import Absence, StaffUpload, User

pytestmark = pytest.mark.django_db

SEND = "/admin/people/import/people/"
TEN = "external_id,username\n" + "".join(f"{n},u{n}\n" for n in range(10))


@pytest.fixture
def as_dana(dana: User, as_user) -> Client:
    return as_user(dana)


def send(client: Client, text: str | bytes, kind: str = "people") -> str:
    data = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("people.csv", data)
    return client.post(f"/admin/people/import/{kind}/", {"file": file}).url


def agree(client: Client, address: str, **said: str) -> str:
    form = client.get(address).context["form"]
    return client.post(address, {"agreed": form.initial["agreed"], **said}, follow=True).content.decode()


def test_first_one_reads_what_would_become_of_everybody(as_dana: Client) -> None:
    actions.import_people(TEN.encode(), now())
    text = TEN.replace("9,u9\n", "10,new\n").replace("u3", "other")
    page = as_dana.get(send(as_dana, text)).content.decode()
    for words in ("New · 1", "Changed · 1", "Leaving · 1", "<del><bdi>u3</bdi></del>", "<ins><bdi>other</bdi></ins>"):
        assert words in page
    assert not User.objects.filter(username="new").exists()


def test_then_it_is_imported_once(as_dana: Client) -> None:
    address = send(as_dana, TEN)
    assert "The file is imported" in agree(as_dana, address)
    assert User.objects.exclude(external_id="").count() == 10
    assert as_dana.post(address, {"agreed": "x"}).status_code == 302
    upload = StaffUpload.objects.get()
    assert (upload.state, bytes(upload.content)) == ("done", b"")


def test_each_refusal_is_named(as_dana: Client) -> None:
    address = send(as_dana, "external_id,username,starts_on\n1,a,soon\n")
    page = as_dana.get(address).content.decode()
    assert "“soon” is no date" in page
    assert "starts on" in page
    as_dana.post(address, {"agreed": ""})
    assert not User.objects.filter(username="a").exists()


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\n", b"garbage", b'external_id,username\n1,"'])
def test_garbage_is_refused_in_words(as_dana: Client, data: bytes) -> None:
    assert "nothing can be imported" in as_dana.get(send(as_dana, data)).content.decode()


def test_no_file(as_dana: Client) -> None:
    assert "This field is required" in as_dana.post(SEND, {}).content.decode()


def test_so_many_who_leave_need_a_yes(as_dana: Client) -> None:
    actions.import_people(TEN.encode(), now())
    address = send(as_dana, "external_id,username\n0,u0\n")
    assert "9 of 10 active people" in as_dana.get(address).content.decode()
    agree(as_dana, address)
    assert User.objects.active().exclude(external_id="").count() == 10
    assert "The file is imported" in agree(as_dana, address, yes="on")
    assert User.objects.active().exclude(external_id="").count() == 1


def test_where_people_have_changed_since_one_reads_again(as_dana: Client) -> None:
    address = send(as_dana, TEN)
    agreed = as_dana.get(address).context["form"].initial["agreed"]
    actions.import_people(b"external_id,username\n0,u0\n", now())
    page = as_dana.post(address, {"agreed": agreed}, follow=True).content.decode()
    assert "People have changed since" in page
    assert User.objects.exclude(external_id="").count() == 1
    assert "The file is imported" in agree(as_dana, address)


def test_a_large_file_is_for_the_worker(as_dana: Client, monkeypatch, django_capture_on_commit_callbacks) -> None:
    monkeypatch.setattr(uploads, "AT_ONCE", 5)
    with django_capture_on_commit_callbacks() as left:
        address = send(as_dana, TEN)
    assert "The file is being read" in as_dana.get(address).content.decode()
    for callback in left:
        callback()
    with django_capture_on_commit_callbacks() as left:
        assert "The file is being imported" in agree(as_dana, address)
    assert not User.objects.exclude(external_id="").exists()
    left[0]()
    assert "The file is imported" in as_dana.get(address).content.decode()


def test_what_breaks_changes_nothing_and_is_said(as_dana: Client, monkeypatch) -> None:
    address = send(as_dana, TEN)

    def broken(*args: object, **options: object) -> None:
        User.objects.create(username="half")
        raise RuntimeError

    monkeypatch.setattr(uploads, "import_people", broken)
    assert "nothing was changed" in agree(as_dana, address)
    assert not User.objects.filter(username="half").exists()


def test_nobody_decides_about_the_file_of_somebody_else(as_dana: Client, make_person, as_user) -> None:
    address = send(as_dana, TEN)
    other = as_user(make_person("other", "Administrators"))
    assert other.get(address, follow=True).status_code == 404


def test_it_is_forgotten_after_a_day(as_dana: Client) -> None:
    send(as_dana, TEN)
    periodic.forget_uploads(now() + timedelta(hours=25))
    assert not StaffUpload.objects.exists()


def test_who_is_not_signed_in_and_who_may_not(client: Client, as_alice: Client) -> None:
    assert client.get(SEND).status_code == 302
    assert as_alice.get(SEND).status_code == 302


def test_there_is_no_third_kind(as_dana: Client) -> None:
    assert as_dana.get("/admin/people/import/cats/", follow=True).status_code == 404


def test_a_manager_brings_the_leave_of_their_people(alice: User, bob: User, as_user) -> None:
    User.objects.filter(pk=alice.pk).update(external_id="17")
    client = as_user(bob)
    address = send(client, "external_id,kind,starts_on,ends_on\n17,sick,2026-03-02,2026-03-06\n", "leave")
    assert "2 March 2026" in client.get(address).content.decode()
    assert "The file is imported" in agree(client, address)
    assert Absence.objects.get().person == alice


def test_who_has_not_come_in_yet(as_dana: Client, django_assert_max_num_queries) -> None:
    address = "/admin/people/invitations/"
    actions.import_people(b"external_id,username,email\n1,a,a@example.com\n2,b,\n", now())
    page = as_dana.get(address).content.decode()
    assert "Will be sent" in page
    assert "print a code" in page
    with django_assert_max_num_queries(40) as few:
        as_dana.get(address)
    actions.import_people(TEN.encode(), now(), yes=True)
    with django_assert_max_num_queries(len(few)):
        as_dana.get(address)
