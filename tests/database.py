"""The tables of the tests on SQLite: made once for each state of the migrations, then copied.

Two hundred migrations take half a minute of processor time, and whoever runs a single test file waits for them.
`--create-db` makes them anew.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import distributions
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

SOURCES = ("academy/settings/*.py", "*/migrations/*.py", "academy/*/migrations/*.py")


def fingerprint() -> str:
    """Changes with all that the tables and the first rows come from: migrations, settings, packages."""
    packages = sorted({f"{package.name} {package.version}" for package in distributions()})
    state = hashlib.sha256(repr(packages).encode())
    for pattern in SOURCES:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            state.update(path.name.encode() + path.read_bytes())
    return state.hexdigest()[:16]


def copy_name() -> str:
    return f"academy_tables_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@contextmanager
def copied_on_server() -> Iterator[None]:
    """A copy of the test database as it was made, for the academy of the journeys to begin with."""
    made, name = connection.settings_dict["NAME"], copy_name()
    connection.close()  # nobody may be in a database that is copied
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {made}")
        yield
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def place(cache: pytest.Cache) -> Path:
    """Where those of the present state are kept, once they are."""
    return cache.mkdir("database") / f"{fingerprint()}.sqlite3"


def read(kept: Path, coming: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(kept)) as source:
        source.backup(coming)


def keep(made: sqlite3.Connection, path: Path) -> None:
    """Instead of those of an earlier state. Put in place at once, for another process may do the same."""
    written = path.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(written)) as target:
        made.backup(target)
    for old in path.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    written.rename(path)
