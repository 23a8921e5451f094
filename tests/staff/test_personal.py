"""What is held about a person: all of it is known, exported, and erased."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import now
from wagtail.models import ModelLogEntry, Page

from academy import triggers
from academy.evidence.actions import seal
from academy.evidence.verifying import verify
from academy.inbox.models import Notice
from academy.inbox.periodic import forget_old_notices
from academy.personal import KEEP, holdings
from academy.policies.actions import ask, decline
from academy.policies.models import ClauseQuestion, Decline
from academy.staff import actions, periodic
from academy.staff.models import Absence, Invitation, User
from quizzes.models import Response
from tests import builders

pytestmark = pytest.mark.django_db

AT_FIRST = datetime(2024, 3, 1, tzinfo=UTC)


def fields_to(model: type) -> set[tuple[str, str]]:
    """Models and fields that point at rows of `model`; a kind of page is held as a page."""
    found = set()
    for other in apps.get_models(include_auto_created=True):
        for field in other._meta.local_fields:
            if (
                field.is_relation
                and field.related_model is model
                and not (field.primary_key and field.remote_field.parent_link)
            ):
                found.add((other._meta.label, field.name))
    return found


def test_whatever_points_at_a_person_is_held() -> None:
    known = {(one.model, one.path) for one in holdings()}
    assert fields_to(User) - known == set()


def test_what_belongs_to_rows_about_a_person_is_held_too() -> None:
    """A row that hangs on one of the learner's own is theirs as well."""
    own = {one.type for one in holdings() if one.listed and one.type not in (User, Page)}
    held = {one.model for one in holdings()}
    missing = {(model, field) for parent in own for model, field in fields_to(parent) if model not in held}
    assert missing == set()


def test_the_fields_of_a_holding_are_there(alice: User) -> None:
    for one in holdings():
        assert one.rows(alice).count() >= 0
        names = {field.name for field in one.type._meta.concrete_fields}
        assert set(one.clear) | set(one.secret) <= names, one.model
        if one.clear:
            assert one.erase is KEEP


@pytest.fixture
def busy(alice: User, bob: User, policy: builders.Policy, course: builders.Course) -> User:
    """Somebody of whom much is held."""
    alice.external_id, alice.extra_time, alice.last_name = "17", 25, "Marlow"
    alice.save()
    text = policy.version.texts.get()
    decline(alice, text, "It is wrong, says Alice Marlow.", now())
    ask(alice, policy.version, builders.key("clause", 0), "question", "Alice Marlow asks: net?", now())
    builders.hand_in_text(alice, now())
    Absence.objects.create(person=alice, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 3))
    actions.make_code(alice, now(), bob)
    Notice.objects.create(recipient=alice, kind="quiz_marked", about="x", path="/", created_at=now())
    seal(now())
    return alice


class TestErasing:
    def test_all_that_names_them_goes_and_the_rest_stays(self, busy: User, bob: User) -> None:
        name = str(busy)
        assert Notice.objects.filter(recipient=bob, facts__person=name).exists()
        declines = Decline.objects.count()
        actions.erase_person(busy, now())
        gone = User.objects.get(pk=busy.pk)
        assert str(gone) == "Former staff member"
        assert (gone.email, gone.external_id, gone.extra_time, gone.is_active) == ("", "", 0, False)
        assert gone.opaque_id == busy.opaque_id
        assert Decline.objects.get().reason == ""
        assert ClauseQuestion.objects.get().text == ""
        assert {str(row.answer) for row in Response.objects.filter(text__version__payload__type="free_text")} == {
            "{'text': '—'}"
        }
        for model in (Absence, Invitation):
            assert not model.objects.filter(person=busy).exists()
        assert not Notice.objects.filter(recipient=busy).exists()
        assert not Notice.objects.filter(facts__person=name).exists()
        assert Decline.objects.count() == declines

    def test_no_table_knows_the_name_any_more(self, busy: User) -> None:
        actions.erase_person(busy, now())
        for model in apps.get_models():
            if model._meta.app_label in ("django_tasks_database",):
                continue
            for row in model._base_manager.values():
                assert "Marlow" not in str(row), model
                assert "alice@example.com" not in str(row), model

    def test_the_ledger_is_whole_and_the_guards_are_back(self, busy: User) -> None:
        actions.erase_person(busy, now())
        assert verify().first_broken is None
        assert triggers.missing() == []

    def test_a_second_time_changes_nothing(self, busy: User) -> None:
        assert actions.erase_person(busy, now())
        before = User.objects.filter(pk=busy.pk).values().get()
        assert actions.erase_person(busy, now()) == []
        assert User.objects.filter(pk=busy.pk).values().get() == before

    def test_they_are_signed_out(self, busy: User, as_user) -> None:
        client = as_user(busy)
        actions.erase_person(busy, now())
        assert client.get("/en/inbox/").status_code == 302

    def test_the_hr_system_may_give_the_number_to_somebody_new(self, busy: User) -> None:
        actions.erase_person(busy, now())
        plan = actions.import_people(b"external_id,username,email\n17,alice,alice@example.com\n", now())
        assert plan.counts()["new"] == 1

    def test_by_the_command(self, busy: User) -> None:
        def run(*options: str) -> dict:
            out = io.StringIO()
            call_command("erase_person", "17", "--json", *options, stdout=out)
            return json.loads(out.getvalue())

        found = run()
        assert (found["erased"], found["kept"]["quizzes.Attempt"], found["deleted"]["staff.Absence"]) == (False, 1, 1)
        assert User.objects.get(pk=busy.pk).email
        assert run("--yes")["erased"]
        with pytest.raises(CommandError):
            run("--yes")


def test_exporting(busy: User, tmp_path: Path) -> None:
    folder = tmp_path / "alice"
    call_command("export_person", "alice", str(folder), stdout=io.StringIO())
    page = (folder / "index.html").read_text()
    for words in ("Alice Marlow", "It is wrong, says", "net?"):
        assert words in page
    held = json.loads((folder / "staff.json").read_text())
    assert held["staff.Absence"][0]["starts_on"] == "2026-03-02"
    assert "password" not in held["staff.User"][0]
    assert "secret_hash" not in held["staff.Invitation"][0]
    assert held["staff.User"][0]["manager"] == str(busy.manager.opaque_id)
    assert json.loads((folder / "quizzes.json").read_text())["quizzes.Response"]
    assert json.loads((folder / "evidence.json").read_text())["evidence.Record"]
    with pytest.raises(CommandError, match="can not be made"):
        call_command("export_person", "alice", str(folder))
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("export_person", "nobody", str(tmp_path / "x"))


class TestInTheCms:
    @pytest.fixture
    def address(self, busy: User) -> str:
        return f"/admin/people/{busy.pk}/data/"

    @pytest.fixture
    def as_dana(self, dana: User, as_user) -> Client:
        return as_user(dana)

    def test_what_is_held_is_shown_and_taken_along(self, as_dana: Client, address: str) -> None:
        assert "Absences" in as_dana.get(address).content.decode()
        response = as_dana.post(f"{address}export/")
        names = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
        assert {"index.html", "staff.json"} <= set(names)
        assert ModelLogEntry.objects.filter(action="staff.export").count() == 1

    def test_erasing_asks_for_the_user_name(self, as_dana: Client, address: str, busy: User) -> None:
        assert "Nothing was erased" in as_dana.post(address, {"username": "Alice"}).content.decode()
        assert User.objects.kept().filter(pk=busy.pk).exists()
        assert as_dana.post(address, {"username": "alice"}).status_code == 302
        assert not User.objects.kept().filter(pk=busy.pk).exists()
        assert ModelLogEntry.objects.get(action="staff.erase").label == "Former staff member"

    def test_again_there_is_nobody(self, as_dana: Client, address: str) -> None:
        as_dana.post(address, {"username": "alice"})
        assert as_dana.post(address, {"username": "alice"}, follow=True).status_code == 404

    def test_nobody_erases_themselves_or_a_superuser(self, as_dana: Client, dana: User, make_person) -> None:
        chief = make_person("chief", is_superuser=True)
        for person in (dana, chief):
            assert as_dana.get(f"/admin/people/{person.pk}/data/", follow=True).status_code == 404

    def test_the_page_of_the_person_leads_there(self, as_dana: Client, address: str, busy: User) -> None:
        page = as_dana.get(f"/admin/users/edit/{busy.pk}/").content.decode()
        assert address in page
        assert f"/team/people/{busy.pk}/invitation/" in page

    def test_a_manager_does_not(self, bob: User, as_user, address: str) -> None:
        assert as_user(bob).get(address).status_code == 302
        assert as_user(bob).post(f"{address}export/").status_code == 302


class TestRetention:
    def test_leavers_are_erased_after_so_many_months(self, alice: User, bob: User, settings) -> None:
        User.objects.filter(pk=alice.pk).update(is_active=False, leaves_on=date(2026, 1, 31))
        at = datetime(2026, 3, 31, 12, tzinfo=UTC)
        periodic.erase_leavers(at)
        assert User.objects.kept().filter(pk=alice.pk).exists()
        settings.ERASE_LEAVERS_AFTER_MONTHS = 2
        periodic.erase_leavers(at)
        assert User.objects.kept().filter(pk=alice.pk).exists()  # 31 January is not before 31 January
        periodic.erase_leavers(at + timedelta(days=1))
        assert not User.objects.kept().filter(pk=alice.pk).exists()
        assert User.objects.kept().filter(pk=bob.pk).exists()

    def test_old_notices_are_forgotten_when_they_are_read(self, alice: User, settings) -> None:
        at = datetime(2026, 3, 31, 12, tzinfo=UTC)
        for about, read in (("read", at), ("unread", None)):
            Notice.objects.create(
                recipient=alice, kind="quiz_marked", about=about, path="/", created_at=AT_FIRST, read_at=read
            )
        forget_old_notices(at)
        assert Notice.objects.count() == 2
        settings.FORGET_NOTICES_AFTER_MONTHS = 12
        forget_old_notices(at)
        assert Notice.objects.get().about == "unread"
