"""Which version of a policy holds at a moment, and which will hold later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Generic, Protocol, TypeVar


class Published(Protocol):
    """What the rule needs to know of a version."""

    @property
    def number(self) -> int: ...
    @property
    def effective_on(self) -> date: ...
    @property
    def published_at(self) -> datetime: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


Version = TypeVar("Version", bound=Published)


@dataclass(frozen=True)
class Standing(Generic[Version]):
    """How a policy stands. `withdrawn`: it was in force or would have been, and was taken back."""

    in_force: Version | None
    to_come: Version | None
    withdrawn: Version | None


def standing(versions: Iterable[Version], at: datetime, zone: tzinfo) -> Standing[Version]:
    """How the versions of one policy stand at `at`, for an organisation whose days are those of `zone`.

    In force is the highest number that was published and not withdrawn by then and whose day has come: it begins
    with midnight of its day. To come is the next that will take its place; a version that a higher one replaces
    on the same day or before never comes into force.
    """
    published = sorted((one for one in versions if one.published_at <= at), key=lambda one: one.number)
    valid = [one for one in published if one.withdrawn_at is None or one.withdrawn_at > at]
    today = at.astimezone(zone).date()
    begun = [one for one in valid if one.effective_on <= today]
    in_force = begun[-1] if begun else None
    waiting = [one for one in valid if one.effective_on > today and (in_force is None or one.number > in_force.number)]
    to_come = min(waiting, key=lambda one: (one.effective_on, -one.number), default=None)
    taken_back = published[-1] if published and in_force is None and to_come is None else None
    return Standing(in_force, to_come, taken_back)
