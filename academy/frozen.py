"""Rows that are added and never changed: what was asked, what was read, what was answered."""

import hashlib
import json
from typing import Any

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


def digest(payload: Any) -> str:
    """SHA-256 (hex) of the canonical JSON of `payload`: sorted keys, no spaces, UTF-8."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
