"""The parts into which a team falls, and who belongs to each, as rows that the database counts and puts in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from academy.assignments.models import Assignment
from academy.reports.home.stuck import StuckPeople
from academy.staff.models import User

WEEK = timedelta(days=7)
NEW = timedelta(days=30)


class Part(models.TextChoices):
    """Everybody is in one of overdue, due soon and on track; who is stuck or new is so besides."""

    STUCK = "stuck", _("Stuck")
    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("Due within a week")
    NEW = "new", _("New people")
    ON_TRACK = "track", _("On track")


@dataclass(frozen=True)
class Counts:
    """Of how many `people` how many are what."""

    people: int
    overdue: int
    soon: int

    @property
    def on_track(self) -> int:
        return self.people - self.overdue - self.soon


class Ids:
    """The ids of people in an order, as a Paginator takes them. `rows` hold the id under `name`."""

    def __init__(self, rows: QuerySet[Any], name: str = "pk") -> None:
        self.rows, self.name = rows, name

    def count(self) -> int:
        return self.rows.count()

    def __getitem__(self, part: slice) -> list[int]:
        return [row[self.name] for row in self.rows[part]]


People = Ids | StuckPeople


def counts(people: QuerySet[User], at: datetime) -> Counts:
    """Two statements."""
    found = pressing(people, at).aggregate(
        overdue=Count("learner", filter=Q(first__lt=at)), soon=Count("learner", filter=Q(first__gte=at))
    )
    return Counts(people.count(), found["overdue"], found["soon"])


def pressing(people: QuerySet[User], at: datetime) -> QuerySet[Any]:
    """A row for each of them who has something open that is late or due within a week: `learner`, and `first`, the
    earliest date of those."""
    near = Assignment.objects.open().filter(due_at__lt=at + WEEK, learner__in=people.order_by().values("pk"))
    return near.order_by().values("learner").annotate(first=Min("due_at"))


def joined_lately(people: QuerySet[User], at: datetime) -> QuerySet[User]:
    """Who began within 30 days, with `joined`: the first day, or else that on which the account was made."""
    today = localdate(at)
    joined = people.annotate(joined=Coalesce("starts_on", TruncDate("date_joined"), output_field=models.DateField()))
    return joined.filter(joined__gt=today - NEW, joined__lte=today).order_by("-joined", "first_name", "pk")


def people_of_part(part: Part, people: QuerySet[User], at: datetime) -> People:
    """The most urgent first: of who is overdue the longest, of who is new the latest."""
    if part == Part.STUCK:
        return StuckPeople(people, at)
    if part == Part.NEW:
        return Ids(joined_lately(people, at).values("pk"))
    if part == Part.ON_TRACK:
        return Ids(people.exclude(pk__in=pressing(people, at).values("learner")).values("pk"))
    of_this = Q(first__lt=at) if part == Part.OVERDUE else Q(first__gte=at)
    return Ids(pressing(people, at).filter(of_this).order_by("first", "learner"), "learner")


def late_work(people: QuerySet[User], at: datetime, number: int) -> list[tuple[int, int]]:
    """The pieces of work (ids) with which most of them are late, and how many that are. One statement."""
    late = Assignment.objects.overdue(at).filter(learner__in=people.order_by().values("pk")).order_by()
    counted = late.values("work").annotate(count=Count("learner", distinct=True)).order_by("-count", "work")
    return [(row["work"], row["count"]) for row in counted[:number]]


def first_days(people: Sequence[int]) -> dict[int, date]:
    """On which day each of them (ids) began. One statement."""
    rows = User.objects.filter(pk__in=people).annotate(
        joined=Coalesce("starts_on", TruncDate("date_joined"), output_field=models.DateField())
    )
    return dict(rows.values_list("pk", F("joined")))
