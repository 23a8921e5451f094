"""People × work: how everybody stands with everything that anybody was asked to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.access import Place, places_of
from academy.assignments.models import Assignment, Work
from academy.domain import dates
from academy.reports.compliance.exporting import CHUNK, Cells
from academy.staff.models import User

WEEK = timedelta(days=7)


class State(models.TextChoices):
    """What a cell says. `NONE`: nobody asked."""

    DONE = "done", gettext_lazy("Done")
    EXPIRED = "expired", gettext_lazy("Expired")
    OVERDUE = "overdue", gettext_lazy("Overdue")
    SOON = "soon", gettext_lazy("Due soon")
    OPEN = "open", gettext_lazy("To do")
    MISSED = "missed", gettext_lazy("Missed")
    EXCUSED = "excused", gettext_lazy("Excused")
    NONE = "none", gettext_lazy("Not asked")


SHOWN = (Assignment.State.OPEN, Assignment.State.DONE, Assignment.State.MISSED, Assignment.State.EXCUSED)


@dataclass(frozen=True)
class Standing:
    """How one person stands with one piece of work: its latest cycle, and until when the best of all counts."""

    state: State
    due_at: datetime | None = None
    done_at: datetime | None = None
    valid_until: date | None = None


NOT_ASKED = Standing(State.NONE)


def standing(rows: Sequence[tuple[Any, ...]], at: datetime, today: date) -> Standing:
    """Of the assignments of one person for one piece of work, each (cycle, state, due_at, done_at, valid_until)."""
    if not rows:
        return NOT_ASKED
    _cycle, state, due_at, done_at, _until = max(rows)
    until = max((row[4] for row in rows if row[4]), default=None)
    return Standing(_state(state, due_at, until, at, today), due_at, done_at, until)


def _state(state: str, due_at: datetime | None, until: date | None, at: datetime, today: date) -> State:
    if state == Assignment.State.DONE:
        return State.EXPIRED if until and until < today else State.DONE
    if state == Assignment.State.OPEN:
        if due_at is None or due_at >= at + WEEK:
            return State.OPEN
        return State.OVERDUE if due_at < at else State.SOON
    return State(state)


def works_asked(kind: str) -> QuerySet[Work]:
    """What anybody was asked to do, of one kind or of all, by kind and title."""
    asked = Assignment.objects.filter(work=OuterRef("pk"))
    works = Work.objects.filter(Exists(asked), kind__in=[kind] if kind else Work.ASSIGNABLE)
    return works.order_by("kind", "title", "pk")


def standings(people: Sequence[int], works: Sequence[int], at: datetime) -> dict[tuple[int, int], Standing]:
    """By person and work. One statement."""
    found: dict[tuple[int, int], list[tuple[Any, ...]]] = {}
    rows = Assignment.objects.filter(learner__in=people, work__in=works, state__in=SHOWN)
    for person, work, *facts in rows.values_list(
        "learner", "work", "cycle", "state", "due_at", "done_at", "valid_until"
    ):
        found.setdefault((person, work), []).append(tuple(facts))
    today = localtime(at).date()
    return {key: standing(facts, at, today) for key, facts in found.items()}


@dataclass(frozen=True)
class Column:
    work: Work
    place: Place


def columns_of(works: Sequence[Work], language: str) -> list[Column]:
    found = places_of([work.translation_key for work in works], language)
    return [Column(work, found.get(work.translation_key) or Place(work.title, "", "en")) for work in works]


@dataclass(frozen=True)
class Cell:
    """`day`: the one that matters, in words; `url`: of what stands behind it."""

    state: str
    words: str
    day: str
    url: str
    title: str


@dataclass(frozen=True)
class Row:
    person: User
    cells: list[Cell]


def rows_of(people: Sequence[User], columns: Sequence[Column], at: datetime, language: str) -> list[Row]:
    """A cell for each column. One statement for any number of people and columns."""
    found = standings([person.pk for person in people], [column.work.pk for column in columns], at)
    words = {state: str(state.label) for state in State}
    days: dict[date | None, str] = {None: ""}

    def cell(base: str, person: int, column: Column) -> Cell:
        one = found.get((person, column.work.pk), NOT_ASKED)
        day = _day_that_matters(one)
        if day not in days:
            days[day] = dates.day(day, language)
        return Cell(one.state.value, words[one.state], days[day], f"{base}{column.work.pk}/", column.place.title)

    def row(person: User) -> Row:
        base = reverse("person", args=[person.pk]) + "work/"
        return Row(person, [cell(base, person.pk, column) for column in columns])

    return [row(person) for person in people]


def _day_that_matters(one: Standing) -> date | None:
    """Until when it counts, or by when it is due; for what counts for good nothing."""
    if one.state in (State.DONE, State.EXPIRED):
        return one.valid_until
    if one.state in (State.OVERDUE, State.SOON, State.OPEN, State.MISSED) and one.due_at:
        return localtime(one.due_at).date()
    return None


# As a file: a line for each person and piece of work


def heading() -> list[str]:
    return [
        _("Name"),
        _("User name"),
        _("External id"),
        _("Team"),
        _("What"),
        _("State"),
        _("Due"),
        _("Done"),
        _("Valid until"),
    ]


def lines_of(people: QuerySet[User], kind: str, at: datetime) -> Iterator[Cells]:
    """Read while they are written: of each person and work the latest cycle."""
    later = Assignment.objects.filter(
        learner=OuterRef("learner"), work=OuterRef("work"), cycle__gt=OuterRef("cycle"), state__in=SHOWN
    )
    rows = Assignment.objects.filter(
        ~Exists(later),
        learner__in=people.order_by().values("pk"),
        state__in=SHOWN,
        work__kind__in=[kind] if kind else Work.ASSIGNABLE,
    ).order_by("learner__first_name", "learner__last_name", "learner", "work")
    fields = ("first_name", "last_name", "username", "external_id", "team__name")
    values = rows.values_list(
        *(f"learner__{name}" for name in fields), "work__title", "state", "due_at", "done_at", "valid_until"
    )
    words = {state: str(state.label) for state in State}
    today = localtime(at).date()

    def line(row: tuple[Any, ...]) -> Cells:
        first, last, username, external_id, team, title, state, due_at, done_at, until = row
        said = words[_state(state, due_at, until, at, today)]
        name = f"{first} {last}".strip() or username
        ending = until.isoformat() if until else ""
        return [name, username, external_id, team or "", title, said, _local(due_at), _local(done_at), ending]

    return map(line, values.iterator(CHUNK))


def _local(moment: datetime | None) -> datetime | None:
    return localtime(moment).replace(tzinfo=None, microsecond=0) if moment else None
