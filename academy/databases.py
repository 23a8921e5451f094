"""How the whole database is written into a file while it is used, and read back when nobody uses it."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import IO, Protocol

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

EMPTY = b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


class BackupError(Exception):
    """Says in a sentence why nothing was done."""


class Database(Protocol):
    engine: str
    filename: str

    def dump(self, to: Path) -> None: ...
    def load(self, place: Path) -> None: ...
    def is_in_use(self) -> bool: ...
    def holds_anything(self) -> bool: ...


def database() -> Database:
    """The one that the settings name."""
    return Sqlite() if connection.vendor == "sqlite" else Postgresql()


class Sqlite:
    engine = "sqlite"
    filename = "database.sqlite3"

    def __init__(self) -> None:
        self.path = Path(connection.settings_dict["NAME"])

    def dump(self, to: Path) -> None:
        """By SQLite's own way, which gives one moment of a database that is being written to."""
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as source, closing(_connect(to)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, and none beside it
            (said,) = copy.execute("PRAGMA quick_check").fetchone()
        if said != "ok":
            raise BackupError(f"The database is damaged: {said}")

    def load(self, place: Path) -> None:
        connection.close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(f"{self.path.name}.restored")
        shutil.copyfile(place, fresh)
        for ending in ("-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        fresh.replace(self.path)

    def is_in_use(self) -> bool:
        """Nobody leaves the write-ahead log while another process has the file open."""
        connection.close()
        if not self.path.exists():
            return False
        with closing(_connect(self.path)) as alone:
            try:
                alone.execute("PRAGMA journal_mode = DELETE")
            except sqlite3.OperationalError:
                return True
        return False

    def holds_anything(self) -> bool:
        return self.path.exists() and self.path.stat().st_size > 0


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=0)


class Postgresql:
    engine = "postgresql"
    filename = "database.dump"

    def dump(self, to: Path) -> None:
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")

    def load(self, place: Path) -> None:
        """In one transaction: either all is as it was in the backup, or as it is now."""
        connection.close()
        command, environment = self._command("psql", "--single-transaction", "--quiet", "--set=ON_ERROR_STOP=1")
        read = [_tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(place)]
        with (
            subprocess.Popen(read, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as source,
            subprocess.Popen(
                command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            ) as target,
        ):
            _pour(source.stdout, target.stdin)
            said = _said(target.stderr) or _said(source.stderr)
        if source.returncode or target.returncode:
            raise BackupError(f"PostgreSQL could not read the backup, and nothing was changed: {said}")

    def is_in_use(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            return bool(cursor.fetchone()[0])

    def holds_anything(self) -> bool:
        return bool(connection.introspection.table_names())

    def _run(self, tool: str, *options: str) -> None:
        command, environment = self._command(tool, *options)
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise BackupError(f"{tool} failed: {done.stderr.strip()}")

    @staticmethod
    def _command(tool: str, *options: str) -> tuple[list[str], dict[str, str]]:
        """As Django calls psql for `dbshell`: the password and the like go by the environment."""
        (_psql, *where), environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
        return [_tool(tool), *options, *where], {**os.environ, **(environment or {})}


def _tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise BackupError(f"{name} is not installed. On Debian: apt-get install postgresql-client")
    return found


def _pour(source: IO[bytes] | None, target: IO[bytes] | None) -> None:
    assert source
    assert target
    try:
        target.write(EMPTY)
        shutil.copyfileobj(source, target)
        target.close()
    except BrokenPipeError:  # psql has ended: it says why
        source.close()


def _said(stream: IO[bytes] | None) -> str:
    return stream.read().decode(errors="replace").strip() if stream else ""
