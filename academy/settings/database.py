"""SQLite by default, PostgreSQL by DATABASE_URL; both tuned so that an answer that was stored stays stored."""

from pathlib import Path
from typing import Any

import dj_database_url

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock before the first read: a deferred transaction that reads
    # and then writes fails with "database is locked" as soon as two of them meet.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: in WAL mode, NORMAL can lose the last commits when the power goes.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
    ),
}


def configure(url: str | None, var: Path) -> dict[str, Any]:
    """The default database for Django: `url` if there is one, else a SQLite file in `var`.

    Connections are kept: opening one anew for each request costs more than the queries of most requests, on SQLite
    (its settings and Django's functions are laid into each) as on PostgreSQL.
    """
    database = dj_database_url.parse(url or f"sqlite:///{var / 'db.sqlite3'}")
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return {**database, "CONN_MAX_AGE": None, "OPTIONS": SQLITE_OPTIONS}
    return {**database, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
