"""What the system holds about people. Each app says it of its own models in its `personal.py`:

    hold("inbox.Notice", "recipient", _("Notices"), erase=DELETE)

From this a person's data are exported, and erased. Whatever points at a person has to stand here: a test sees to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.module_loading import autodiscover_modules


class Erase(Enum):
    """What becomes of rows when their person is erased."""

    DELETE = "delete"
    KEEP = "keep"
    """They stay, under the opaque id, without what `clear` names."""


DELETE, KEEP = Erase.DELETE, Erase.KEEP


@dataclass(frozen=True)
class Holding:
    """Rows of `model` that lead to a person by `path`.

    `clear`: free text by field, and what takes its place. `only`: for which rows; `secret`: what is never exported.
    `listed` is off where the rows are the work of the person for the organisation, or stand in another holding.
    """

    model: str
    path: str
    title: Any
    erase: Erase
    clear: Mapping[str, Any] = field(default_factory=dict)
    only: Mapping[str, Any] = field(default_factory=dict)
    secret: tuple[str, ...] = ()
    listed: bool = True
    by: str = "pk"
    """What of the person `path` leads to."""

    @property
    def type(self) -> type[Model]:
        return apps.get_model(self.model)

    def rows(self, person: Model) -> QuerySet[Any]:
        """By Django's own QuerySet: that of frozen rows refuses what an erasure has to do."""
        rows: QuerySet[Any] = QuerySet(model=self.type)
        return rows.filter(**{self.path: getattr(person, self.by)}, **self.only)


_holdings: list[Holding] = []


def hold(model: str, path: str, title: Any, *, erase: Erase, **details: Any) -> None:
    _holdings.append(Holding(model, path, title, erase, **details))


@cache
def _discover() -> None:
    autodiscover_modules("personal")


def holdings() -> list[Holding]:
    _discover()
    return list(_holdings)
