"""What an update changed, told by the update itself."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery


def update_returning(rows: QuerySet[Any], columns: tuple[str, ...], **values: Any) -> list[tuple[Any, ...]]:
    """`rows.update(**values)`, and these columns of each row that it changed.

    One statement. A look before the update would be a second, and might see other rows than the update finds.
    """
    query = rows.query.chain(UpdateQuery)
    query.add_update_values(values)
    try:
        sql, parameters = query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # the conditions name nobody, which Django finds out without asking
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} RETURNING {', '.join(columns)}", parameters)
        return cursor.fetchall()
