"""Rows that are added and never changed: what was asked, what was read, what was answered."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import models


class FrozenError(TypeError):
    """Somebody tried to change or delete a row that must stay as it is."""


class FrozenQuerySet(models.QuerySet):
    def update(self, **values: Any) -> int:
        raise FrozenError(f"{self.model.__name__} rows are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenError(f"{self.model.__name__} rows are never deleted")


class FrozenModel(models.Model):
    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise FrozenError(f"{type(self).__name__} rows are never changed")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise FrozenError(f"{type(self).__name__} rows are never deleted")


def canonical(payload: Any) -> str:
    """The one JSON text of `payload`: sorted keys, no spaces, no escapes; moments, dates and UUIDs as text."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_text)


def digest(payload: Any) -> str:
    """SHA-256 (hex) of the canonical JSON of `payload`, in UTF-8."""
    return hashlib.sha256(canonical(payload).encode()).hexdigest()


def moment_text(value: datetime) -> str:
    """ISO 8601, in UTC to the microsecond."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date | UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
