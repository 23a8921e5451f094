"""What changed between two frozen texts of a policy, clause by clause.

A text is the payload of a `PolicyText`; its clauses have id, number, level (1–3), heading and text (HTML). A clause is
the same clause as long as it has its id, wherever it stands.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Any

from academy.domain.pieces import Op
from academy.policies.domain.words import (
    Passage,
    Run,
    compare,
    compare_words,
    lines_of,
    passages,
    text_of,
    whole,
    word_count,
)

Clause = Mapping[str, Any]
Text = Mapping[str, Any]


class Kind(Enum):
    """What became of the words of a clause."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    NEW = "new"
    REMOVED = "removed"


@dataclass(frozen=True)
class ClauseChange:
    """`number`: as it is now; "" for a clause that was removed. `was`: as it was; "" for a new one.

    `moved`: it stands in another place among the others, or under another clause. A clause whose number changed only
    because of others is `renumbered`.
    """

    kind: Kind
    id: str
    number: str
    was: str
    level: int
    heading: tuple[Run, ...]
    passages: tuple[Passage, ...]
    words: int
    moved: bool = False

    @property
    def renumbered(self) -> bool:
        return bool(self.number and self.was) and self.number != self.was and not self.moved

    @property
    def folds(self) -> bool:
        """Nothing that a reader who knows the older text has to look at."""
        return self.kind is Kind.UNCHANGED and not self.moved


@dataclass(frozen=True)
class Fold:
    """Clauses that follow each other and are all to be folded, or none of them."""

    folded: bool
    clauses: tuple[ClauseChange, ...]

    @property
    def renumbered(self) -> int:
        return sum(clause.renumbered for clause in self.clauses)


@dataclass(frozen=True)
class Changes:
    """The clauses of both texts in the order of the newer one; a removed clause after the one that it followed."""

    clauses: tuple[ClauseChange, ...]

    def of_kind(self, kind: Kind) -> list[ClauseChange]:
        return [clause for clause in self.clauses if clause.kind is kind]

    @property
    def touched(self) -> set[str]:
        """Ids of the clauses whose words are new, other or gone: what cites them must be looked at."""
        return {clause.id for clause in self.clauses if clause.kind is not Kind.UNCHANGED}

    @property
    def moved(self) -> list[ClauseChange]:
        return [clause for clause in self.clauses if clause.moved]

    @property
    def renumbered(self) -> list[ClauseChange]:
        return [clause for clause in self.clauses if clause.renumbered]

    @property
    def nothing(self) -> bool:
        """No clause says or stands otherwise than before."""
        return all(clause.folds for clause in self.clauses)

    @property
    def words(self) -> int:
        """How many words there are to read in the clauses that are new or say something else."""
        return sum(clause.words for clause in self.clauses if clause.kind in (Kind.NEW, Kind.CHANGED))

    @property
    def folds(self) -> list[Fold]:
        grouped = groupby(self.clauses, lambda clause: clause.folds)
        return [Fold(folded, tuple(clauses)) for folded, clauses in grouped]


def changes(before: Text, after: Text) -> Changes:
    """What somebody who knows the text `before` finds otherwise in `after`."""
    old = {clause["id"]: clause for clause in before["clauses"]}
    new = {clause["id"]: clause for clause in after["clauses"]}
    moved = _moved(before["clauses"], after["clauses"])
    found = [
        _kept(old[pk], clause, pk in moved) if pk in old else _alone(clause, Kind.NEW) for pk, clause in new.items()
    ]
    return Changes(tuple(_with_removed(found, list(old), {pk: old[pk] for pk in old if pk not in new})))


def _kept(old: Clause, new: Clause, moved: bool) -> ClauseChange:
    before, after = lines_of(old["text"]), lines_of(new["text"])
    heading = compare_words(old["heading"], new["heading"])
    shown = compare(before, after)
    same = all(run.op is Op.SAME for run in (*heading, *(run for line in shown for run in line.runs)))
    return ClauseChange(
        kind=Kind.UNCHANGED if same else Kind.CHANGED,
        id=new["id"],
        number=new["number"],
        was=old["number"],
        level=new["level"],
        heading=heading,
        passages=passages(shown),
        words=words_in(new),
        moved=moved,
    )


def _alone(clause: Clause, kind: Kind) -> ClauseChange:
    """A clause that one of the texts does not have."""
    op = Op.ADDED if kind is Kind.NEW else Op.REMOVED
    heading = compare_words("", clause["heading"]) if kind is Kind.NEW else compare_words(clause["heading"], "")
    return ClauseChange(
        kind=kind,
        id=clause["id"],
        number=clause["number"] if kind is Kind.NEW else "",
        was=clause["number"] if kind is Kind.REMOVED else "",
        level=clause["level"],
        heading=heading,
        passages=passages([whole(line, op) for line in lines_of(clause["text"])]),
        words=words_in(clause),
    )


def _with_removed(
    found: Iterable[ClauseChange], order: Sequence[str], gone: Mapping[str, Clause]
) -> Iterable[ClauseChange]:
    """Put each removed clause after the one that it followed before."""
    following: dict[str, list[Clause]] = {}
    anchor = ""
    for pk in order:
        if pk in gone:
            following.setdefault(anchor, []).append(gone[pk])
        else:
            anchor = pk
    yield from (_alone(clause, Kind.REMOVED) for clause in following.get("", ()))
    for change in found:
        yield change
        yield from (_alone(clause, Kind.REMOVED) for clause in following.get(change.id, ()))


def _moved(old: Sequence[Clause], new: Sequence[Clause]) -> set[str]:
    """Clauses under another clause than before, or out of the order that the most others keep."""
    places = {clause["id"]: place for place, clause in enumerate(old)}
    above_old, above_new = _parents(old), _parents(new)
    kept = [clause["id"] for clause in new if clause["id"] in places]
    same_parent = [pk for pk in kept if above_old[pk] == above_new[pk]]
    steady = {same_parent[n] for n in longest_rise([places[pk] for pk in same_parent])}
    return set(kept) - steady


def longest_rise(values: Sequence[int]) -> list[int]:
    """The places of a longest rising run of different numbers, not necessarily next to each other."""
    ends: list[int] = []  # of the runs of each length, the lowest value that one ends with
    places: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        length = bisect_left(ends, value)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        places[length : length + 1] = [place]
    rise = []
    at = places[-1] if places else -1
    while at >= 0:
        rise.append(at)
        at = before[at]
    return rise[::-1]


def _parents(clauses: Sequence[Clause]) -> dict[str, str]:
    """The id of the clause that each one stands under; "" for none."""
    above: list[Clause] = []
    parents = {}
    for clause in clauses:
        while above and above[-1]["level"] >= clause["level"]:
            above.pop()
        parents[clause["id"]] = above[-1]["id"] if above else ""
        above.append(clause)
    return parents


def words_in(clause: Clause) -> int:
    return word_count(f"{clause['heading']} {text_of(clause['text'])}")
