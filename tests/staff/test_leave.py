"""Leave from a table or a calendar."""

import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from academy.assignments.models import Assignment
from academy.staff.actions import LeaveRefused, import_leave
from academy.staff.domain.leave_file import Known, Leave, People, read_leave
from academy.staff.domain.problems import Reason
from academy.staff.domain.tables import FileError
from academy.staff.models import Absence, User
from tests import builders

TODAY = date(2026, 3, 2)
ANNA = Known(1, "Asia/Tehran")
WHO = People({"17": ANNA}, {"anna@example.com": ANNA})
MAIL = "ATTENDEE:mailto:Anna@Example.com"


def event(*lines: str) -> bytes:
    body = ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *body, "END:VCALENDAR", ""]).encode()


def days(data: bytes) -> list[tuple[str, str, str]]:
    return [(str(one.starts_on), str(one.ends_on), one.kind) for one in read_leave(data, WHO, TODAY).leave]


def wrong(data: bytes) -> list[tuple[int, str, Reason]]:
    try:
        refusals = read_leave(data, WHO, TODAY).refusals
    except FileError as error:
        refusals = error.refusals
    return [(one.line, one.column, one.reason) for one in refusals]


class TestTable:
    def test_a_row_is_some_days(self) -> None:
        text = b"external_id;kind;starts_on;ends_on\n17;SICK;2026-03-02;2026-03-06\n17;;2026-04-01;2026-04-01\n"
        assert read_leave(text, WHO, TODAY).leave == [
            Leave(1, date(2026, 3, 2), date(2026, 3, 6), "sick"),
            Leave(1, date(2026, 4, 1), date(2026, 4, 1), "leave"),
        ]

    @pytest.mark.parametrize(
        ("row", "expected"),
        [
            ("18,leave,2026-03-02,2026-03-06", ("external_id", Reason.UNKNOWN_PERSON)),
            (",leave,2026-03-02,2026-03-06", ("external_id", Reason.REQUIRED)),
            ("17,party,2026-03-02,2026-03-06", ("kind", Reason.KIND)),
            ("17,leave,2.3.2026,2026-03-06", ("starts_on", Reason.DATE)),
            ("17,leave,2026-03-02,", ("ends_on", Reason.REQUIRED)),
            ("17,leave,2026-03-02,2026-03-01", ("ends_on", Reason.ORDER)),
            ("17,leave,2026-03-02,2029-03-01", ("ends_on", Reason.TOO_LONG_AWAY)),
        ],
    )
    def test_what_is_refused(self, row: str, expected: tuple[str, Reason]) -> None:
        assert wrong(f"external_id,kind,starts_on,ends_on\n{row}\n".encode()) == [(2, *expected)]


class TestCalendar:
    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            # The end of whole days is the day after.
            (["DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260307"], [("2026-03-02", "2026-03-06")]),
            (["DTSTART;VALUE=DATE:20260302"], [("2026-03-02", "2026-03-02")]),
            (["DTSTART;VALUE=DATE:20260302", "DURATION:P2D"], [("2026-03-02", "2026-03-03")]),
            # 21:00 in UTC is half past midnight in Tehran.
            (["DTSTART:20260302T210000Z", "DTEND:20260303T100000Z"], [("2026-03-03", "2026-03-03")]),
            (["DTSTART:20260302T080000Z", "DTEND:20260302T203000Z"], [("2026-03-02", "2026-03-02")]),
            (["DTSTART:20260302T233000", "DTEND:20260303T003000"], [("2026-03-02", "2026-03-03")]),
            (
                ["DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260309"],
                [("2026-03-02", "2026-03-02"), ("2026-03-16", "2026-03-16")],
            ),
            (
                ["DTSTART:20260302T080000Z", "DTEND:20260302T100000Z", "RRULE:FREQ=DAILY;UNTIL=20260304T080000Z"],
                [("2026-03-02", "2026-03-02"), ("2026-03-03", "2026-03-03"), ("2026-03-04", "2026-03-04")],
            ),
            (["DTSTART;VALUE=DATE:20260302", "STATUS:CANCELLED"], []),
        ],
    )
    def test_its_days(self, lines: list[str], expected: list[tuple[str, str]]) -> None:
        assert days(event(MAIL, *lines)) == [(*one, "leave") for one in expected]

    def test_its_kind_is_a_category(self) -> None:
        assert days(event(MAIL, "DTSTART;VALUE=DATE:20260302", "CATEGORIES:Sick"))[0][2] == "sick"

    @pytest.mark.parametrize("who", [MAIL, "ORGANIZER:MAILTO:anna@example.com", "X-EXTERNAL-ID:17"])
    def test_whose_it_is(self, who: str) -> None:
        assert len(days(event(who, "DTSTART;VALUE=DATE:20260302"))) == 1

    def test_what_repeats_for_ever_ends_at_the_horizon(self) -> None:
        found = days(event(MAIL, "DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=WEEKLY"))
        assert found[-1][0] == "2028-02-28"

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (["DTSTART;VALUE=DATE:20260302"], ("ATTENDEE", Reason.NO_PERSON)),
            ([MAIL, "ATTENDEE:mailto:b@x.org", "DTSTART;VALUE=DATE:20260302"], ("ATTENDEE", Reason.SEVERAL_PEOPLE)),
            (["ATTENDEE:mailto:b@x.org", "DTSTART;VALUE=DATE:20260302"], ("ATTENDEE", Reason.UNKNOWN_PERSON)),
            ([MAIL], ("DTSTART", Reason.NO_DATE)),
            ([MAIL, "DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260228"], ("ends_on", Reason.ORDER)),
            ([MAIL, "DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=DAILY"], ("RRULE", Reason.RECURRENCE)),
            ([MAIL, "DTSTART;VALUE=DATE:20260302", "RDATE;VALUE=DATE:20260305"], ("RRULE", Reason.RECURRENCE)),
        ],
    )
    def test_what_is_refused(self, lines: list[str], expected: tuple[str, Reason]) -> None:
        assert wrong(event(*lines)) == [(4, *expected)]

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", Reason.EMPTY),
            (b"BEGIN:VCALENDAR\xff", Reason.NOT_TEXT),
        ],
    )
    def test_what_is_none(self, data: bytes, reason: Reason) -> None:
        assert wrong(data) == [(1, "", reason)]

    def test_one_that_is_cut_off(self) -> None:
        assert wrong(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nbroken") == [(2, "", Reason.NO_CALENDAR)]


@pytest.mark.django_db
class TestImport:
    def run(self, path: Path, data: str, *options: str) -> dict[str, Any]:
        path.write_text(data)
        out = io.StringIO()
        try:
            call_command("import_leave", str(path), "--json", *options, stdout=out, stderr=io.StringIO())
        except CommandError:
            return {**json.loads(out.getvalue()), "failed": True}
        return json.loads(out.getvalue())

    @pytest.fixture
    def anna(self, alice: User) -> User:
        alice.external_id = "17"
        alice.save()
        return alice

    def test_it_comes_in_once(self, tmp_path: Path, anna: User) -> None:
        text = "external_id,kind,starts_on,ends_on\n17,leave,2026-03-02,2026-03-06\n"
        path = tmp_path / "leave.csv"
        assert self.run(path, text, "--dry-run")["new"] == 1
        assert not Absence.objects.exists()
        assert self.run(path, text)["new"] == 1
        assert self.run(path, text)["unchanged"] == 1
        assert self.run(path, text.replace("leave", "sick"))["changed"] == 1
        assert Absence.objects.get().kind == "sick"

    def test_with_a_refusal_nothing_comes_in(self, tmp_path: Path, anna: User) -> None:
        text = "external_id,kind,starts_on,ends_on\n17,leave,2026-03-02,2026-03-06\n18,,2026-03-02,2026-03-06\n"
        found = self.run(tmp_path / "leave.csv", text)
        assert (found["failed"], found["refused"], found["refusals"][0]["line"]) == (True, 1, 3)
        assert not Absence.objects.exists()

    def test_dates_move(self, anna: User, django_capture_on_commit_callbacks) -> None:
        assignment = builders.assigned(anna, now())
        due = assignment.due_at.date()
        text = f"external_id,kind,starts_on,ends_on\n17,,{due},{due + timedelta(days=3)}\n"
        with django_capture_on_commit_callbacks(execute=True):
            import_leave(text.encode(), now())
        assert Assignment.objects.get(pk=assignment.pk).due_at.date() > due + timedelta(days=3)

    def test_a_manager_brings_only_that_of_their_people(self, anna: User, bob: User, charlie: User) -> None:
        text = b"external_id,kind,starts_on,ends_on\n17,,2026-03-02,2026-03-02\n"
        at = datetime(2026, 3, 2, tzinfo=UTC)
        assert import_leave(text, at, bob).counts()["new"] == 1
        with pytest.raises(LeaveRefused):
            import_leave(text, at, charlie)
