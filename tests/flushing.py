"""Tests with transactions of their own: the database is emptied behind them, and then filled as it was.

What the migrations laid (the first pages, groups, permissions) is there again for whoever comes after them.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from django.db import connection

NAMES = {"transactional_db", "live_server", "django_db_reset_sequences"}


def has_transactions(test: pytest.FixtureRequest) -> bool:
    marker = test.node.get_closest_marker("django_db")
    return bool(NAMES & set(test.fixturenames)) or bool(marker and marker.kwargs.get("transaction"))


@contextmanager
def kept() -> Iterator[None]:
    """Read everything now, and write it back at the end."""
    connection.ensure_connection()
    keep = _keep_sqlite if connection.vendor == "sqlite" else _keep_postgresql
    give_back = keep()
    yield
    connection.ensure_connection()
    give_back()


def _keep_sqlite() -> Callable[[], None]:
    whole = sqlite3.connect(":memory:")
    connection.connection.backup(whole)

    def give_back() -> None:
        with closing(whole):
            whole.backup(connection.connection)

    return give_back


def _keep_postgresql() -> Callable[[], None]:
    rows: dict[str, bytes] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT binary)') as copy:
                rows[table] = b"".join(copy)

    def give_back() -> None:
        tables = ", ".join(f'"{table}"' for table in rows)
        with connection.cursor() as cursor:
            # As a replica it asks neither foreign keys nor triggers.
            cursor.execute(f"SET session_replication_role = replica; TRUNCATE {tables}")
            for table, data in rows.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN (FORMAT binary)') as copy:
                    copy.write(data)
            cursor.execute("SET session_replication_role = origin")

    return give_back
