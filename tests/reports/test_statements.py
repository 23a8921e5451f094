"""Proof on paper: a page for a person, a page for a policy."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from academy.evidence.actions import seal
from academy.evidence.models import Record, Seal
from academy.policies.actions import acknowledge
from academy.policies.models import Acknowledgement
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User
from tests import builders
from tests.evidence.ledger import AT
from tests.test_query_budgets import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def acknowledged(alice: User, bob: User, charlie: User, policy: builders.Policy) -> builders.Policy:
    """By alice in Vietnamese, and by charlie."""
    rebuild_leadership()
    builders.translate(policy.page, "vi", title="Hoàn tiền")
    acknowledge(alice, policy.version.texts.get(locale__language_code="vi"), AT)
    acknowledge(charlie, policy.version.texts.get(locale__language_code="en"), AT)
    seal(AT)
    return policy


@pytest.fixture(params=["person", "policy"])
def path(request: pytest.FixtureRequest, alice: User, acknowledged: builders.Policy) -> str:
    of_person, of_policy = f"people/{alice.pk}", f"work/{acknowledged.work.pk}"
    return f"/en/team/{of_person if request.param == 'person' else of_policy}/statement/"


def words_of(pdf: bytes, tmp_path: Path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    (tmp_path / "statement.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", str(tmp_path / "statement.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def pages(pdf: bytes, tmp_path: Path) -> int:
    return words_of(pdf, tmp_path).count("\f")


@pytest.mark.parametrize("language", ["en", "is", "vi", "lt", "fil", "fa"])
def test_it_is_a_page_in_the_language_of_the_reader(as_alice: Client, path: str, language: str, tmp_path: Path) -> None:
    response = as_alice.get(path.replace("/en/", f"/{language}/"))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF-")
    assert response["Cache-Control"] == "private, no-store"
    assert pages(response.content, tmp_path) == 1


def test_it_says_what_can_be_checked(as_alice: Client, path: str, alice: User, tmp_path: Path) -> None:
    words = words_of(as_alice.get(path).content, tmp_path)
    record = Record.objects.get(kind="acknowledged", subject=alice.opaque_id)
    for value in (record.sha256, Seal.objects.get().sha256, Acknowledgement.objects.first().text.sha256):
        assert value in words
    assert "Version 1, Vietnamese" in words
    assert "Seal 1" in words
    assert "2 March 2026" in words


def test_it_has_the_title_that_was_read(
    as_alice: Client, alice: User, acknowledged: builders.Policy, tmp_path: Path
) -> None:
    assert "Hoàn tiền" in words_of(as_alice.get(f"/en/team/people/{alice.pk}/statement/").content, tmp_path)


def test_the_manager_sees_it_too(as_user: Callable[[User], Client], bob: User, path: str, tmp_path: Path) -> None:
    words = words_of(as_user(bob).get(path).content, tmp_path)
    assert "Alice" in words
    assert "Charlie" not in words


def test_a_stranger_does_not_see_a_person(
    as_user: Callable[[User], Client], charlie: User, alice: User, acknowledged: builders.Policy
) -> None:
    assert as_user(charlie).get(f"/en/team/people/{alice.pk}/statement/").status_code == 404


def test_who_has_acknowledged_nothing_sees_no_policy(
    as_user: Callable[[User], Client], erin: User, course: builders.Course, acknowledged: builders.Policy
) -> None:
    assert as_user(erin).get(f"/en/team/work/{acknowledged.work.pk}/statement/").status_code == 404
    assert as_user(erin).get(f"/en/team/work/{course.work.pk}/statement/").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path).url.startswith("/en/sign-in/")


def test_it_is_only_read(as_alice: Client, path: str) -> None:
    assert as_alice.post(path).status_code == 405


def test_without_records_it_says_so(as_alice: Client, alice: User, policy: builders.Policy, tmp_path: Path) -> None:
    Acknowledgement.objects.create(learner=alice, version=policy.version, text=policy.version.texts.get(), at=AT)
    words = words_of(as_alice.get(f"/en/team/people/{alice.pk}/statement/").content, tmp_path)
    assert "from before the ledger" in words


def test_an_unsealed_record_says_so(as_alice: Client, alice: User, policy: builders.Policy, tmp_path: Path) -> None:
    acknowledge(alice, policy.version.texts.get(), AT)
    words = words_of(as_alice.get(f"/en/team/people/{alice.pk}/statement/").content, tmp_path)
    assert "not sealed yet" in words


def test_nothing_acknowledged_is_a_page_too(as_alice: Client, alice: User) -> None:
    assert as_alice.get(f"/en/team/people/{alice.pk}/statement/").status_code == 200


NAME = '"#[evil] $x$ \\ <b>*_`@' + "Nguyễn Þór ಕನ್ನಡ 漢字 علی " * 4


def test_long_and_odd_names_stay_on_one_page(
    as_alice: Client, alice: User, acknowledged: builders.Policy, tmp_path: Path
) -> None:
    User.objects.filter(pk=alice.pk).update(first_name=NAME[:150], last_name=NAME[:150])
    for number in range(20):
        policy = builders.make_policy(f"policy-{number}", title=f"{number} {NAME}"[:255])
        acknowledge(alice, policy.version.texts.get(), AT)
    for path in (f"people/{alice.pk}", f"work/{policy.work.pk}"):
        response = as_alice.get(f"/en/team/{path}/statement/")
        assert response.status_code == 200
        assert pages(response.content, tmp_path) == 1
    words = words_of(as_alice.get(f"/en/team/people/{alice.pk}/statement/").content, tmp_path)
    assert "The latest 14 of 21." in words


def test_many_people_stay_on_one_page_and_ask_no_more(
    as_user: Callable[[User], Client],
    bob: User,
    make_person: Callable[..., User],
    acknowledged: builders.Policy,
    tmp_path: Path,
) -> None:
    client, path = as_user(bob), f"/en/team/work/{acknowledged.work.pk}/statement/"
    few = statements(lambda: client.get(path))
    for number in range(25):
        person = make_person(f"person-{number}", manager=bob)
        acknowledge(person, acknowledged.version.texts.get(locale__language_code="en"), AT)
    rebuild_leadership()
    many = statements(lambda: client.get(path))
    assert len(many) == len(few)
    response = client.get(path)
    assert pages(response.content, tmp_path) == 1
    assert "The latest 18 of 26." in words_of(response.content, tmp_path)


def test_pages_lead_to_it(
    as_alice: Client, as_user: Callable[[User], Client], alice: User, bob: User, acknowledged: builders.Policy
) -> None:
    of_person = f"/en/team/people/{alice.pk}/statement/"
    of_policy = f"/en/team/work/{acknowledged.work.pk}/statement/"
    assert of_policy in as_alice.get("/en/policies/refunds/").content.decode()
    assert of_policy not in as_user(bob).get("/en/policies/refunds/").content.decode()
    for client in (as_alice, as_user(bob)):
        assert of_person in client.get(f"/en/team/people/{alice.pk}/").content.decode()
