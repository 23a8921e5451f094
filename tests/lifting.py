"""Frozen rows are changed by hand: what an intruder with the password of the database would do."""

from typing import Any

from django.db import connection


def by_hand(sql: str, *values: Any) -> None:
    """One statement past our models. Wrap it in `academy.triggers.lifted` where the triggers should not stop it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
