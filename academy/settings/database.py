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
# PostgreSQL compiles what it takes for a costly statement; ours are short, and seemed to wait for that.
NO_COMPILING = "-c jit=off"
# With the 4 MB that it comes with it sorts the people of a large organisation on disk before it counts them.
ROOM = "-c work_mem=32MB"


def configure(url: str | None, var: Path) -> dict[str, Any]:
    """The default database for Django: `url` if there is one, else a SQLite file in `var`.

    Connections are kept: opening one anew for each request costs more than the queries of most requests, on SQLite
    (its settings and Django's functions are laid into each) as on PostgreSQL.
    """
    database = dj_database_url.parse(url or f"sqlite:///{var / 'db.sqlite3'}")
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return {**database, "CONN_MAX_AGE": None, "OPTIONS": SQLITE_OPTIONS}
    options = database.get("OPTIONS", {})
    options = {**options, "options": f"{NO_COMPILING} {ROOM} {options.get('options', '')}".strip()}
    return {**database, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
