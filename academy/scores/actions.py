"""Taking in a file of scores: all of it, or nothing where one line is refused."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from academy.scores.domain.reading import SURVEY, Reason, Refusal, Row, Sheet, read
from academy.scores.models import Criterion, Score
from academy.staff.models import Team, User

CHUNK = 1000
FIELDS = ("person_id", "team_id", "score", "most", "happened_on")
T = TypeVar("T")


@dataclass(frozen=True)
class Outcome:
    """What became of a file, or would become of it: how many scores are new, corrected, there already."""

    refusals: list[Refusal] = field(default_factory=list)
    new: int = 0
    corrected: int = 0
    same: int = 0

    @property
    def sound(self) -> bool:
        return not self.refusals


def import_scores(data: bytes, kind: str, at: datetime, *, dry_run: bool = False) -> Outcome:
    """Idempotent by kind, criterion and case: the same file once more changes nothing.

    `kind`: of Criterion.Kind, for lines that do not say theirs; "" to tell it from the columns.
    """
    sheet = read(data, kind, at.date())
    people, teams = _people(sheet), _teams(sheet)
    refusals = sorted([*sheet.refusals, *_unknown(sheet, people, teams)], key=lambda one: one.place)
    if refusals:
        return Outcome(refusals)
    with transaction.atomic():
        criteria = _criteria(sheet, make=not dry_run)
        scores = [_score(row, criteria, people, teams, at) for row in sheet.rows]
        return _store(scores, dry_run=dry_run)


def _people(sheet: Sheet) -> dict[str, int]:
    named = {row.who for row in sheet.rows if row.kind != SURVEY}
    return {
        external_id: pk
        for chunk in _chunks(sorted(named))
        for external_id, pk in User.objects.filter(external_id__in=chunk).values_list("external_id", "pk")
    }


def _teams(sheet: Sheet) -> dict[str, int]:
    """Only those of whose name there is one."""
    named = {row.who for row in sheet.rows if row.kind == SURVEY}
    found = list(Team.objects.filter(name__in=named).values_list("name", "pk")) if named else []
    names = [name for name, _pk in found]
    return {name: pk for name, pk in found if names.count(name) == 1}


def _unknown(sheet: Sheet, people: dict[str, int], teams: dict[str, int]) -> Iterator[Refusal]:
    for row in sheet.rows:
        if row.kind == SURVEY and row.who not in teams:
            yield Refusal(row.line, "team", Reason.UNKNOWN_TEAM, row.who)
        elif row.kind != SURVEY and row.who not in people:
            yield Refusal(row.line, "external_id", Reason.UNKNOWN_PERSON, row.who)


def _criteria(sheet: Sheet, *, make: bool) -> dict[tuple[str, str], Criterion]:
    """By kind and name. Where none may be made, those that are missing are not saved."""
    wanted = [
        Criterion(kind=kind, name=name) for kind, name in sorted({(row.kind, row.criterion) for row in sheet.rows})
    ]
    if make:
        Criterion.objects.bulk_create(wanted, ignore_conflicts=True)
    there = {(one.kind, one.name): one for one in Criterion.objects.filter(kind__in={one.kind for one in wanted})}
    return {(one.kind, one.name): there.get((one.kind, one.name), one) for one in wanted}


def _score(
    row: Row, criteria: dict[tuple[str, str], Criterion], people: dict[str, int], teams: dict[str, int], at: datetime
) -> Score:
    return Score(
        criterion=criteria[row.kind, row.criterion],
        case_id=row.case_id,
        person_id=None if row.kind == SURVEY else people[row.who],
        team_id=teams[row.who] if row.kind == SURVEY else None,
        score=row.score,
        most=row.most,
        share=float(row.score / row.most),
        happened_on=row.happened_on,
        imported_at=at,
    )


def _store(scores: Sequence[Score], *, dry_run: bool) -> Outcome:
    new = corrected = 0
    for chunk in _chunks(scores):
        there = {(one.criterion_id, one.case_id): one for one in _there(chunk)}
        changed = []
        for one in chunk:
            before = there.get((one.criterion_id, one.case_id))
            new += before is None
            if before is None or any(getattr(before, name) != getattr(one, name) for name in FIELDS):
                corrected += before is not None
                changed.append(one)
        if not dry_run:
            Score.objects.bulk_create(
                changed,
                update_conflicts=True,
                unique_fields=["criterion", "case_id"],
                update_fields=["person", "team", "score", "most", "share", "happened_on", "imported_at"],
            )
    return Outcome(new=new, corrected=corrected, same=len(scores) - new - corrected)


def _there(chunk: Iterable[Score]) -> Iterable[Score]:
    criteria = {one.criterion_id for one in chunk if one.criterion_id}
    return Score.objects.filter(criterion__in=criteria, case_id__in={one.case_id for one in chunk})


def _chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
