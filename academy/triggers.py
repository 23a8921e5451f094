"""The database itself refuses to change or delete frozen rows: see `academy.frozen`.

Laid again after each migrate, for a table that SQLite builds anew loses them without a word. `missing` says which
are not there. A migration that has to change frozen rows does it inside `lifted`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from academy.frozen import FrozenModel

Triggers = dict[str, tuple[str, str]]
"""By name: the table, and the statement that lays it."""

FUNCTION = """
CREATE OR REPLACE FUNCTION academy_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def frozen_models() -> list[type[FrozenModel]]:
    """Every model whose rows must never change."""
    return [model for model in apps.get_models() if issubclass(model, FrozenModel)]


def wanted() -> Triggers:
    make = _for_sqlite if connection.vendor == "sqlite" else _for_postgresql
    return {name: trigger for model in frozen_models() for name, trigger in make(model).items()}


def missing() -> list[str]:
    """The names of those that are not laid, or switched off, or not as they should be. One query."""
    laid = _laid()
    return sorted(name for name, trigger in wanted().items() if laid.get(name) != trigger)


def lay(**kwargs: Any) -> None:
    """Lay what is missing, on the tables that are there. Receives `post_migrate`."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        tables, laid = set(connection.introspection.table_names(cursor)), _laid(only_working=False)
        for name in missing():
            if name in laid:
                cursor.execute(_drop(name, laid[name][0]))
            table, statement = wanted()[name]
            if table in tables:
                cursor.execute(statement)


def lift(*models: type[FrozenModel]) -> None:
    """Of these models, or of all."""
    tables = {model._meta.db_table for model in models}
    with transaction.atomic(), connection.cursor() as cursor:
        for name, (table, _statement) in _laid(only_working=False).items():
            if not models or table in tables:
                cursor.execute(_drop(name, table))


@contextmanager
def lifted(*models: type[FrozenModel]) -> Iterator[None]:
    """Frozen rows may be changed inside: for a migration that has to, for the erasure of a person, and for tests.

    Inside of a transaction nobody else sees the tables without their triggers.
    """
    lift(*models)
    try:
        yield
    finally:
        lay()


def _drop(name: str, table: str) -> str:
    return f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else "")


def _for_sqlite(model: type[FrozenModel]) -> Triggers:
    table = model._meta.db_table
    key = model._meta.pk.column
    refuse = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"
    # REPLACE deletes the row that is in its way without asking the trigger that forbids deleting.
    again = f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE "{key}" = NEW."{key}")'
    return {
        f"frozen_{table}_{event}": (
            table,
            f'CREATE TRIGGER "frozen_{table}_{event}" BEFORE {event.upper()} ON "{table}" {condition}{refuse}',
        )
        for event, condition in {"update": "", "delete": "", "insert": f"{again} "}.items()
    }


def _for_postgresql(model: type[FrozenModel]) -> Triggers:
    table = model._meta.db_table
    return {
        f"frozen_{table}_{name}": (
            table,
            f'CREATE TRIGGER "frozen_{table}_{name}" BEFORE {events} ON "{table}" '
            f"FOR EACH {each} EXECUTE FUNCTION academy_frozen()",
        )
        for name, events, each in (("row", "UPDATE OR DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT"))
    }


def _laid(*, only_working: bool = True) -> Triggers:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'frozen_%'"
            )
            return {name: (table, statement) for name, table, statement in cursor if name.startswith("frozen_")}
        cursor.execute(
            "SELECT tgname, relname, tgenabled IN ('O', 'A') FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE tgname LIKE 'frozen\\_%' AND NOT tgisinternal AND pg_table_is_visible(tgrelid)"
        )
        triggers = wanted()
        return {
            name: triggers.get(name, (table, ""))
            for name, table, works in cursor.fetchall()
            if works or not only_working
        }
