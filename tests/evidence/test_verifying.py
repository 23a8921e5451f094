"""The walk finds whatever somebody with the password of the database did by hand."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from academy import triggers
from academy.evidence import verifying
from academy.evidence.actions import seal
from academy.evidence.domain.chain import seal_hash
from academy.evidence.models import Record, Seal
from tests.evidence.ledger import AT, add_one, fill
from tests.lifting import by_hand
from tests.test_query_budgets import statements

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ledger(db: None) -> None:
    """Seals of 2, 3 and 1 records, and a record that waits."""
    fill(2, 3, 1)
    add_one()


@contextmanager
def tampered(*statements: str, **values: Any) -> Iterator[None]:
    """As somebody left the database; it is mended again afterwards. {a}: the id of the first record, {b} …"""
    ids = Record.objects.order_by("pk").values_list("pk", flat=True)
    names = dict(zip("abcdefg", ids, strict=True)) | values
    with transaction.atomic():
        triggers.lift()
        for statement in statements:
            by_hand(statement.format(**names))
        yield
        transaction.set_rollback(True)


def run(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[dict[str, Any], str]:
    """What is printed as JSON, and how the command failed if it did."""
    capsys.readouterr()
    failure = ""
    try:
        call_command("verify_evidence", "--json", *options)
    except CommandError as error:  # the exit status is 1
        failure = str(error)
    return json.loads(capsys.readouterr().out), failure


def test_a_whole_ledger(capsys: pytest.CaptureFixture[str]) -> None:
    found, failure = run(capsys)
    assert found == {
        "ok": True,
        "records": 7,
        "sealed": 6,
        "unsealed": 1,
        "seals": 3,
        "head": Seal.objects.get(number=3).sha256,
        "first_broken": None,
    }
    assert not failure


def test_it_says_the_same_to_people(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_evidence")
    lines = capsys.readouterr().out.split("\n")
    assert lines[0].split() == ["records", "7"]
    assert lines[4].split() == ["head", Seal.objects.get(number=3).sha256]
    assert lines[5] == "ok"


OTHER = "'{{}}'"
SEAL = "(SELECT id FROM evidence_seal WHERE number = {})"


@pytest.mark.parametrize(
    ("statements", "seal_number", "place", "words"),
    [
        pytest.param([f"UPDATE evidence_record SET body = {OTHER} WHERE id = {{d}}"], 2, 3, "body of", id="body"),
        pytest.param([f"UPDATE evidence_record SET body = {OTHER} WHERE id = {{g}}"], None, 6, "body of", id="waiting"),
        pytest.param(["UPDATE evidence_record SET sha256 = 'ab' WHERE id = {a}"], 1, 0, "body of", id="hash"),
        pytest.param(
            ["UPDATE evidence_record SET body = '{other}', sha256 = '{hash}' WHERE id = {d}"],
            2,
            3,
            "hash that was sealed",
            id="body and hash",
        ),
        pytest.param(["UPDATE evidence_record SET subject = NULL WHERE id = {d}"], 2, 3, "columns", id="column"),
        pytest.param(["DELETE FROM evidence_record WHERE id = {d}"], 2, 3, "not there any more", id="record removed"),
        pytest.param(
            ["DELETE FROM evidence_sealmember WHERE record_id = {d}", "DELETE FROM evidence_record WHERE id = {d}"],
            2,
            4,
            "missing in the seal",
            id="record and member removed",
        ),
        pytest.param(["DELETE FROM evidence_sealmember WHERE record_id = {e}"], 2, None, "hash of the seal", id="last"),
        pytest.param(["DELETE FROM evidence_sealmember WHERE record_id = {f}"], 3, None, "hash of the seal", id="all"),
        pytest.param(
            [
                "UPDATE evidence_sealmember SET position = 9 WHERE record_id = {c}",
                "UPDATE evidence_sealmember SET position = 0 WHERE record_id = {d}",
                "UPDATE evidence_sealmember SET position = 1 WHERE record_id = {c}",
            ],
            2,
            None,
            "hash of the seal",
            id="members swapped",
        ),
        pytest.param(
            ["UPDATE evidence_sealmember SET record_id = {g} WHERE record_id = {d}"],
            2,
            6,
            "hash that was sealed",
            id="another record in its place",
        ),
        pytest.param(["UPDATE evidence_seal SET sha256 = 'ab' WHERE number = 1"], 1, None, "hash of", id="seal's hash"),
        pytest.param(
            ["UPDATE evidence_seal SET previous = 'ab' WHERE number = 2"], 2, None, "not continue", id="seal before"
        ),
        pytest.param(
            [
                f"DELETE FROM evidence_sealmember WHERE seal_id = {SEAL.format(2)}",
                "DELETE FROM evidence_seal WHERE number = 2",
            ],
            2,
            None,
            "a seal is missing",
            id="seal removed in the middle",
        ),
        pytest.param(
            [
                f"DELETE FROM evidence_sealmember WHERE seal_id = {SEAL.format(2)}",
                "DELETE FROM evidence_seal WHERE number = 2",
                "UPDATE evidence_seal SET number = 2 WHERE number = 3",
            ],
            2,
            None,
            "not continue",
            id="seal removed and the gap closed",
        ),
        pytest.param(
            ["UPDATE evidence_seal SET number = 7 WHERE number = 3"], 3, None, "a seal is missing", id="number gap"
        ),
        pytest.param(
            ["DELETE FROM evidence_seal WHERE number = 3"], None, 5, "not there any more", id="only the last seal"
        ),
    ],
)
def test_it_finds(
    capsys: pytest.CaptureFixture[str], statements: list[str], seal_number: int | None, place: int | None, words: str
) -> None:
    body = Record.objects.order_by("pk")[3].body.replace('"version":1', '"version":8')
    assert '"version":8' in body
    record = None if place is None else Record.objects.order_by("pk")[place].pk
    with tampered(*statements, other=body, hash=hashlib.sha256(body.encode()).hexdigest()):
        found, failure = run(capsys)
    assert found["ok"] is False
    assert (found["first_broken"]["seal"], found["first_broken"]["record"]) == (seal_number, record)
    assert words in found["first_broken"]["reason"]
    assert found["first_broken"]["reason"] in failure


def test_a_tail_that_was_cut_shows_by_a_head_that_was_kept(capsys: pytest.CaptureFixture[str]) -> None:
    kept = Seal.objects.get(number=3).sha256
    assert run(capsys, "--expect-head", kept)[0]["ok"]
    cut = [
        f"DELETE FROM evidence_sealmember WHERE seal_id = {SEAL.format(3)}",
        "DELETE FROM evidence_seal WHERE number = 3",
        "DELETE FROM evidence_record WHERE id = {f}",
    ]
    with tampered(*cut):
        assert run(capsys)[0]["ok"], "what is left is whole"
        found, failure = run(capsys, "--expect-head", kept)
    assert found["first_broken"]["seal"] == 3
    assert "expected head" in failure


def test_a_chain_that_was_made_anew_shows_by_a_head_that_was_kept(capsys: pytest.CaptureFixture[str]) -> None:
    kept, before = Seal.objects.get(number=3).sha256, Seal.objects.get(number=2).sha256
    body = Record.objects.order_by("pk")[5].body.replace('"version":0', '"version":8')
    sha256 = hashlib.sha256(body.encode()).hexdigest()
    anew = [
        "UPDATE evidence_record SET body = '{body}', sha256 = '{sha256}' WHERE id = {f}",
        "UPDATE evidence_sealmember SET sha256 = '{sha256}' WHERE record_id = {f}",
        "UPDATE evidence_seal SET sha256 = '{sealed}' WHERE number = 3",
    ]
    with tampered(*anew, body=body, sha256=sha256, sealed=seal_hash(before, [sha256])):
        assert run(capsys)[0]["ok"], "whoever may change everything can make a chain that fits"
        assert not run(capsys, "--expect-head", kept)[0]["ok"]


def test_a_head_that_was_kept_long_ago_is_still_good(capsys: pytest.CaptureFixture[str]) -> None:
    kept = Seal.objects.get(number=1).sha256
    assert run(capsys, "--expect-head", kept.upper())[0]["ok"]


def test_an_empty_ledger(capsys: pytest.CaptureFixture[str]) -> None:
    with tampered(*(f"DELETE FROM evidence_{table}" for table in ("sealmember", "seal", "record"))):
        found, _failure = run(capsys)
        assert (found["ok"], found["records"], found["head"]) == (True, 0, None)
        assert not run(capsys, "--expect-head", "ab" * 32)[0]["ok"]


def test_it_writes_nothing_and_asks_by_the_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = statements(verifying.verify)
    assert all(statement.lstrip().startswith(("SELECT", "DECLARE")) for statement in asked)
    for _minute in range(10):
        add_one()
        seal(AT)
    assert len(statements(verifying.verify)) == len(asked)


def test_many_pages_of_seals_are_one_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "PAGE", 2)
    fill(1, 1, 1)
    assert verifying.verify().as_json()["ok"]
