"""Form letters: one for everybody, and nothing of one reader in that of another."""

import re

import pytest
from django.test import Client
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from academy import letters
from academy.staff.models import User
from tests import builders


def account_menu(values: dict[str, object], language: str = "en", **variables: bool) -> str:
    return letters.fill(
        "components/account_menu.html", language, {"lead": False, "edit": False, **variables}, values.get
    )


def test_each_gap_holds_what_belongs_there() -> None:
    menu = account_menu({"name": "Ana Ng", "initials": "AN", "record": "/en/team/people/7/", "csrf": "secret"})
    assert menu.count("Ana Ng") == 2
    assert 'href="/en/team/people/7/"' in menu
    assert 'name="csrfmiddlewaretoken" value="secret"' in menu
    assert letters.MARK not in menu


@given(st.text())
def test_what_fills_a_gap_is_text_and_never_markup(name: str) -> None:
    """Not even where it looks like a gap itself."""
    for text in (name, f"<b>{name}</b>", f"{letters.MARK}csrf{letters.MARK}"):
        assert f'<bdi class="strong">{escape(text)}</bdi>' in account_menu({"name": text, "csrf": "secret"})


def test_other_variables_make_another_letter() -> None:
    entry = "/admin/"
    assert entry in account_menu({}, edit=True)
    assert entry not in account_menu({}, edit=False)


@pytest.mark.django_db
def test_the_frame_is_each_readers_own(as_alice: Client, alice: User, bob: User, as_user) -> None:
    builders.make_course()
    for client, person in [(as_alice, alice), (as_user(bob), bob), (as_alice, alice)]:
        page = client.get("/en/courses/empathy/first/").content.decode()
        assert re.findall(r'<bdi class="strong">(.*?)</bdi>', page) == [str(person)]
        assert f'href="/en/team/people/{person.pk}/"' in page
        assert ("/en/team/" in re.findall(r'href="([^"]*)"', page)) is (person == bob)
        assert set(re.findall(r'name="next" value="(.*?)"', page)) == {"/en/courses/empathy/first/"}
        tokens = re.findall(r'name="csrfmiddlewaretoken" value="(.*?)"', page)
        assert len(tokens) == 3
        assert len(set(tokens)) == 1
        assert len(tokens[0]) == 64


@pytest.mark.django_db
def test_the_frame_speaks_the_language_of_the_page(as_alice: Client) -> None:
    for language in ("en", "fa", "en"):
        page = as_alice.get(f"/{language}/inbox/").content.decode()
        assert f'href="/{language}/inbox/" aria-current="page"' in page
        assert f'value="{language}" lang="{language}" aria-current="true"' in page
