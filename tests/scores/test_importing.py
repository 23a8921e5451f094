"""Files of scores: what is read, what is refused and why, and that nothing is half imported."""

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from academy.scores.actions import import_scores
from academy.scores.domain.reading import Reason, read
from academy.scores.models import Criterion, Score
from academy.staff.models import Team, User

AT = datetime(2026, 4, 1, 9, tzinfo=UTC)
TODAY = date(2026, 4, 1)
HEAD = "external_id,criterion,score,max,case_id,happened_on\n"
LINE = "A1,Tone,4,5,c1,2026-03-02\n"
PATH = "/admin/scores/import/"


def refused(text: str, kind: str = "") -> list[tuple[int, str, Reason]]:
    return [(one.line, one.column, one.reason) for one in read(text.encode(), kind, TODAY).refusals]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "", Reason.NO_HEAD)]),
        ("external_id,score\n", [(1, name, Reason.MISSING_COLUMN) for name in ("max", "case_id", "happened_on")]),
        (HEAD + "A1,Tone,,5,c1,2026-03-02\n", [(2, "score", Reason.MISSING)]),
        (HEAD + "A1,Tone,x,5,c1,2026-03-02\n", [(2, "score", Reason.NO_NUMBER)]),
        (HEAD + "A1,Tone,NaN,5,c1,2026-03-02\n", [(2, "score", Reason.NO_NUMBER)]),
        (HEAD + "A1,Tone,6,5,c1,2026-03-02\n", [(2, "score", Reason.OUT_OF_RANGE)]),
        (HEAD + "A1,Tone,-1,5,c1,2026-03-02\n", [(2, "score", Reason.OUT_OF_RANGE)]),
        (HEAD + "A1,Tone,0,0,c1,2026-03-02\n", [(2, "max", Reason.OUT_OF_RANGE)]),
        (HEAD + "A1,Tone,1,1e9,c1,2026-03-02\n", [(2, "max", Reason.OUT_OF_RANGE)]),
        (HEAD + "A1,Tone,4,5,c1,02.03.2026\n", [(2, "happened_on", Reason.NO_DAY)]),
        (HEAD + "A1,Tone,4,5,c1,2026-02-30\n", [(2, "happened_on", Reason.NO_DAY)]),
        (HEAD + "A1,Tone,4,5,c1,2026-04-02\n", [(2, "happened_on", Reason.TO_COME)]),
        (HEAD + "A1," + "T" * 161 + ",4,5,c1,2026-03-02\n", [(2, "criterion", Reason.TOO_LONG)]),
        (HEAD + LINE + "\n" + LINE, [(4, "case_id", Reason.TWICE)]),
        (HEAD + 'A1,"To\nne",4,5,c1,2026-03-02\nA1,Tone,x,5,c2,2026-03-02\n', [(4, "score", Reason.NO_NUMBER)]),
        ("kind," + HEAD + "mood," + LINE, [(2, "kind", Reason.UNKNOWN_KIND)]),
    ],
)
def test_what_is_refused(text: str, expected: list[tuple[int, str, Reason]]) -> None:
    assert refused(text) == expected


def test_a_line_that_is_not_utf8_is_named() -> None:
    found = read(HEAD.encode() + LINE.encode() + b"A2,Gr\xfc\xdfe,4,5,c2,2026-03-02\n", "", TODAY)
    assert [(one.line, one.reason) for one in found.refusals] == [(3, Reason.NOT_UTF8)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (HEAD + LINE, "quality"),
        ((HEAD + LINE).replace(",", ";").replace("4;5", "4,0;5"), "quality"),
        ("\ufeff" + HEAD.upper() + LINE, "quality"),
        ("external_id,score,max,case_id,happened_on\nA1,4,5,c1,2026-03-02\n", "satisfaction"),
        ("team,criterion,score,max,case_id,happened_on\nBilling,Tone,4,5,c1,2026-03-02\n", "survey"),
        ("kind," + HEAD + "satisfaction," + LINE, "satisfaction"),
    ],
)
def test_the_kind_is_told_from_the_columns(text: str, kind: str) -> None:
    found = read(text.encode(), "", TODAY)
    assert found.refusals == []
    assert [(row.kind, float(row.score / row.most), row.happened_on) for row in found.rows] == [
        (kind, pytest.approx(0.8), date(2026, 3, 2))
    ]


@given(st.binary(max_size=300), st.sampled_from(["", "quality", "satisfaction", "survey"]))
def test_no_file_breaks_the_reading(data: bytes, kind: str) -> None:
    read(data, kind, TODAY)


@given(st.lists(st.text(max_size=12), max_size=30))
def test_no_line_breaks_it_either(cells: list[str]) -> None:
    found = read((HEAD + ",".join(cells)).encode("utf-8", "replace"), "", TODAY)
    assert all(one.line >= 1 for one in found.refusals)


@pytest.fixture
def agent(make_person: Callable[..., User]) -> User:
    return make_person("agent", external_id="A1")


@pytest.mark.django_db
class TestAction:
    def test_the_same_file_once_more_changes_nothing(self, agent: User) -> None:
        data = (HEAD + LINE + "A1,Facts,2,4,c1,2026-03-02\n").encode()
        first, second = import_scores(data, "", AT), import_scores(data, "", AT)
        assert (first.new, first.corrected, first.same) == (2, 0, 0)
        assert (second.new, second.corrected, second.same) == (0, 0, 2)
        assert sorted(Score.objects.values_list("criterion__name", "share")) == [("Facts", 0.5), ("Tone", 0.8)]

    def test_a_later_file_corrects(self, agent: User) -> None:
        import_scores((HEAD + LINE).encode(), "", AT)
        outcome = import_scores((HEAD + LINE.replace("4,5", "5,5")).encode(), "", AT)
        assert (outcome.new, outcome.corrected) == (0, 1)
        assert Score.objects.get().share == 1

    def test_nothing_is_half_imported(self, agent: User) -> None:
        outcome = import_scores((HEAD + LINE + LINE.replace("A1", "A9").replace("c1", "c2")).encode(), "", AT)
        assert [(one.line, one.column, one.reason) for one in outcome.refusals] == [
            (3, "external_id", Reason.UNKNOWN_PERSON)
        ]
        assert not Score.objects.exists()
        assert not Criterion.objects.exists()

    def test_a_dry_run_changes_nothing_and_tells_the_same(self, agent: User) -> None:
        data = (HEAD + LINE).encode()
        assert import_scores(data, "", AT, dry_run=True) == import_scores(data, "", AT)
        assert Score.objects.count() == 1
        assert import_scores(data, "", AT, dry_run=True).same == 1

    def test_a_survey_is_of_a_team(self, billing: Team) -> None:
        head = "team,criterion,score,max,case_id,happened_on\n"
        import_scores(f"{head}Billing,Tools,3,5,r1,2026-03-02\n".encode(), "", AT)
        assert Score.objects.get().team == billing
        outcome = import_scores(f"{head}Nowhere,Tools,3,5,r2,2026-03-02\n".encode(), "", AT)
        assert outcome.refusals[0].reason is Reason.UNKNOWN_TEAM

    def test_the_number_of_statements_is_that_of_the_chunks(
        self, agent: User, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        lines = [f"A1,Tone,4,5,c{number},2026-03-02\n" for number in range(900)]
        with django_assert_max_num_queries(20):
            import_scores((HEAD + "".join(lines)).encode(), "", AT)
        assert Score.objects.count() == 900


@pytest.mark.django_db
class TestCommand:
    def run(self, path: Path, *options: str) -> dict[str, object]:
        out = io.StringIO()
        call_command("import_scores", str(path), "--json", *options, stdout=out)
        return json.loads(out.getvalue())

    def test_it_imports(self, tmp_path: Path, agent: User) -> None:
        path = tmp_path / "scores.csv"
        path.write_text(HEAD + LINE)
        assert self.run(path, "--dry-run")["new"] == 1
        assert not Score.objects.exists()
        assert self.run(path) == {"new": 1, "corrected": 0, "same": 0, "refusals": []}
        assert Score.objects.get().person == agent

    def test_refusals_are_told_and_it_fails(self, tmp_path: Path) -> None:
        path = tmp_path / "scores.csv"
        path.write_text(HEAD + LINE)
        out = io.StringIO()
        with pytest.raises(CommandError, match="Nothing was imported"):
            call_command("import_scores", str(path), stdout=out)
        assert "line 2, external_id" in out.getvalue()

    def test_a_file_that_is_not_there(self) -> None:
        with pytest.raises(CommandError, match="can not be read"):
            call_command("import_scores", "/nowhere.csv")


@pytest.mark.django_db
class TestPage:
    def send(self, client: Client, text: str, **data: str) -> str:
        file = SimpleUploadedFile("scores.csv", text.encode())
        return client.post(PATH, {"file": file, "kind": "", **data}, follow=True).content.decode()

    def test_first_it_is_checked_then_imported_and_a_repeat_is_harmless(
        self, as_user: Callable[[User], Client], dana: User, agent: User
    ) -> None:
        client = as_user(dana)
        assert client.get(PATH).status_code == 200
        assert "Nothing is changed yet" in self.send(client, HEAD + LINE)
        assert not Score.objects.exists()
        assert "1 new score, 0 corrected, 0 there already." in self.send(client, HEAD + LINE, **{"import": "1"})
        assert "0 new scores, 0 corrected, 1 there already." in self.send(client, HEAD + LINE, **{"import": "1"})
        assert Score.objects.count() == 1

    def test_bad_input_is_shown(self, as_user: Callable[[User], Client], dana: User) -> None:
        page = self.send(as_user(dana), HEAD + LINE, **{"import": "1"})
        assert "Nobody has this external id" in page
        assert "This field is required" in as_user(dana).post(PATH, {}).content.decode()

    @pytest.mark.parametrize("name", ["bob", "erin"])
    def test_only_administrators_may(self, as_user: Callable[[User], Client], bob: User, erin: User, name: str) -> None:
        response = as_user({"bob": bob, "erin": erin}[name]).get(PATH)
        assert response.status_code in {302, 403}
        assert Criterion.objects.count() == 0

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client) -> None:
        assert "/sign-in/" in client.get(PATH).url

    def test_managers_tie_criteria_to_skills(self, as_user: Callable[[User], Client], bob: User) -> None:
        criterion = Criterion.objects.create(name="Tone")
        assert as_user(bob).get("/admin/snippets/scores/criterion/").status_code == 200
        assert as_user(bob).get(f"/admin/snippets/scores/criterion/edit/{criterion.pk}/").status_code == 200
