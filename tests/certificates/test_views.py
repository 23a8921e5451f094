import hashlib
import json

import jwt
import pytest
from django.test import Client

from academy.certificates.models import Certificate, CertificateRule
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User
from tests import builders
from tests.certificates.test_issuing import AT, do, rule
from tests.test_query_budgets import assert_flat

__all__ = ["rule"]  # a fixture
pytestmark = pytest.mark.django_db
MINE = "/en/my/certificates/"


@pytest.fixture
def certificate(alice: User, bob: User, charlie: User, course: builders.Course, rule: CertificateRule) -> Certificate:
    rebuild_leadership()
    do(alice, course, AT.replace(year=2026, day=28))
    return Certificate.objects.get()


def check(code: str, language: str = "en") -> str:
    return f"/{language}/certificates/check/{code}/"


class TestCheck:
    def test_anybody_sees_that_it_holds_and_no_more(self, client: Client, alice: User, certificate) -> None:
        page = client.get(check(certificate.code))
        assert page.status_code == 200
        assert "Valid" in page.text
        assert "Alice" in page.text
        assert alice.email not in page.text
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert "no-store" in page.headers["Cache-Control"]

    def test_it_is_said_when_it_was_revoked(self, client: Client, as_user, bob: User, certificate) -> None:
        as_user(bob).post(f"/en/certificates/{certificate.pk}/revoke/", {"reason": "A mistake."})
        page = client.get(check(certificate.code))
        assert "Revoked" in page.text
        assert "A mistake." not in page.text

    @pytest.mark.parametrize("code", ["x", "x" * 200])
    def test_another_code_is_said_kindly(self, client: Client, certificate, code: str) -> None:
        page = client.get(check(code))
        assert page.status_code == 404
        assert "No certificate has this address" in page.text

    def test_in_every_language(self, client: Client, certificate) -> None:
        assert client.get(check(certificate.code, "fa")).status_code == 200


class TestOwn:
    def test_they_are_listed_with_what_can_be_done(self, as_alice: Client, certificate) -> None:
        page = as_alice.get(MINE)
        assert "Empathy" in page.text
        assert check(certificate.code) in page.text

    @pytest.mark.parametrize("language", ["en", "is", "vi", "lt", "fil", "fa", "xx"])
    def test_as_pdf_in_each_language(self, as_alice: Client, certificate, language: str) -> None:
        pdf = as_alice.get(f"/en/certificates/{certificate.pk}/pdf/", {"language": language})
        assert pdf.content.startswith(b"%PDF")

    def test_a_name_of_200_letters_stays_on_the_page(self, as_alice: Client, alice: User, certificate) -> None:
        User.objects.filter(pk=alice.pk).update(first_name="ا" * 150, last_name="b" * 50)
        assert as_alice.get(f"/en/certificates/{certificate.pk}/pdf/").content.count(b"/Type /Page\n") <= 1

    def test_the_statements_do_not_grow(self, as_alice: Client, alice: User, certificate) -> None:
        def grow() -> None:
            other = builders.make_course("other")
            CertificateRule.objects.create(work=other.work)
            do(alice, other)

        assert_flat(as_alice, MINE, grow)


class TestManagers:
    def test_they_see_and_revoke_those_of_their_people(self, as_user, alice: User, bob: User, certificate) -> None:
        client = as_user(bob)
        assert "Empathy" in client.get(f"/en/team/people/{alice.pk}/certificates/").text
        address = f"/en/certificates/{certificate.pk}/revoke/"
        assert client.get(address).status_code == 200
        assert client.post(address, {"reason": ""}).status_code == 200
        for _click in range(2):
            client.post(address, {"reason": "A mistake."})
        assert certificate.revocation.by == bob

    def test_strangers_find_nothing(self, as_user, alice: User, bob: User, charlie: User, certificate) -> None:
        other = as_user(charlie)
        for address in (f"/en/certificates/{certificate.pk}/pdf/", f"/en/team/people/{alice.pk}/certificates/"):
            assert other.get(address).status_code == 404
        for person in (alice, charlie):
            assert as_user(person).post(f"/en/certificates/{certificate.pk}/revoke/").status_code == 404
        assert as_user(bob).get(f"{MINE}{certificate.pk}/badge/").status_code == 404

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client, certificate) -> None:
        for address in (MINE, f"/en/certificates/{certificate.pk}/pdf/", f"{MINE}{certificate.pk}/badge/"):
            assert client.get(address).url.startswith("/en/sign-in/")


class TestBadge:
    """Checked with a library that knows nothing of us, and with what our public addresses say."""

    def read(self, client: Client, token: str) -> dict:
        (key,) = client.get("/badges/keys.json").json()["keys"]
        assert jwt.get_unverified_header(token)["kid"].endswith(f"/badges/keys.json#{key['kid']}")
        return jwt.decode(token, jwt.PyJWK(key).key, algorithms=["RS256"], options={"verify_aud": False})

    def test_its_signature_holds_and_it_says_what_the_standard_asks(
        self, client: Client, as_alice: Client, alice: User, certificate
    ) -> None:
        badge = self.read(client, as_alice.get(f"{MINE}{certificate.pk}/badge/").text)
        assert badge["@context"][0] == "https://www.w3.org/ns/credentials/v2"
        assert badge["@context"][1].startswith("https://purl.imsglobal.org/spec/ob/v3p0/context")
        assert {"VerifiableCredential", "OpenBadgeCredential"} <= set(badge["type"])
        assert badge["validFrom"] == "2026-02-28T09:00:00Z"
        subject = badge["credentialSubject"]
        assert subject["type"] == ["AchievementSubject"]
        assert {"id", "type", "name", "description", "criteria"} <= subject["achievement"].keys()
        (identity,) = subject["identifier"]
        expected = hashlib.sha256((alice.email + identity["salt"]).encode()).hexdigest()
        assert identity["identityHash"] == f"sha256${expected}"
        assert (badge["iss"], badge["jti"], badge["sub"]) == (badge["issuer"]["id"], badge["id"], subject["id"])
        assert alice.email not in json.dumps(badge)

    def test_its_addresses_lead_somewhere(self, client: Client, as_alice: Client, certificate) -> None:
        badge = self.read(client, as_alice.get(f"{MINE}{certificate.pk}/badge/").text)
        achievement = badge["credentialSubject"]["achievement"]
        for address in (badge["issuer"]["id"], achievement["id"], achievement["image"]["id"], badge["id"]):
            path = "/" + address.split("/", 3)[3]
            assert client.get(path).status_code == 200, path
        assert client.get("/badges/issuer.json").json()["id"] == badge["issuer"]["id"]
        assert client.get("/badges/achievements/999.json").status_code == 404

    def test_a_forged_one_is_found_out(self, client: Client, as_alice: Client, certificate) -> None:
        head, body, signature = as_alice.get(f"{MINE}{certificate.pk}/badge/").text.split(".")
        with pytest.raises(jwt.InvalidSignatureError):
            self.read(client, f"{head}.{body[:-4]}AAAA.{signature}")

    def test_what_was_revoked_stands_in_the_list(self, client: Client, as_user, bob: User, certificate) -> None:
        as_user(bob).post(f"/en/certificates/{certificate.pk}/revoke/", {"reason": "A mistake."})
        (revoked,) = client.get("/badges/revocations.json").json()["revokedCredential"]
        assert revoked["id"].endswith(check(certificate.code))


def test_rules_are_made_in_the_cms(as_user, dana: User, alice: User, course: builders.Course) -> None:
    do(alice, course)
    form = {"work": course.work.pk, "statements_en": "Listens.", "statements_fa": "گوش می‌دهد.", "active": "on"}
    assert as_user(dana).post("/admin/snippets/certificates/certificaterule/add/", form).status_code == 302
    assert CertificateRule.objects.get().statement("vi") == "Listens."
