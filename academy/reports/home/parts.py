"""The parts into which a team falls, and who belongs to each, as rows that the database counts and puts in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import Count, F, Min, Q, QuerySet, Window
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
    """Of how many `people` how many are what; with the first of those who are late, and of those who soon will be."""

    people: int
    overdue: int
    soon: int
    first_overdue: list[int]
    first_soon: list[int]

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


# By hand: both counts and the first of both from one look at what everybody has open.
NEAR = """
SELECT learner, late, number FROM (
    SELECT learner, late, COUNT(*) OVER (PARTITION BY late) AS number,
        ROW_NUMBER() OVER (PARTITION BY late ORDER BY first, learner) AS place
    FROM (SELECT learner, first, first < %s AS late FROM ({near}) AS near) AS told
) AS placed
WHERE place <= %s ORDER BY place
"""


def counts(people: QuerySet[User], at: datetime, number: int = 1) -> Counts:
    """With the first `number` of those who are late or soon will be. Two statements."""
    near, given = pressing(people, at).query.sql_with_params()
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(NEAR.format(near=near), [moment, *given, number])
        rows = cursor.fetchall()
    late, soon = ([row for row in rows if bool(row[1]) is wanted] for wanted in (True, False))
    counted = [found[0][2] if found else 0 for found in (late, soon)]
    return Counts(people.count(), *counted, *([row[0] for row in found] for found in (late, soon)))


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


def newest(people: QuerySet[User], at: datetime, number: int) -> tuple[list[int], int]:
    """The `number` who began last, and how many began within 30 days. One statement."""
    rows = list(joined_lately(people, at).annotate(count=Window(Count("*"))).values_list("pk", "count")[:number])
    return [pk for pk, _count in rows], rows[0][1] if rows else 0


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


def first_days(people: Sequence[int]) -> dict[int, date]:
    """On which day each of them (ids) began. One statement."""
    rows = User.objects.filter(pk__in=people).annotate(
        joined=Coalesce("starts_on", TruncDate("date_joined"), output_field=models.DateField())
    )
    return dict(rows.values_list("pk", F("joined")))
