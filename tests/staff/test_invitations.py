import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from academy.staff import actions
from academy.staff.domain.inviting import Ways, ways
from academy.staff.models import Invitation, User

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NEW = "another warm cup"
BOTH = {"new_password1": NEW, "new_password2": NEW}
pytestmark = pytest.mark.django_db


@pytest.fixture
def link(alice: User) -> str:
    """The link that was mailed to alice."""
    actions.invite([alice.pk], now())
    actions.send_invitations(now())
    return re.search(r"/\w+/invitation/\S+/", mail.outbox[-1].body).group()


class TestByMail:
    def test_it_lets_her_in_with_a_password_of_her_own(self, client: Client, alice: User, link: str) -> None:
        page = client.get(link, follow=True)
        assert "Welcome, <bdi>Alice</bdi>" in page.content.decode()
        response = client.post("/en/invitation/password/", BOTH, follow=True)
        assert response.wsgi_request.user == alice
        assert Client().login(username="alice", password=NEW)

    def test_it_is_in_her_language(self, alice: User) -> None:
        alice.language = "fa"
        alice.save()
        actions.invite([alice.pk], AT)
        actions.send_invitations(AT)
        html = mail.outbox[0].alternatives[0].content
        assert 'dir="rtl"' in html
        assert "/fa/invitation/" in mail.outbox[0].body

    def test_it_works_once(self, client: Client, link: str) -> None:
        client.get(link)
        client.post("/en/invitation/password/", BOTH)
        page = Client().get(link)
        assert page.status_code == 410
        assert "It was used already" in page.content.decode()

    def test_opening_it_uses_nothing_up(self, client: Client, link: str) -> None:
        for _time in range(3):
            assert client.get(link).url == "/en/invitation/password/"

    def test_of_two_who_hold_it_one_gets_in(self, alice: User, link: str) -> None:
        invitation = Invitation.objects.get()
        assert actions.accept_invitation(invitation, NEW, now()) == alice
        assert actions.accept_invitation(invitation, "a stolen password", now()) is None
        assert Client().login(username="alice", password=NEW)

    def test_a_weak_password_is_refused_and_nothing_used_up(self, client: Client, link: str) -> None:
        client.get(link)
        page = client.post("/en/invitation/password/", {"new_password1": "alice", "new_password2": "alice"})
        assert "too short" in page.content.decode()
        assert Invitation.objects.get().used_at is None

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"expires_at": AT}, "It is too old"),
            ({"ended_at": AT}, "There is a newer one"),
            ({"used_at": AT}, "It was used already"),
        ],
    )
    def test_why_it_does_not_work_is_said(self, client: Client, link: str, change: dict, words: str) -> None:
        client.get(link)
        Invitation.objects.update(**change)
        for page in (client.get(link), client.get("/en/invitation/password/")):
            assert page.status_code == 410
            assert words in page.content.decode()

    def test_one_that_was_never_made(self, client: Client) -> None:
        page = client.get("/en/invitation/nothing/")
        assert page.status_code == 410
        assert "leads nowhere" in page.content.decode()
        assert client.get("/en/invitation/password/").status_code == 410

    def test_not_for_who_has_left(self, client: Client, alice: User, link: str) -> None:
        User.objects.filter(pk=alice.pk).update(is_active=False)
        assert "account is closed" in client.get(link).content.decode()

    def test_the_secret_is_not_in_the_database(self, link: str) -> None:
        secret = link.rstrip("/").rsplit("/", 1)[1]
        row = Invitation.objects.values().get()
        assert secret not in str(row)

    def test_newcomers_hear_of_it_shortly_before_their_first_day(self, alice: User) -> None:
        alice.starts_on = (AT + timedelta(days=30)).date()
        alice.save()
        actions.invite([alice.pk], AT)
        actions.send_invitations(AT)
        assert not mail.outbox
        actions.send_invitations(AT + timedelta(days=27, hours=1))
        assert len(mail.outbox) == 1

    def test_a_server_that_is_away_is_tried_again(self, alice: User, settings) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_PORT = 1
        actions.invite([alice.pk], AT)
        actions.send_invitations(AT)
        invitation = Invitation.objects.get()
        assert invitation.send_after > AT
        assert invitation.outcome
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        actions.send_invitations(AT + timedelta(days=1))
        assert len(mail.outbox) == 1

    def test_not_for_who_has_a_password_or_no_address(self, alice: User, bob: User) -> None:
        alice.set_password(NEW)
        alice.save()
        User.objects.filter(pk=bob.pk).update(email="")
        assert actions.invite([alice.pk, bob.pk], AT) == 0

    def test_a_forgotten_password_is_made_anew_afterwards(self, client: Client, link: str) -> None:
        client.get(link)
        client.post("/en/invitation/password/", BOTH)
        mail.outbox.clear()
        Client().post("/en/password/forgotten/", {"email": "alice@example.com"})
        assert "/en/password/new/" in mail.outbox[0].body


class TestByCode:
    @pytest.fixture
    def code(self, alice: User, bob: User) -> str:
        return actions.make_code(alice, now(), bob)[1]

    def test_it_lets_her_in(self, client: Client, alice: User, code: str) -> None:
        said = {"username": "ALICE", "code": code.lower().replace("-", " ")}
        assert client.post("/en/invitation/", said).url == "/en/invitation/password/"
        assert client.post("/en/invitation/password/", BOTH, follow=True).wsgi_request.user == alice

    def test_not_under_another_name(self, client: Client, bob: User, code: str) -> None:
        page = client.post("/en/invitation/", {"username": "bob", "code": code})
        assert "or the code is not right" in page.content.decode()

    def test_a_code_is_no_link(self, client: Client, code: str) -> None:
        assert client.get(f"/en/invitation/{code}/").status_code == 410

    def test_after_five_wrong_ones_one_waits(self, client: Client, code: str) -> None:
        for _try in range(5):
            client.post("/en/invitation/", {"username": "alice", "code": "AAAA-BBBB-CCCC"})
        page = client.post("/en/invitation/", {"username": "alice", "code": code})
        assert "Too many tries" in page.content.decode()

    def test_nothing_filled_in(self, client: Client, db: None) -> None:
        assert client.post("/en/invitation/", {}).status_code == 200


class TestTheirManager:
    @pytest.fixture
    def address(self, alice: User) -> str:
        return f"/en/team/people/{alice.pk}/invitation/"

    def test_sends_it_again(self, bob: User, alice: User, as_user, address: str, link: str) -> None:
        client = as_user(bob)
        assert "was not used yet" in client.get(address).content.decode()
        assert client.post(address, {"send": ""}).status_code == 302
        actions.send_invitations(now())
        assert len(mail.outbox) == 2
        assert "There is a newer one" in Client().get(link).content.decode()

    def test_prints_a_code_that_is_shown_once(self, bob: User, as_user, address: str) -> None:
        client = as_user(bob)
        page = client.post(address, {"code": ""}).content.decode()
        code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page).group()
        assert code not in client.get(address).content.decode()
        assert code.replace("-", "") not in str(Invitation.objects.values().get())
        assert Client().post("/en/invitation/", {"username": "alice", "code": code}).status_code == 302

    def test_again_another_takes_its_place(self, bob: User, as_user, address: str) -> None:
        for _time in range(2):
            as_user(bob).post(address, {"code": ""})
        assert Invitation.objects.live(now()).count() == 1

    def test_does_not_take_over_who_has_a_password(self, bob: User, alice: User, as_user, address: str) -> None:
        alice.set_password(NEW)
        alice.save()
        page = as_user(bob).get(address).content.decode()
        assert 'name="code"' not in page
        as_user(bob).post(address, {"code": ""})
        as_user(bob).post(address, {"send": ""})
        assert not Invitation.objects.exists()

    def test_a_stranger(self, charlie: User, as_user, address: str) -> None:
        assert as_user(charlie).get(address).status_code == 404
        assert as_user(charlie).post(address, {"code": ""}).status_code == 404

    def test_who_is_not_signed_in(self, client: Client, address: str) -> None:
        assert "/sign-in/" in client.get(address).url


@pytest.mark.parametrize(
    ("has_address", "has_password", "keeps_people", "above", "expected"),
    [
        (True, False, False, False, Ways(send=True, code=True)),
        (False, False, False, False, Ways(send=False, code=True)),
        (True, True, False, False, Ways(send=False, code=False)),
        (False, True, True, False, Ways(send=False, code=True)),
        (True, False, True, True, Ways(send=True, code=False)),
    ],
)
def test_by_which_ways(has_address: bool, has_password: bool, keeps_people: bool, above: bool, expected: Ways) -> None:
    found = ways(has_address=has_address, has_password=has_password, keeps_people=keeps_people, above=above)
    assert found == expected
