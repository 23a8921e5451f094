"""All that is held about one person, as files: JSON for machines, and a page that anybody can read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.template.loader import render_to_string

from academy.personal import Holding, holdings
from academy.staff.models import User

Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One kind of thing: `name` is that of the model."""

    title: str
    name: str
    rows: list[Row]


def files_of(person: User, at: datetime) -> Iterator[tuple[str, str]]:
    """Names and contents of the files of an export, in the language that is active."""
    parts = parts_of(person)
    for app in sorted({part.name.partition(".")[0] for part in parts}):
        held = {part.name: part.rows for part in parts if part.name.startswith(f"{app}.")}
        yield f"{app}.json", json.dumps(held, ensure_ascii=False, indent=2, default=_plain)
    yield "index.html", render_to_string("staff/export.html", {"person": person, "parts": parts, "at": at})


def parts_of(person: User) -> list[Part]:
    parts = ((one, rows_of(one, person)) for one in holdings() if one.listed)
    return [Part(str(one.title), one.model, rows) for one, rows in parts if rows]


def rows_of(holding: Holding, person: User) -> list[Row]:
    fields = [one for one in holding.type._meta.concrete_fields if one.name not in holding.secret]
    related = [one.name for one in fields if one.is_relation]
    rows = holding.rows(person).order_by("pk").select_related(*related)
    return [{one.name: _value(row, one) for one in fields} for row in rows]


def _value(row: Model, field: Any) -> Any:
    value = getattr(row, field.name)
    if isinstance(value, User):  # other people have a right to their names too
        return str(value.opaque_id)
    if isinstance(value, Model):
        return str(value)
    if field.choices and not callable(field.choices):
        return str(dict(field.flatchoices).get(value, value))
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID | timedelta):
        return str(value)
    return str(value)
