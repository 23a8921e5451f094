"""From an academy into a folder, and from the folder into an academy: on the engine that the tests run on."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.quizzes.test_faults import environment

__all__ = ["environment"]  # a fixture

pytestmark = pytest.mark.skipif(
    connection.vendor == "postgresql" and not shutil.which("pg_dump"), reason="pg_dump is not installed"
)
POSTGRESQL = connection.vendor == "postgresql"
Environment = dict[str, str]


def manage(environment: Environment, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)


def query(environment: Environment, sql: str) -> list[tuple[Any, ...]]:
    with open_database(environment) as database:
        rows = database.execute(sql).fetchall()
        database.commit()
        return rows


@contextmanager
def open_database(environment: Environment) -> Iterator[Any]:
    address = environment.get("DATABASE_URL")
    path = Path(environment["ACADEMY_VAR"]) / "db.sqlite3"
    with closing(psycopg.connect(address) if address else sqlite3.connect(path)) as database:
        yield database


@pytest.fixture(scope="module")
def academy(environment: Environment) -> Environment:
    """A policy that three people have acknowledged, an upload, and a key for browsers."""
    command = [sys.executable, "-m", "tests.evidence.storm_content", "3", "done"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE)
    var = Path(environment["ACADEMY_VAR"])
    (var / "media" / "original_images").mkdir(parents=True)
    (var / "media" / "original_images" / "map.png").write_bytes(b"a picture")
    (var / "vapid_private_key").write_text("a key")
    (var / "vapid_private_key").chmod(0o600)
    return environment


@pytest.fixture(scope="module")
def backup(academy: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made while somebody has the database open."""
    to = tmp_path_factory.mktemp("backups") / "monday"
    with open_database(academy) as database:
        database.execute("SELECT 1")
        made = manage(academy, "backup", str(to))
    assert made.returncode == 0, made.stderr
    return to


@pytest.fixture
def elsewhere(academy: Environment, tmp_path: Path) -> Iterator[Environment]:
    """Another machine, on which nothing is yet."""
    var = tmp_path / "var"
    if not POSTGRESQL:
        yield academy | {"ACADEMY_VAR": str(var)}
        return
    server, _slash, name = academy["DATABASE_URL"].rpartition("/")
    name = f"{name}_restored"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}"')
        yield academy | {"ACADEMY_VAR": str(var), "DATABASE_URL": f"{server}/{name}"}
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_there_and_back(academy: Environment, backup: Path, elsewhere: Environment) -> None:
    restored = manage(elsewhere, "restore", str(backup))
    assert restored.returncode == 0, restored.stderr
    assert "The ledger is whole: 4 records, 1 seals." in restored.stdout
    for sql in ("SELECT username FROM staff_user ORDER BY id", "SELECT sha256 FROM evidence_seal"):
        assert query(elsewhere, sql) == query(academy, sql)
    var = Path(elsewhere["ACADEMY_VAR"])
    assert (var / "media" / "original_images" / "map.png").read_bytes() == b"a picture"
    assert (var / "vapid_private_key").read_text() == "a key"
    assert (var / "vapid_private_key").stat().st_mode & 0o777 == 0o600

    head = json.loads((backup / "about.json").read_text())["head"]
    verified = manage(elsewhere, "verify_evidence", "--json", "--expect-head", head)
    assert (verified.returncode, json.loads(verified.stdout)["ok"]) == (0, True)
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.RestrictViolation)):
        query(elsewhere, "DELETE FROM evidence_record RETURNING id")


def test_what_is_here_is_not_overwritten_unasked(backup: Path, elsewhere: Environment) -> None:
    manage(elsewhere, "restore", str(backup))
    query(elsewhere, "UPDATE staff_user SET first_name = 'Later' RETURNING id")
    refused = manage(elsewhere, "restore", str(backup))
    assert refused.returncode == 1
    assert "YES=1" in refused.stderr
    assert query(elsewhere, "SELECT DISTINCT first_name FROM staff_user") == [("Later",)]
    assert manage(elsewhere, "restore", str(backup), "--yes").returncode == 0
    assert query(elsewhere, "SELECT DISTINCT first_name FROM staff_user") == [("",)]


def test_not_while_the_site_runs(backup: Path, elsewhere: Environment) -> None:
    manage(elsewhere, "restore", str(backup))
    with open_database(elsewhere) as database:
        database.execute("PRAGMA journal_mode = WAL" if not POSTGRESQL else "SELECT 1")
        database.execute("SELECT COUNT(*) FROM staff_user").fetchall()
        refused = manage(elsewhere, "restore", str(backup), "--yes")
    assert refused.returncode == 1
    assert "Stop all processes first" in refused.stderr


def damaged(backup: Path, tmp_path: Path, change: Callable[[Path], Any]) -> Path:
    copy = tmp_path / "damaged"
    shutil.copytree(backup, copy)
    change(copy)
    return copy


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda place: (place / "media/original_images/map.png").write_bytes(b"b picture"), "is damaged"),
        (lambda place: (place / "media/original_images/map.png").unlink(), "is damaged"),
        (lambda place: next(place.glob("database.*")).write_bytes(b""), "is damaged"),
        (lambda place: (place / "SHA256SUMS").unlink(), "is no backup"),
    ],
)
def test_a_damaged_backup_changes_nothing(
    backup: Path, elsewhere: Environment, tmp_path: Path, change: Callable[[Path], Any], words: str
) -> None:
    refused = manage(elsewhere, "restore", str(damaged(backup, tmp_path, change)), "--yes")
    assert refused.returncode == 1
    assert words in refused.stderr
    assert not (Path(elsewhere["ACADEMY_VAR"]) / "media").exists()


def test_a_ledger_that_was_changed_in_the_backup_is_named(backup: Path, elsewhere: Environment) -> None:
    manage(elsewhere, "restore", str(backup))
    triggers = "frozen_evidence_record_row ON evidence_record" if POSTGRESQL else "frozen_evidence_record_update"
    with open_database(elsewhere) as database:
        database.execute(f"DROP TRIGGER {triggers}")
        database.execute("UPDATE evidence_record SET body = '{}'")
        database.commit()
    again = backup.parent / "changed"
    assert manage(elsewhere, "backup", str(again)).returncode == 0
    refused = manage(elsewhere, "restore", str(again), "--yes")
    shutil.rmtree(again)
    assert refused.returncode == 1
    assert "the ledger is broken" in refused.stderr


def test_a_backup_overwrites_nothing(academy: Environment, backup: Path) -> None:
    before = (backup / "SHA256SUMS").read_bytes()
    refused = manage(academy, "backup", str(backup))
    assert refused.returncode == 1
    assert "is there already" in refused.stderr
    assert (backup / "SHA256SUMS").read_bytes() == before


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite needs no tool")
def test_a_missing_tool_is_named(academy: Environment, tmp_path: Path) -> None:
    refused = manage(academy | {"PATH": str(tmp_path)}, "backup", str(tmp_path / "to"))
    assert refused.returncode == 1
    assert "pg_dump is not installed" in refused.stderr
    assert not list(tmp_path.glob("to*"))


def test_the_makefile_says_what_is_missing() -> None:
    for target, words in (("backup", "make backup TO="), ("restore", "make restore FROM=")):
        done = subprocess.run(
            ["make", "--no-print-directory", "-o", "environment", target],
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 2
        assert words in done.stdout
