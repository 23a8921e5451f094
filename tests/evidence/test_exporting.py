"""The export, checked by a script that knows nothing of us: and it finds what was done to it."""

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from academy.evidence.actions import seal
from academy.evidence.models import Seal
from academy.policies import proof
from academy.policies.actions import acknowledge
from academy.policies.attachments import path_of
from academy.policies.models import PolicyAttachment
from academy.staff.models import User
from tests import builders
from tests.evidence.ledger import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def policies(alice: User, bob: User) -> list[builders.Policy]:
    """Two policies, the first with a Persian text, an attachment and two acknowledgements; in three seals."""
    first, second = builders.make_policy("refunds"), builders.make_policy("parcels")
    seal(AT)
    builders.translate(first.page, "fa", title="بازپرداخت")
    for person in (alice, bob):
        acknowledge(person, first.version.texts.get(locale__language_code="fa"), AT)
    acknowledge(alice, second.version.texts.get(), AT)
    seal(AT)
    text = first.version.texts.first()
    sha256 = hashlib.sha256(b"A form.").hexdigest()
    default_storage.save(path_of(sha256), ContentFile(b"A form."))
    PolicyAttachment.objects.create(text=text, title="Form", filename="form.txt", sha256=sha256, size=7)
    proof.published(text, None)
    seal(AT)
    return [first, second]


@pytest.fixture
def export(policies: list[builders.Policy], tmp_path: Path) -> Path:
    call_command("export_evidence", str(tmp_path / "export"))
    return tmp_path / "export"


def check(folder: Path, *head: str) -> tuple[int, str]:
    """In a process of its own, without our packages on its path, from somewhere else."""
    script = shutil.copy(folder / "check.py", folder.parent / "check_by_hand.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", script, str(folder), *head], cwd="/", capture_output=True, text=True, env={}
    )
    assert not done.stderr
    return done.returncode, done.stdout


def test_all_is_well(export: Path) -> None:
    assert check(export) == (0, "All is well.\n")
    assert check(export, Seal.objects.get(number=2).sha256) == (0, "All is well.\n")


def test_what_is_in_it(export: Path, policies: list[builders.Policy]) -> None:
    texts = {path.name for path in (export / "texts").iterdir()}
    assert texts == {f"{text.sha256}.json" for policy in policies for text in policy.version.texts.all()}
    assert "بازپرداخت" in "".join(path.read_text() for path in (export / "texts").iterdir())
    with (export / "records.csv").open(newline="") as file:
        kinds = [json.loads(row["body"])["kind"] for row in csv.DictReader(file)]
    assert sorted(kinds) == ["acknowledged"] * 3 + ["policy_published"] * 4
    about = json.loads((export / "about.json").read_text())
    assert (about["records"], about["seals"], about["head"]) == (7, 3, Seal.objects.get(number=3).sha256)


def test_it_names_nobody(export: Path, alice: User) -> None:
    words = "".join(path.read_text() for path in export.glob("*.csv"))
    assert str(alice.opaque_id) in words
    for name in (alice.username, alice.first_name, alice.email):
        assert name not in words


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="there is no sha256sum")
def test_sha256sum_agrees(export: Path) -> None:
    subprocess.run(["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"], cwd=export, check=True)


@pytest.mark.skipif(not shutil.which("sha256sum") or not shutil.which("awk"), reason="there is no sha256sum or awk")
def test_the_line_for_a_seal_does_what_the_page_says(export: Path) -> None:
    (line,) = re.findall(r"\{ awk .* sha256sum", (export / "README.txt").read_text())
    done = subprocess.run(["sh", "-c", line], cwd=export, check=True, capture_output=True, text=True)
    assert done.stdout.split()[0] == Seal.objects.get(number=1).sha256


def rewritten(name: str, change: Callable[[list[list[str]]], Any], *, cover: bool = True) -> Callable[[Path], None]:
    """Change the rows of a table, and let SHA256SUMS agree: whoever makes the export can do that."""

    def tamper(folder: Path) -> None:
        with (folder / name).open(newline="") as file:
            rows = list(csv.reader(file))
        change(rows)
        with (folder / name).open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        if cover:
            cover_up(folder)

    return tamper


def cover_up(folder: Path) -> None:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in paths]
    (folder / "SHA256SUMS").write_text("".join(lines))


def other_body(rows: list[list[str]], *, with_hash: bool) -> None:
    row = next(row for row in rows if '"acknowledged"' in row[2])
    row[2] = row[2].replace('"version":1', '"version":2')
    if with_hash:
        row[1] = hashlib.sha256(row[2].encode()).hexdigest()


def other_text(folder: Path) -> None:
    path = next((folder / "texts").iterdir())
    path.write_text(path.read_text().replace("50", "90"))
    cover_up(folder)


def no_text(folder: Path) -> None:
    for path in (folder / "texts").iterdir():
        path.unlink()
    cover_up(folder)


def other_attachment(folder: Path) -> None:
    next((folder / "attachments").iterdir()).write_text("Another form.")
    cover_up(folder)


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (rewritten("records.csv", lambda rows: rows.pop(), cover=False), "records.csv was changed"),
        (lambda folder: (folder / "more.txt").write_text("!"), "more.txt is not listed"),
        (lambda folder: (folder / "seals.csv").rename(folder / "seal.csv"), "seals.csv is missing"),
        (rewritten("records.csv", lambda rows: other_body(rows, with_hash=False)), "the body does not have its hash"),
        (rewritten("records.csv", lambda rows: other_body(rows, with_hash=True)), "not the one that was sealed"),
        (rewritten("records.csv", lambda rows: rows.pop(2)), "was sealed and is missing"),
        (rewritten("members.csv", lambda rows: rows.pop(1)), "a record is missing"),
        (rewritten("members.csv", lambda rows: rows.pop()), "the hash is not that of its records"),
        (rewritten("seals.csv", lambda rows: rows.pop(2)), "does not follow the seal before it"),
        (rewritten("seals.csv", lambda rows: rows.pop()), "seal 3 is missing"),
        (other_text, "does not have its hash"),
        (no_text, ".json is missing"),
        (other_attachment, "the attachment"),
    ],
)
def test_it_finds_what_was_done_to_it(export: Path, tamper: Callable[[Path], Any], words: str) -> None:
    tamper(export)
    status, said = check(export)
    assert status == 1
    assert words in said


def test_an_end_that_was_cut_shows_by_a_head_that_was_kept(export: Path) -> None:
    kept = Seal.objects.get(number=3).sha256
    rewritten("seals.csv", lambda rows: rows.pop())(export)
    rewritten("members.csv", lambda rows: rows.pop())(export)
    rewritten("records.csv", lambda rows: rows.pop())(export)
    assert check(export) == (0, "All is well.\n")
    status, said = check(export, kept)
    assert (status, "made anew" in said) == (1, True)


class TestOnePolicy:
    @pytest.fixture
    def one(self, policies: list[builders.Policy], tmp_path: Path) -> Path:
        call_command("export_evidence", str(tmp_path / "one"), "--policy", "parcels")
        return tmp_path / "one"

    def test_only_what_is_about_it(self, one: Path, policies: list[builders.Policy]) -> None:
        assert len(list((one / "texts").iterdir())) == 1
        assert not (one / "attachments").exists()
        assert len((one / "records.csv").read_text().splitlines()) == 3
        assert len((one / "members.csv").read_text().splitlines()) == 8

    def test_it_can_be_checked_all_the_same(self, one: Path) -> None:
        assert check(one, Seal.objects.get(number=3).sha256) == (0, "All is well.\n")
        rewritten("records.csv", lambda rows: other_body(rows, with_hash=True))(one)
        assert check(one)[0] == 1

    @pytest.mark.parametrize("slug", ["nothing", "", "cies"])
    def test_a_policy_that_is_none(self, tmp_path: Path, policies: list[builders.Policy], slug: str) -> None:
        with pytest.raises(CommandError, match="There is no policy"):
            call_command("export_evidence", str(tmp_path / "none"), "--policy", slug)
        assert not (tmp_path / "none").exists()


def test_nothing_is_overwritten(export: Path) -> None:
    before = (export / "records.csv").read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_evidence", str(export))
    assert (export / "records.csv").read_bytes() == before


def test_an_empty_ledger(db: None, tmp_path: Path) -> None:
    call_command("export_evidence", str(tmp_path / "empty"))
    assert check(tmp_path / "empty") == (0, "All is well.\n")
    assert os.listdir(tmp_path / "empty").count("SHA256SUMS") == 1
