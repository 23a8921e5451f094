"""The HR file comes in: by the command, all of it or nothing."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from academy.assignments.actions import apply_rule
from academy.assignments.models import Assignment
from academy.staff.actions import import_people, plan_import
from academy.staff.models import JobRole, Leadership, Location, Team, User
from academy.staff.signals import people_changed
from tests import builders

pytestmark = pytest.mark.django_db

HEADER = (
    "external_id,username,email,first_name,last_name,team,job_role,manager_external_id,language,time_zone,site,"
    "starts_on,leaves_on,active\n"
)
TWO = HEADER + (
    "1,anna,anna@example.com,Anna,Ax,Service/Billing/Evening,Agent,2,fa,,Vilnius,2026-01-01,,yes\n"
    "2,ben,,Ben,Bx,Service/Billing,Lead,,lt,Europe/Vilnius,Vilnius,,,1\n"
)


class Run:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, text: str, *options: str) -> dict[str, Any]:
        """What the command prints as JSON, with its exit status under "status"."""
        self.path.write_bytes(text.encode())
        out, status = io.StringIO(), 0
        try:
            call_command("import_people", str(self.path), "--json", *options, stdout=out, stderr=io.StringIO())
        except CommandError as error:
            status = error.returncode
        return {**json.loads(out.getvalue()), "status": status}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path / "people.csv")


def counts(found: dict[str, Any]) -> tuple[int, ...]:
    return tuple(found[name] for name in ("new", "changed", "unchanged", "leaving", "refused"))


def test_people_come_in_with_all_that_they_need(run: Run) -> None:
    found = run(TWO)
    assert (counts(found), found["status"], found["imported"]) == ((2, 0, 0, 0, 0), 0, True)
    anna, ben = User.objects.get(external_id="1"), User.objects.get(external_id="2")
    assert anna.manager == ben
    assert (anna.language, anna.time_zone, anna.starts_on) == ("fa", "Europe/Vilnius", date(2026, 1, 1))
    assert (anna.location, anna.job_role) == (Location.objects.get(name="Vilnius"), JobRole.objects.get(name="Agent"))
    assert [team.name for team in [*anna.team.get_ancestors(), anna.team]] == ["Service", "Billing", "Evening"]
    assert not anna.has_usable_password()
    assert list(anna.groups.values_list("name", flat=True)) == ["Agents"]
    assert set(ben.groups.values_list("name", flat=True)) == {"Agents", "Managers"}
    assert Leadership.objects.filter(leader=ben, person=anna, depth=1).exists()
    assert not any(Team.find_problems())


def test_a_dry_run_changes_nothing(run: Run) -> None:
    found = run(TWO, "--dry-run")
    assert (counts(found), found["imported"]) == ((2, 0, 0, 0, 0), False)
    assert not User.objects.exclude(external_id="").exists()


def test_the_second_time_nothing_is_written(run: Run, django_assert_max_num_queries) -> None:
    run(TWO)
    assert counts(run(TWO)) == (0, 0, 2, 0, 0)
    with django_assert_max_num_queries(6) as queries:
        import_people(TWO.encode(), now())
    assert not [one for one in queries.captured_queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_statements_do_not_grow_with_the_rows(django_assert_max_num_queries) -> None:
    def file(size: int) -> bytes:
        rows = (f"{n},u{n},,N{n},,Team/{n % 7},Agent,{n // 5 if n > 4 else ''},,,,,,\n" for n in range(1, size))
        return (HEADER + "".join(rows)).encode()

    # Rows go into the database by some dozens: as many as one statement of SQLite takes parameters.
    with django_assert_max_num_queries(60):
        import_people(file(400), now())
    assert User.objects.filter(external_id="399").get().manager.external_id == "79"


def test_what_changed_is_changed(run: Run) -> None:
    run(TWO)
    before = User.objects.get(external_id="1")
    text = TWO.replace("Anna", "Anne").replace("Billing/Evening", "Sales").replace("anna@", "anne@")
    assert counts(run(text)) == (0, 1, 1, 0, 0)
    anna = User.objects.get(external_id="1")
    assert (anna.pk, anna.first_name, anna.email, anna.team.name) == (before.pk, "Anne", "anne@example.com", "Sales")
    assert anna.password == before.password
    assert anna.opaque_id == before.opaque_id


def test_names_and_addresses_are_exchanged(run: Run) -> None:
    run("external_id,username,email\n1,a,a@example.com\n2,b,b@example.com\n")
    assert counts(run("external_id,username,email\n1,b,b@example.com\n2,a,a@example.com\n")) == (0, 2, 0, 0, 0)
    assert User.objects.get(external_id="1").username == "b"
    assert User.objects.get(external_id="2").email == "a@example.com"


def test_with_a_refusal_nothing_is_imported(run: Run) -> None:
    found = run(TWO + ",c,,,,,,,,,,,,\n3,ANNA,,,,,,,,,,,,\n")
    assert (found["status"], counts(found), found["imported"]) == (1, (2, 0, 0, 0, 2), False)
    assert [(one["line"], one["column"]) for one in found["refusals"]] == [(4, "external_id"), (5, "username")]
    assert found["refusals"][1]["reason"] == "“ANNA” stands in an earlier row already."
    assert "Nothing was imported" in found["error"]
    assert not User.objects.exclude(external_id="").exists()


def test_it_ends_with_one_on_a_dry_run_too(run: Run) -> None:
    assert run("garbage", "--dry-run")["status"] == 1


def test_a_local_account_is_never_touched(run: Run, dana: User) -> None:
    assert run("external_id,username\n1,DANA\n")["refusals"][0]["column"] == "username"
    assert run(TWO)["leaving"] == 0
    dana.refresh_from_db()
    assert dana.is_active


class TestLeaving:
    def ten(self, *rows: str) -> str:
        return "external_id,username\n" + "".join(f"{n},u{n}\n" for n in rows)

    def test_who_is_missing_leaves_with_their_work(
        self, run: Run, course: builders.Course, django_capture_on_commit_callbacks
    ) -> None:
        run(self.ten(*"abcdefghij"))
        apply_rule(builders.assign(course.work), now())
        gone = User.objects.get(external_id="a")
        with django_capture_on_commit_callbacks(execute=True):
            assert counts(run(self.ten(*"bcdefghij"))) == (0, 0, 9, 1, 0)
        gone.refresh_from_db()
        assert (gone.is_active, gone.leaves_on) == (False, now().date())
        assert Assignment.objects.filter(learner=gone, state="open").count() == 0
        assert Assignment.objects.filter(learner=gone).count() == 1

    def test_more_than_a_tenth_need_a_yes(self, run: Run) -> None:
        run(self.ten(*"abcdefghij"))
        found = run(self.ten(*"bcdefghi"))
        assert (found["status"], found["leaving"], found["imported"]) == (1, 2, False)
        assert "--yes" in found["error"]
        assert User.objects.active().exclude(external_id="").count() == 10
        found = run(self.ten(*"bcdefghi"), "--dry-run")
        assert (found["status"], "--yes" in found["warning"]) == (0, True)
        assert run(self.ten(*"bcdefghi"), "--yes")["imported"]
        assert User.objects.active().exclude(external_id="").count() == 8

    def test_who_comes_again_has_the_same_record(self, run: Run) -> None:
        run(self.ten(*"abcdefghij"))
        run(self.ten(*"bcdefghij"))
        assert counts(run(self.ten(*"abcdefghij"))) == (0, 1, 9, 0, 0)
        again = User.objects.get(external_id="a")
        assert (again.is_active, again.leaves_on) == (True, None)

    def test_a_leaver_is_signed_out(self, run: Run, as_user) -> None:
        run(self.ten(*"abcdefghij"))
        client = as_user(User.objects.get(external_id="a"))
        assert client.get("/en/inbox/").status_code == 200
        run(self.ten(*"bcdefghij"))
        assert client.get("/en/inbox/").status_code == 302


def test_one_signal_tells_the_others(run: Run) -> None:
    heard = []

    def listen(sender: type, **kwargs: Any) -> None:
        heard.append(sender)

    people_changed.connect(listen)
    try:
        run(TWO)
    finally:
        people_changed.disconnect(listen)
    assert heard == [User]


def test_they_are_found_in_the_cms_afterwards(dana: User, as_user, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        import_people(TWO.encode(), now())
    assert "anna" in as_user(dana).get("/admin/users/?q=anna").content.decode()


def test_who_was_taken_out_of_the_managers_stays_out(run: Run) -> None:
    run(TWO)
    ben = User.objects.get(external_id="2")
    ben.groups.remove(Group.objects.get(name="Managers"))
    run(TWO.replace("Anna", "Anne"))
    assert list(ben.groups.values_list("name", flat=True)) == ["Agents"]


def test_those_with_an_address_are_invited_and_the_others_are_not(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        import_people(TWO.encode(), now())
    assert [message.to for message in mail.outbox] == [["anna@example.com"]]
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        import_people(TWO.encode(), now())
    assert not mail.outbox


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can not be read"):
        call_command("import_people", str(tmp_path / "none.csv"))


def test_what_a_person_reads(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run.path.write_text(TWO)
    call_command("import_people", str(run.path), "--dry-run")
    assert "new       1  anna" in capsys.readouterr().out


def test_the_plan_is_by_the_day_where_people_are() -> None:
    text = "external_id,username,leaves_on,time_zone\n1,a,2026-03-01,Pacific/Kiritimati\n2,b,2026-03-01,UTC\n"
    plan = plan_import(text.encode(), datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert [values["active"] for values in plan.new] == [False, True]
