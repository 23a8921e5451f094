"""What the apps to the right say of themselves, so that none needs to know another.

Policies say which clauses there are; each app that has something that cites says how it is found.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Clause = tuple[UUID, str]
"""The translation key of a policy and the id of a clause."""
Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Thing:
    """Something that cites: its title now, where it is edited, who keeps it."""

    title: str
    url: str
    owner_id: int | None
    owner: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of things that cite. `counted`: "3 lessons", translated. `find`: those that exist, by key."""

    counted: Callable[[int], str]
    find: Callable[[Collection[UUID]], Mapping[UUID, Thing]]


@dataclass(frozen=True)
class Clauses:
    """Who knows the clauses. `choices`: for an editor, by policy; `resolve`: what the references among them mean."""

    choices: Callable[[], Choices]
    resolve: Callable[[Iterable[str]], Mapping[str, Clause]]


kinds: dict[str, Kind] = {}
_clauses: list[Clauses] = []


def provide_clauses(clauses: Clauses) -> None:
    _clauses[:] = [clauses]


def register_kind(name: str, kind: Kind) -> None:
    kinds[name] = kind


def clause_choices() -> Choices:
    return _clauses[0].choices() if _clauses else []


def resolve(references: Iterable[str]) -> set[Clause]:
    """The clauses behind references; one that leads nowhere is left out."""
    wanted = list(references)
    return set(_clauses[0].resolve(wanted).values()) if wanted and _clauses else set()


def things(keys: Mapping[str, Collection[UUID]]) -> dict[tuple[str, UUID], Thing]:
    """What there is behind these keys, by kind and key. The queries of each kind, whatever the number."""
    found: dict[tuple[str, UUID], Any] = {}
    for kind, wanted in keys.items():
        if kind in kinds:
            found |= {(kind, key): thing for key, thing in kinds[kind].find(wanted).items()}
    return found
