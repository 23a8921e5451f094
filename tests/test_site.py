"""What holds for every page: policy, languages, errors, media."""

import pytest
from django.test import Client

from academy.domain import dates
from academy.navigation import place_of
from academy.staff.models import User
from academy.views import in_language
from tests import builders

pytestmark = pytest.mark.django_db


class TestContentSecurityPolicy:
    def test_the_site_allows_nothing_inline(self, as_alice: Client) -> None:
        policy = as_alice.get("/en/")["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy

    def test_the_editor_is_the_exception(self, erin: User, as_user) -> None:
        assert "'unsafe-inline'" in as_user(erin).get("/admin/")["Content-Security-Policy"]


class TestLanguages:
    def test_the_bare_address_leads_to_ones_own_language(self, alice: User, as_user) -> None:
        alice.language = "fil"
        alice.save()
        assert as_user(alice).get("/").url == "/fil/"

    def test_choosing_one_stays_on_the_page_and_is_remembered(self, as_alice: Client, alice: User) -> None:
        response = as_alice.post("/language/", {"language": "fa", "next": "/en/inbox/?page=1"})
        assert response.url == "/fa/inbox/?page=1"
        alice.refresh_from_db()
        assert alice.language == "fa"

    @pytest.mark.parametrize("here", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
    def test_it_leads_to_no_stranger(self, as_alice: Client, here: str) -> None:
        assert as_alice.post("/language/", {"language": "fa", "next": here}).url == "/"

    def test_a_language_that_is_none_changes_nothing(self, as_alice: Client, alice: User) -> None:
        as_alice.post("/language/", {"language": "tlh"})
        alice.refresh_from_db()
        assert alice.language == "en"

    def test_it_may_be_chosen_before_signing_in(self, client: Client) -> None:
        assert client.post("/language/", {"language": "is", "next": "/en/sign-in/"}).url == "/is/sign-in/"

    @pytest.mark.parametrize(
        ("path", "language", "expected"),
        [("/en/", "fa", "/fa/"), ("/fil/a/b/", "is", "/is/a/b/"), ("/admin/", "fa", "/admin/"), ("/", "fa", "/")],
    )
    def test_in_language(self, path: str, language: str, expected: str) -> None:
        assert in_language(path, language) == expected

    @pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("fil", "ltr"), ("vi", "ltr"), ("fa", "rtl")])
    def test_each_is_served_in_its_direction(self, as_alice: Client, code: str, direction: str) -> None:
        page = as_alice.get(f"/{code}/").content.decode()
        assert f'<html lang="{code}" dir="{direction}"' in page


class TestErrors:
    def test_404_is_a_page_of_ours(self, as_alice: Client) -> None:
        response = as_alice.get("/en/no/such/page/")
        assert response.status_code == 404
        assert "There is nothing here" in response.content.decode()

    def test_an_expired_form_says_what_to_do(self, alice: User) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(alice)
        response = client.post("/en/inbox/read/")
        assert response.status_code == 403
        assert "This page was open too long" in response.content.decode()

    def test_500_needs_no_database(self, rf, django_assert_num_queries) -> None:
        from academy.errors import server_error

        with django_assert_num_queries(0):
            response = server_error(rf.get("/en/"))
        assert response.status_code == 500
        assert "What you had saved is safe" in response.content.decode()


class TestMedia:
    def test_only_pictures_and_only_for_who_is_signed_in(self, as_alice: Client, client: Client) -> None:
        assert client.get("/media/images/x.svg").status_code == 302
        assert as_alice.get("/media/documents/secret.pdf").status_code == 404
        assert as_alice.get("/media/images/../../db.sqlite3").status_code in {400, 404}


def test_a_page_that_is_for_others_does_not_exist(as_alice: Client, course: builders.Course) -> None:
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=course.lessons[0], restriction_type="groups")
    assert as_alice.get("/en/courses/empathy/first/").status_code == 404
    assert as_alice.get("/en/courses/empathy/second/").status_code == 200


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/en/", "work"),
        ("/", "work"),
        ("/fa/courses/x/", "courses"),
        ("/en/learn/attempts/1/", "courses"),
        ("/en/x/", ""),
    ],
)
def test_place_of(path: str, place: str) -> None:
    assert place_of(path) == place


class TestDates:
    DAY = dates.date(2026, 3, 6)

    @pytest.mark.parametrize(
        ("language", "expected"),
        [
            ("en", "6 March 2026"),
            ("is", "6. mars 2026"),
            ("vi", "6 tháng 3 năm 2026"),
            ("lt", "2026 m. kovo 6 d."),
            ("fil", "Marso 6, 2026"),
            ("fa", "۱۵ اسفند ۱۴۰۴"),
        ],
    )
    def test_a_day_in_each_language(self, language: str, expected: str) -> None:
        assert dates.day(self.DAY, language) == expected

    @pytest.mark.parametrize(("language", "expected"), [("en", "1,234.5"), ("lt", "1\u00a0234,5"), ("fa", "۱٬۲۳۴٫۵")])
    def test_a_number(self, language: str, expected: str) -> None:
        assert dates.number(1234.5, language, 1) == expected
