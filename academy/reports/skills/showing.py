"""The map of people and skills, and what each low skill asks of whoever leads them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from academy.reports.domain.coaching import Advice, Verdict, advise
from academy.reports.domain.mastery import UNKNOWN, Level, Mastery
from academy.reports.skills.reading import Masteries, masteries
from academy.skills.models import Skill
from academy.staff.models import User


class Cell(NamedTuple):
    """`percent`: of right answers, None where there are too few."""

    level: str
    percent: int | None

    @classmethod
    def of(cls, found: Mastery) -> "Cell":
        return cls(found.level.value, found.percent if found.is_measured else None)


@dataclass(frozen=True)
class Row:
    person: User
    cells: list[Cell]


@dataclass(frozen=True)
class Column:
    """`share`: the mean of those measured, 0–1; None where nobody is."""

    skill: Skill
    share: float | None
    measured: int


@dataclass(frozen=True)
class Asking:
    """What a skill asks of the manager. `people`: who is low, by name."""

    skill: Skill
    verdict: Verdict[int]
    people: list[User]

    @property
    def is_training(self) -> bool:
        return self.verdict.advice is Advice.TRAIN


@dataclass(frozen=True)
class SkillMap:
    """Columns: the lowest skill first, those that nobody is measured in last. Rows as the people were given."""

    columns: list[Column]
    rows: list[Row]
    asking: list[Asking]


def skill_map(people: Sequence[User], at: datetime) -> SkillMap:
    """Five statements."""
    found = masteries([person.pk for person in people], at)
    skills = Skill.objects.filter(pk__in={skill for by_skill in found.values() for skill in by_skill})
    columns = sorted((_column(skill, found) for skill in skills), key=_lowest_first)
    order = [column.skill.pk for column in columns]
    rows = [
        Row(person, [Cell.of(found.get(person.pk, {}).get(skill, UNKNOWN)) for skill in order]) for person in people
    ]
    asking = [one for column in columns if (one := asking_of(column.skill, people, found))]
    return SkillMap(columns, rows, sorted(asking, key=lambda one: not one.is_training))


def _column(skill: Skill, found: Masteries) -> Column:
    shares = [known[skill.pk].share for known in found.values() if skill.pk in known and known[skill.pk].is_measured]
    return Column(skill, sum(shares) / len(shares) if shares else None, len(shares))


def _lowest_first(column: Column) -> tuple[bool, float, str]:
    return column.share is None, column.share or 0, column.skill.name


def asking_of(skill: Skill, people: Collection[User], found: Masteries) -> Asking | None:
    levels = levels_in(skill, people, found)
    verdict = advise(levels)
    return Asking(skill, verdict, [one for one in people if levels[one.pk] is Level.LOW]) if verdict else None


def levels_in(skill: Skill, people: Collection[User], found: Masteries) -> dict[int, Level]:
    return {person.pk: found.get(person.pk, {}).get(skill.pk, UNKNOWN).level for person in people}


@dataclass(frozen=True)
class PersonLine:
    """One person in one skill."""

    person: User
    mastery: Mastery

    @property
    def level(self) -> Level:
        return self.mastery.level


def person_lines(skill: Skill, people: Collection[User], found: Masteries) -> list[PersonLine]:
    """In the order in which they were given."""
    return [PersonLine(person, found.get(person.pk, {}).get(skill.pk, UNKNOWN)) for person in people]
