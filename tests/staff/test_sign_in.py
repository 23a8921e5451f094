import re

import pytest
from django.core import mail
from django.test import Client

from academy.staff.models import User

PASSWORD = "a warm cup of tea"
pytestmark = pytest.mark.django_db


@pytest.fixture
def signing_in(alice: User) -> User:
    alice.set_password(PASSWORD)
    alice.language = "lt"
    alice.save()
    return alice


@pytest.mark.parametrize("name", ["alice", "ALICE", "alice@example.com", "Alice@Example.com"])
def test_by_user_name_or_address(client: Client, signing_in: User, name: str) -> None:
    response = client.post("/en/sign-in/", {"login": name, "password": PASSWORD}, follow=True)
    assert response.wsgi_request.user == signing_in
    assert response.redirect_chain[-1][0] == "/lt/"


def test_it_leads_to_where_one_wanted_to_go(client: Client, signing_in: User) -> None:
    response = client.get("/en/inbox/")
    response = client.post(response.url, {"login": "alice", "password": PASSWORD})
    assert response.url == "/en/inbox/"


def test_it_leads_to_no_stranger(client: Client, signing_in: User) -> None:
    response = client.post("/en/sign-in/?next=https://evil.example/", {"login": "alice", "password": PASSWORD})
    assert response.url == "/"


def test_a_wrong_password_is_said_without_telling_which_was_wrong(client: Client, signing_in: User) -> None:
    for name in ("alice", "nobody"):
        page = client.post("/en/sign-in/", {"login": name, "password": "wrong"}).content.decode()
        assert "or the password is not right" in page


def test_after_five_wrong_passwords_one_waits(client: Client, signing_in: User) -> None:
    for _try in range(5):
        client.post("/en/sign-in/", {"login": "alice", "password": "wrong"})
    response = client.post("/en/sign-in/", {"login": "alice", "password": PASSWORD})
    assert "Too many tries" in response.content.decode()
    assert not response.wsgi_request.user.is_authenticated


def test_who_left_can_not_sign_in(client: Client, signing_in: User) -> None:
    signing_in.is_active = False
    signing_in.save()
    response = client.post("/en/sign-in/", {"login": "alice", "password": PASSWORD}, follow=True)
    assert not response.wsgi_request.user.is_authenticated


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/en/sign-up/").status_code == 404


def test_signing_out_needs_a_form(client: Client, signing_in: User) -> None:
    client.force_login(signing_in)
    client.get("/en/sign-out/")
    assert client.get("/en/inbox/").status_code == 200
    client.post("/en/sign-out/")
    assert client.get("/en/inbox/").status_code == 302


def test_a_forgotten_password_is_made_anew(client: Client, signing_in: User) -> None:
    client.post("/en/password/forgotten/", {"email": "alice@example.com"})
    link = re.search(r"/en/password/new/\S+", mail.outbox[0].body).group()
    form = client.get(link, follow=True)
    new = "another warm cup"
    response = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    assert response.status_code == 200
    assert client.login(username="alice", password=new)


def test_an_unknown_address_is_answered_alike(client: Client, db: None) -> None:
    response = client.post("/en/password/forgotten/", {"email": "nobody@example.com"}, follow=True)
    assert response.redirect_chain[-1][0] == "/en/password/sent/"


def test_the_password_is_changed_when_the_present_one_is_known(client: Client, signing_in: User) -> None:
    client.force_login(signing_in)
    new = {"password1": "another warm cup", "password2": "another warm cup"}
    wrong = client.post("/en/password/", {"oldpassword": "wrong", **new})
    assert "not your present password" in wrong.content.decode()
    assert client.post("/en/password/", {"oldpassword": PASSWORD, **new}).status_code == 302
    assert client.login(username="alice", password="another warm cup")
