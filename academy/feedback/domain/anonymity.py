"""Which groups may be shown so that nobody's answer can be told, not even by taking one group from another.

A group is shown from five answers on. Where groups lie in one another, what is left of the larger one when those
inside it are taken away has to be nobody, or five answers and more, as well: a team of five with a team of four in
it is shown as a whole only. (Suppression of small cells and of what completes them; L. Willenborg and T. de Waal,
Elements of Statistical Disclosure Control, Springer 2001.)
"""

from collections.abc import Iterator
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Group:
    """`own`: how many answered who are in no group below it."""

    key: int
    own: int
    below: tuple["Group", ...] = ()

    @property
    def total(self) -> int:
        return self.own + sum(group.total for group in self.below)


def shown(group: Group) -> set[int]:
    """The keys of those groups, of this one and those below it, that may be shown together."""
    return {group.key, *_below(group)} if group.total >= LEAST else set()


def _below(group: Group) -> Iterator[int]:
    parts = sorted((part for part in group.below if part.total >= LEAST), key=lambda part: -part.total)
    left = group.total - sum(part.total for part in parts)
    while parts and 0 < left < LEAST:
        left += parts.pop().total
    for part in parts:
        yield part.key
        yield from _below(part)
