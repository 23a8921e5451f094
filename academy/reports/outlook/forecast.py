"""The dates of the next two weeks that will be missed, and how the same rule did on the dates that are over.

Read are all assignments of some hundred people, with what was open at a moment told from their own dates. See
`academy.reports.domain.forecast` for the rule.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Min, QuerySet

from academy.access import Place, places_of
from academy.assignments.actions.dating import calendars
from academy.assignments.domain.due import MONDAY_TO_FRIDAY, Calendar
from academy.assignments.models import Assignment, Work
from academy.reports.domain.forecast import LOOKED_BACK, Load, Record, Verdict, record, verdict, working_days
from academy.reports.outlook.effort import UNKNOWN, minutes_by_work
from academy.staff.models import User

AHEAD, BACK, WARNED = timedelta(days=14), timedelta(days=90), timedelta(days=7)
"""So far the forecast looks; from so long ago dates are looked at again, each as it was so long before."""
MOST_PEOPLE, MOST_DATES = 300, 2000
States = Assignment.State
LIVE = (States.OPEN, States.DONE, States.MISSED)


class Piece(NamedTuple):
    """An assignment of one person; `minutes` that it takes."""

    work: int
    minutes: int
    assigned_at: datetime
    due_at: datetime | None
    done_at: datetime | None

    def open_at(self, at: datetime) -> bool:
        return self.assigned_at <= at and (self.done_at is None or self.done_at > at)

    @property
    def missed(self) -> bool:
        return self.due_at is not None and (self.done_at is None or self.done_at > self.due_at)


@dataclass
class Person:
    """Whose pieces these are, where they work, and since when anybody asks them for anything."""

    pk: int
    zone: str
    calendar: Calendar
    since: datetime | None = None
    pieces: list[Piece] = field(default_factory=list)

    def load(self, due_at: datetime, at: datetime) -> Load:
        """What stood before them at `at`, with a date at `due_at`."""
        zone = ZoneInfo(self.zone)
        today = at.astimezone(zone).date()
        finished = [one for one in self.pieces if one.done_at and at - LOOKED_BACK <= one.done_at < at]
        open_then = (one for one in self.pieces if one.due_at and one.due_at <= due_at and one.open_at(at))
        return Load(
            left=sum(one.minutes for one in open_then),
            done=sum(one.minutes for one in finished),
            pieces=len(finished),
            worked=_days(self.calendar, today - LOOKED_BACK, today - timedelta(days=1)),
            days=_days(self.calendar, today, due_at.astimezone(zone).date()),
            known=at - self.since if self.since else timedelta(),
        )


@lru_cache(4096)
def _days(calendar: Calendar, first: date, last: date) -> int:
    return working_days(calendar, first, last)


@dataclass(frozen=True)
class Miss:
    """The first date that a person will miss."""

    person: User
    place: Place
    due_at: datetime
    load: Load


@dataclass(frozen=True)
class Forecast:
    """`asked`: of how many people a date was looked at, `all` of how many there are; `unknown`: those of whom the
    rule can not tell."""

    misses: list[Miss]
    asked: int
    unknown: int
    all: int
    record: Record


def forecast(people: QuerySet[User], at: datetime, language: str) -> Forecast:
    """For those of `people` whose dates come first. About ten statements, whatever their number."""
    coming = Assignment.objects.open().filter(
        due_at__gte=at, due_at__lt=at + AHEAD, learner__in=people.order_by().values("pk")
    )
    order = coming.order_by().values("learner").annotate(first=Min("due_at")).order_by("first", "learner")
    ids = [row["learner"] for row in order[:MOST_PEOPLE]]
    found = _read(ids, at)
    said = {pk: _next(person, at) for pk, person in found.items()}
    missing = {pk: (piece, load) for pk, (what, piece, load) in said.items() if what is Verdict.MISS}
    return Forecast(
        _misses(missing, language),
        len(ids),
        sum(what is Verdict.UNKNOWN for what, _piece, _load in said.values()),
        order.count(),
        record(_past(found.values(), at)),
    )


Said = tuple[Verdict, Piece | None, Load | None]


def _next(person: Person, at: datetime) -> Said:
    """The first date of the next two weeks that they will miss; else whether anything can be told."""
    dates = sorted(
        (one for one in person.pieces if one.due_at and at <= one.due_at < at + AHEAD and one.open_at(at)),
        key=lambda one: one.due_at or at,
    )
    said: Said = (Verdict.IN_TIME, None, None)
    for piece in dates:
        load = person.load(piece.due_at or at, at)
        said = (verdict(load), piece, load)
        if said[0] is Verdict.MISS:
            return said
    return said


def _past(people: Iterable[Person], at: datetime) -> list[tuple[Verdict, bool]]:
    """What the rule would have said a week before each date that is over, and whether it was missed."""
    dates = [
        (piece, person)
        for person in people
        for piece in person.pieces
        if piece.due_at and at - BACK <= piece.due_at < at and piece.open_at(piece.due_at - WARNED)
    ]
    dates.sort(key=lambda one: one[0].due_at or at, reverse=True)
    return [
        (verdict(person.load(piece.due_at, piece.due_at - WARNED)), piece.missed)
        for piece, person in dates[:MOST_DATES]
        if piece.due_at
    ]


def _read(ids: Collection[int], at: datetime) -> dict[int, Person]:
    """These people with all their work that was open or done since the first moment that is looked at."""
    first = at - BACK - WARNED - LOOKED_BACK
    known = calendars()
    rows = User.objects.filter(pk__in=ids).annotate(since=Min("assignments__assigned_at"))
    found = {
        pk: Person(pk, zone, known.get(calendar, MONDAY_TO_FRIDAY), since)
        for pk, zone, calendar, since in rows.values_list("pk", "time_zone", "location__calendar", "since")
    }
    minutes = minutes_by_work()
    theirs = Assignment.objects.filter(learner__in=ids, state__in=LIVE).exclude(done_at__lt=first)
    for learner, work, *moments in theirs.values_list("learner", "work", "assigned_at", "due_at", "done_at"):
        found[learner].pieces.append(Piece(work, minutes.get(work, UNKNOWN), *moments))
    return found


def _misses(found: dict[int, tuple[Piece | None, Load | None]], language: str) -> list[Miss]:
    """By date, with the people and the pages."""
    works = Work.objects.in_bulk({piece.work for piece, _load in found.values() if piece})
    places = places_of([work.translation_key for work in works.values()], language)
    people = User.objects.select_related("team").in_bulk(found)
    misses = [
        Miss(
            people[pk],
            places.get(works[piece.work].translation_key) or Place(works[piece.work].title, "", "en"),
            piece.due_at,
            load,
        )
        for pk, (piece, load) in found.items()
        if piece and piece.due_at and load
    ]
    return sorted(misses, key=lambda miss: (miss.due_at, str(miss.person)))
