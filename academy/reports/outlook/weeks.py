"""What fell due week by week, and how much of it was done in time, late, or is still open: a chart and a table."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils.timezone import localdate

from academy.assignments.models import Assignment
from academy.staff.models import User
from quizzes.statistics.charts import FLOOR, INNER_HEIGHT, INNER_WIDTH, LABEL_Y, TOP, Bar, Chart, Frame

WEEKS = 12
GAP = 6
States = Assignment.State


@dataclass(frozen=True)
class Week:
    """Of what fell due in the week from `begins`: how much was done in time, done late, and is still open."""

    begins: date
    done: int = 0
    late: int = 0
    open: int = 0

    @property
    def due(self) -> int:
        return self.done + self.late + self.open


@dataclass(frozen=True)
class Label:
    """The first day of a week on the axis. `anchor`: where its text begins, as SVG calls it."""

    x: int
    y: int
    begins: date
    anchor: str


@dataclass(frozen=True)
class Weeks:
    """`chart` is None where nothing fell due."""

    weeks: list[Week]
    chart: Chart | None
    labels: list[Label]


def weeks_of(people: QuerySet[User], at: datetime, *, rtl: bool) -> Weeks:
    """The last twelve weeks, with this one as far as it is over. One statement."""
    today = localdate(at)
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    rows = Assignment.objects.filter(
        learner__in=people.order_by().values("pk"),
        state__in=(States.OPEN, States.DONE, States.MISSED),
        due_at__gte=at - (today - first + timedelta(days=1)),
        due_at__lt=at,
    )
    done = Q(state=States.DONE)
    counted = (
        rows.annotate(week=TruncWeek("due_at"))
        .order_by()
        .values("week")
        .annotate(
            done=Count("pk", filter=done & Q(done_at__lte=F("due_at"))),
            late=Count("pk", filter=done & Q(done_at__gt=F("due_at"))),
            open=Count("pk", filter=~done),
        )
    )
    found = {row["week"].date(): Week(row["week"].date(), row["done"], row["late"], row["open"]) for row in counted}
    weeks = [found.get(day, Week(day)) for day in (first + timedelta(weeks=number) for number in range(WEEKS))]
    return Weeks(weeks, *_drawn(weeks, rtl=rtl))


def _drawn(weeks: list[Week], *, rtl: bool) -> tuple[Chart | None, list[Label]]:
    most = max(week.due for week in weeks)
    if not most:
        return None, []
    frame, step = Frame(rtl=rtl), INNER_WIDTH / len(weeks)
    width = round(step) - GAP
    bars = []
    for place, week in enumerate(weeks):
        x, floor = frame.x((place * step + GAP / 2) / INNER_WIDTH, width), FLOOR
        for kind in ("done", "late", "open"):
            count = getattr(week, kind)
            height = round(INNER_HEIGHT * count / most)
            floor -= height
            bars.append(Bar(x, floor, width, height, count, kind))
    up = frame.up(sorted({0, most // 2, most}), 0, most)
    labels = [
        Label(frame.x(0), LABEL_Y, weeks[0].begins, "start"),
        Label(frame.x(1), LABEL_Y, weeks[-1].begins, "end"),
    ]
    return Chart(*frame.ends, across=[], up=up, bars=bars, floor=FLOOR, top=TOP), labels
