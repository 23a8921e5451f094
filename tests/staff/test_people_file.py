"""What the HR file says: a table of cases for what is refused, and on which line."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.staff.domain.people_file import Limits, Standing, Stored, loops, plan_people, read_people
from academy.staff.domain.problems import Reason
from academy.staff.domain.tables import FileError
from academy.staff.exchange.wording import REASONS

LENGTHS = {"external_id": 80, "username": 150, "email": 254, "team": 200, "first_name": 150, "site": 120}
LIMITS = Limits(frozenset({"en", "fa"}), frozenset({"UTC", "Europe/Vilnius"}), LENGTHS)
NOBODY = Stored({}, {}, {}, {}, {})
TODAY = date(2026, 3, 2)


def refusals(text: str | bytes, stored: Stored = NOBODY) -> list[tuple[int, str, Reason]]:
    data = text.encode() if isinstance(text, str) else text
    try:
        plan = plan_people(read_people(data, LIMITS), stored, lambda zone: TODAY)
    except FileError as error:
        found = error.refusals
    else:
        found = plan.refusals
    return [(one.line, one.column, one.reason) for one in found]


def person(pk: int, external_id: str, **values: object) -> Standing:
    plain = {"username": external_id, "email": "", "first_name": "", "last_name": "", "team": (), "job_role": ""}
    plain |= {"manager_external_id": "", "language": "en", "time_zone": "UTC", "site": "", "starts_on": None}
    return Standing(pk, {**plain, "external_id": external_id, "leaves_on": None, "active": True, **values})


def stored(*people: Standing, **locals_: str) -> Stored:
    names = {one.values["username"].lower(): one.values["external_id"] for one in people}
    emails = {one.values["email"].lower(): one.values["external_id"] for one in people if one.values["email"]}
    managers = {
        one.values["external_id"]: one.values["manager_external_id"]
        for one in people
        if one.values["manager_external_id"]
    }
    return Stored({one.values["external_id"]: one for one in people}, names | locals_, emails, managers, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "", Reason.EMPTY)]),
        (" \n\n", [(1, "", Reason.EMPTY)]),
        ("external_id,username\n", [(1, "", Reason.EMPTY)]),
        (b"\xff\xfe\x00", [(1, "", Reason.NOT_TEXT)]),
        (b"external_id,username\n1,\xe9\n", [(2, "", Reason.NOT_TEXT)]),
        ("external_id,username\n1,a\0\n", [(2, "", Reason.NOT_TEXT)]),
        ("1,anna\n2,ben\n", [(1, "1", Reason.UNKNOWN_COLUMN), (1, "anna", Reason.UNKNOWN_COLUMN),
                             (1, "external_id", Reason.MISSING_COLUMN), (1, "username", Reason.MISSING_COLUMN)]),
        ("external_id\n1\n", [(1, "username", Reason.MISSING_COLUMN)]),
        ("external_id,username,phone\n1,a,2\n", [(1, "phone", Reason.UNKNOWN_COLUMN)]),
        ("external_id,username,username\n1,a,a\n", [(1, "username", Reason.COLUMN_TWICE)]),
        ('external_id,username\n1,"a\n2,b\n', [(2, "", Reason.BROKEN_QUOTES)]),
        ("external_id,username\n1\n", [(2, "", Reason.CELLS)]),
        ("external_id,username\n1,a,b\n", [(2, "", Reason.CELLS)]),
        ("external_id,username\n,a\n1,\n", [(2, "external_id", Reason.REQUIRED), (3, "username", Reason.REQUIRED)]),
        (f"external_id,username\n{'1' * 81},a\n", [(2, "external_id", Reason.TOO_LONG)]),
        (f"external_id,username\n1,{'a' * 151}\n", [(2, "username", Reason.TOO_LONG)]),
        ("external_id,username\n1,=cmd()\n", [(2, "username", Reason.USERNAME)]),
        ("external_id,username,first_name\n1,a,B\x07\n", [(2, "first_name", Reason.CONTROL)]),
        ("external_id,username,first_name\n1,a,=B1\n", []),
        ("external_id,username,email\n1,a,a@b\n", [(2, "email", Reason.EMAIL)]),
        ("external_id,username,email\n1,a,a b@c.org\n", [(2, "email", Reason.EMAIL)]),
        ("external_id,username,language\n1,a,xx\n2,b,FA\n", [(2, "language", Reason.LANGUAGE)]),
        ("external_id,username,time_zone\n1,a,Mars/Base\n", [(2, "time_zone", Reason.TIME_ZONE)]),
        ("external_id,username,team\n1,a,A//B\n", [(2, "team", Reason.TEAM)]),
        ("external_id,username,starts_on\n1,a,01.02.2026\n2,b,20260201\n3,c,2026-02-29\n",
         [(2, "starts_on", Reason.DATE), (3, "starts_on", Reason.DATE), (4, "starts_on", Reason.DATE)]),
        ("external_id,username,active\n1,a,perhaps\n2,b,NO\n3,c,True\n4,d,\n", [(2, "active", Reason.YES_NO)]),
        ("external_id,username,starts_on,leaves_on\n1,a,2026-02-02,2026-02-01\n2,b,2026-02-02,2026-02-02\n",
         [(2, "leaves_on", Reason.ORDER)]),
        ("external_id,username\n1,a\n1,b\n2,A\n", [(3, "external_id", Reason.TWICE), (4, "username", Reason.TWICE)]),
        ("external_id,username,email\n1,a,A@x.org\n2,b,a@X.org\n3,c,\n4,d,\n", [(3, "email", Reason.TWICE)]),
        ("external_id,username,manager_external_id\n1,a,1\n2,b,9\n3,c,4\n4,d,\n",
         [(2, "manager_external_id", Reason.OWN_MANAGER), (3, "manager_external_id", Reason.UNKNOWN_MANAGER)]),
        ("external_id,username,manager_external_id\n1,a,2\n2,b,3\n3,c,1\n4,d,1\n",
         [(line, "manager_external_id", Reason.LOOP) for line in (2, 3, 4)]),
        # Lines are those of the file: blank ones count, and cells may have several.
        ('external_id,username,first_name\n\n1,a,"Anna\nMaria"\n\n ,, \n,b,\n', [(7, "external_id", Reason.REQUIRED)]),
        ("\ufeffexternal_id;username;team\r\n1;a;x, y\r\n2;;\r\n", [(3, "username", Reason.REQUIRED)]),
    ],
)  # fmt: skip
def test_what_is_refused(text: str | bytes, expected: list[tuple[int, str, Reason]]) -> None:
    assert refusals(text) == expected


class TestAgainstWhoIsThere:
    def test_a_local_account_keeps_its_name(self) -> None:
        there = stored(person(1, "1"), root="")
        assert refusals("external_id,username\n1,ROOT\n", there) == [(2, "username", Reason.TAKEN_LOCALLY)]

    def test_so_does_somebody_who_is_not_in_the_file(self) -> None:
        there = stored(person(1, "1", active=False, username="anna", email="anna@x.org"))
        text = "external_id,username,email\n2,Anna,\n3,b,ANNA@x.org\n"
        assert refusals(text, there) == [(2, "username", Reason.TAKEN), (3, "email", Reason.TAKEN)]

    def test_names_may_be_exchanged(self) -> None:
        there = stored(person(1, "1", username="a"), person(2, "2", username="b"))
        assert refusals("external_id,username\n1,b\n2,a\n", there) == []

    def test_a_loop_may_arise_with_people_who_are_there(self) -> None:
        there = stored(person(1, "1", manager_external_id="2"), person(2, "2"))
        text = "external_id,username,manager_external_id\n2,2,1\n"
        assert refusals(text, there) == [(2, "manager_external_id", Reason.LOOP)]

    def test_columns_that_are_not_there_leave_what_is_stored(self) -> None:
        there = stored(person(1, "1", username="a", email="a@x.org", team=("A",), time_zone="Europe/Vilnius"))
        plan = plan_people(read_people(b"external_id,username\n1,a\n", LIMITS), there, lambda zone: TODAY)
        assert plan.counts() == {"new": 0, "changed": 0, "unchanged": 1, "leaving": 0, "refused": 0}

    def test_an_empty_cell_empties(self) -> None:
        there = stored(person(1, "1", email="a@x.org", team=("A",), manager_external_id="2"), person(2, "2"))
        text = b"external_id,username,email,team,manager_external_id\n1,1,,,\n2,2,,,\n"
        (change,) = plan_people(read_people(text, LIMITS), there, lambda zone: TODAY).changed
        assert change.values == {"email": "", "team": (), "manager_external_id": ""}

    def test_who_comes_again_is_with_us(self) -> None:
        there = stored(person(1, "1", active=False, leaves_on=date(2026, 1, 1)))
        (change,) = plan_people(read_people(b"external_id,username\n1,1\n", LIMITS), there, lambda zone: TODAY).changed
        assert change.values == {"active": True, "leaves_on": None}

    @pytest.mark.parametrize(("day", "active"), [("2026-03-01", False), ("2026-03-02", True), ("", True)])
    def test_whose_last_day_is_over_is_not_active(self, day: str, active: bool) -> None:
        text = f"external_id,username,leaves_on,active\n1,a,{day},yes\n".encode()
        (values,) = plan_people(read_people(text, LIMITS), NOBODY, lambda zone: TODAY).new
        assert values["active"] is active

    @pytest.mark.parametrize(("missing", "needs_yes"), [(1, False), (2, True)])
    def test_more_than_a_tenth_needs_a_yes(self, missing: int, needs_yes: bool) -> None:
        there = stored(*(person(n, str(n)) for n in range(10)))
        rows = "".join(f"{n},{n}\n" for n in range(missing, 10))
        plan = plan_people(read_people(f"external_id,username\n{rows}".encode(), LIMITS), there, lambda zone: TODAY)
        assert (len(plan.leaving), plan.needs_yes) == (missing, needs_yes)

    def test_a_new_location_has_the_zone_of_the_first_who_names_one(self) -> None:
        text = b"external_id,username,site,time_zone\n1,a,Vilnius,\n2,b,Vilnius,Europe/Vilnius\n3,c,,\n"
        plan = plan_people(read_people(text, LIMITS), NOBODY, lambda zone: TODAY)
        assert plan.locations == {"Vilnius": "Europe/Vilnius"}
        assert [values["time_zone"] for values in plan.new] == ["Europe/Vilnius", "Europe/Vilnius", "UTC"]


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(Reason)


cells = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20)


@given(st.lists(st.tuples(st.integers(0, 99), cells), max_size=20), st.sampled_from(",;"), st.booleans())
def test_every_row_is_new_or_refused_and_lines_are_those_of_the_file(
    rows: list[tuple[int, str]], delimiter: str, mark: bool
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["external_id", "username", "first_name"])
    for number, name in rows:
        writer.writerow([number, f"user{number}", name])
    data = out.getvalue().encode("utf-8-sig" if mark else "utf-8")
    try:
        plan = plan_people(read_people(data, LIMITS), NOBODY, lambda zone: TODAY)
    except FileError:
        assert not rows
        return
    assert len(plan.new) + plan.refused == len(rows)
    firsts = {number for number, _name in rows}
    assert len(plan.new) == len(firsts)
    assert all(2 <= one.line <= len(rows) + 1 for one in plan.refusals)


@given(st.dictionaries(st.integers(0, 12), st.integers(0, 12)))
def test_loops_are_found_once_and_only_they(edges: dict[int, int]) -> None:
    def in_loop(start: int) -> bool:
        one: int | None = edges.get(start)
        for _step in range(len(edges) + 1):
            if one is None or one == start:
                break
            one = edges.get(one)
        return one == start

    found = [one for loop in loops(edges) for one in loop]
    assert sorted(found) == [start for start in sorted(edges) if in_loop(start)]
