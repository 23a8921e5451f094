"""Reminding people of what they have to do, and telling those who lead them: see `domain.reminders` for when.

People are taken by time zone and calendar, for whom the same day is today; the database finds out who is to be told.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from academy.assignments.actions import titles_of
from academy.assignments.actions.dating import calendars
from academy.assignments.actions.recording import about
from academy.assignments.domain import reminders
from academy.assignments.domain.due import DAY, MONDAY_TO_FRIDAY
from academy.assignments.domain.reminders import Mark, Steps
from academy.assignments.models import Assignment, Reminder, Work
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.staff.models import Absence, User

CHUNK = 2000
FIRST_DAY = date(2020, 1, 1)
NOTICES = {
    Work.Kind.POLICY: Notice.Kind.POLICY_REMINDER,
    Work.Kind.COURSE: Notice.Kind.COURSE_REMINDER,
    Work.Kind.QUIZ: Notice.Kind.QUIZ_REMINDER,
    Work.Kind.PATH: Notice.Kind.PATH_REMINDER,
}

_resting: list[Callable[[], Exists]] = []


def rests_where(condition: Callable[[], Exists]) -> None:
    """Let nobody be reminded by the clock of an assignment for which `condition`, seen from it, holds.

    For an app further right that knows why: it says so in its `apps.py`.
    """
    _resting.append(condition)


def at_rest() -> Q:
    """The assignments of which nobody is reminded, for a reason that another app knows."""
    return Q(*(condition() for condition in _resting), _connector=Q.OR) if _resting else Q(pk__in=[])


@dataclass(frozen=True)
class Group:
    """People for whom it is the same day, and who rest on the same days."""

    zone: str
    calendar: int | None
    today: date
    works: bool

    def people(self) -> Q:
        return Q(learner__time_zone=self.zone, learner__location__calendar=self.calendar, learner__is_active=True)

    def midnight(self, day: date) -> datetime:
        """The first instant of a day."""
        return datetime.combine(day, time.min, ZoneInfo(self.zone))


def send_reminders(at: datetime) -> int:
    """Send the reminders that are due; return how many people were reminded."""
    working = (group for group in _groups(at) if group.works)
    return sum(_remind(group, _waiting(group, reminders.REMINDERS), at) for group in working)


def escalate(at: datetime) -> int:
    """Tell managers of policies that their people are late with; return of how many people they were told."""
    return sum(_escalate(group, at) for group in _groups(at) if group.works)


def remind_now(assignments: QuerySet[Assignment], by: User, at: datetime) -> int:
    """Remind whoever has one of these open, is not away and was not reminded today; return how many people."""
    theirs = Assignment.objects.open().filter(~at_rest(), pk__in=assignments.values("pk"))
    return sum(_remind(group, _present(theirs, group, not_since=Value(group.today)), at, by) for group in _groups(at))


def _number(day: date) -> int:
    """Which notice of the same thing it is: one a day, and it takes the place of those before it."""
    return (day - FIRST_DAY).days


def _groups(at: datetime) -> Iterator[Group]:
    known = calendars()
    stand = User.objects.active().order_by().values_list("time_zone", "location__calendar").distinct()
    for zone, pk in stand:
        today = at.astimezone(ZoneInfo(zone)).date()
        yield Group(zone, pk, today, known.get(pk, MONDAY_TO_FRIDAY).works_on(today))


def _present(rows: QuerySet[Assignment], group: Group, *, not_since: object, escalated: bool = False) -> QuerySet:
    """Of a group those who are not away, and were not told since a day (an expression)."""
    told = Reminder.objects.filter(assignment=OuterRef("pk"), escalated=escalated, day__gte=OuterRef("not_since"))
    rows = rows.filter(group.people(), ~away_on(group.today)).alias(not_since=not_since)
    return rows.filter(~Exists(told)).order_by("pk")


def away_on(day: date) -> Exists:
    """The assignments of people who are on leave on `day`."""
    return Exists(Absence.objects.filter(person=OuterRef("learner"), starts_on__lte=day, ends_on__gte=day))


def _waiting(group: Group, steps: Steps, *, escalated: bool = False) -> QuerySet[Assignment]:
    """Whoever has a step to be sent today: `step_to_send`, as the database sees it."""
    marks = reminders.marks(group.today, steps)

    def by_due_day(value: Callable[[Mark], object]) -> Case:
        ends = ((group.midnight(mark.due + DAY), mark) for mark in marks)
        return Case(*(When(due_at__lt=end, then=Value(value(mark))) for end, mark in ends))

    first, last = group.midnight(marks[0].due), group.midnight(marks[-1].due + DAY)
    due = Assignment.objects.open().filter(~at_rest(), due_at__gte=first, due_at__lt=last)
    asked_before = due.filter(assigned_at__lt=by_due_day(lambda mark: group.midnight(mark.day)))
    return _present(asked_before, group, not_since=by_due_day(lambda mark: mark.day), escalated=escalated)


def _remind(group: Group, waiting: QuerySet[Assignment], at: datetime, by: User | None = None) -> int:
    """Each chunk in its own transaction; who was reminded waits no longer."""
    reminded = 0
    while chunk := list(waiting.select_related("work")[:CHUNK]):
        with transaction.atomic():
            _keep(chunk, group, reminders.REMINDERS, at, by=by)
            for (work, _cycle, days), theirs in _alike(chunk, group):
                inbox.tell(
                    kind=NOTICES[Work.Kind(work.kind)],
                    about=about(theirs[0]),
                    recipients={row.learner_id: row.due_at for row in theirs},
                    titles=titles_of(work),
                    path=f"/learn/work/{work.pk}/",
                    at=at,
                    number=_number(group.today),
                    facts={} if days is None else {"days": days},
                )
        reminded += len(chunk)
    return reminded


def _keep(
    chunk: Iterable[Assignment],
    group: Group,
    steps: Steps,
    at: datetime,
    *,
    by: User | None = None,
    escalated: bool = False,
) -> None:
    """Two that run at once keep the same rows, and tell the same people: the second changes nothing."""

    def step(row: Assignment) -> int | None:
        days = _days_late(row, group)
        return None if by or days is None else reminders.latest_step(days, steps)

    Reminder.objects.bulk_create(
        [Reminder(assignment=row, day=group.today, step=step(row), escalated=escalated, at=at, by=by) for row in chunk],
        ignore_conflicts=True,
    )


def _days_late(row: Assignment, group: Group) -> int | None:
    """Days from the day on which it is due to today; None without such a day."""
    return (group.today - row.due_at.astimezone(ZoneInfo(group.zone)).date()).days if row.due_at else None


Same = tuple[Work, int, int | None]


def _alike(chunk: Iterable[Assignment], group: Group) -> Iterable[tuple[Same, list[Assignment]]]:
    """Assignments of which the same can be said: of one work and cycle, so many days late."""
    alike: dict[Same, list[Assignment]] = defaultdict(list)
    for row in chunk:
        alike[row.work, row.cycle, _days_late(row, group)].append(row)
    return alike.items()


def _escalate(group: Group, at: datetime) -> int:
    late = _waiting(group, reminders.ESCALATIONS, escalated=True).filter(
        work__kind=Work.Kind.POLICY, learner__manager__is_active=True
    )
    told = 0
    while chunk := list(late.select_related("work", "learner__manager")[:CHUNK]):
        with transaction.atomic():
            _keep(chunk, group, reminders.ESCALATIONS, at, escalated=True)
            for (work, cycle), managers in _managers_of(chunk, group).items():
                _tell_managers(work, cycle, managers, at)
        told += len(chunk)
    return told


def _managers_of(chunk: Iterable[Assignment], group: Group) -> dict[tuple[Work, int], set[int]]:
    """Who is to hear of the people of a chunk: their managers, and after a week the managers of those too."""
    managers: dict[tuple[Work, int], set[int]] = defaultdict(set)
    for row in chunk:
        above = managers[row.work, row.cycle]
        above.add(row.learner.manager_id)
        if (_days_late(row, group) or 0) >= reminders.TO_THEIRS and row.learner.manager.manager_id:
            above.add(row.learner.manager.manager_id)
    return managers


def _tell_managers(work: Work, cycle: int, managers: Collection[int], at: datetime) -> None:
    """One notice a day for each manager and work, that says how many of their people are late."""
    for count, told in _late_below(work, cycle, managers, at).items():
        inbox.tell(
            kind=Notice.Kind.POLICY_ESCALATED,
            about=f"late:{work.pk}:{cycle}",
            recipients=dict.fromkeys(told),
            titles=titles_of(work),
            path=f"/team/compliance/{work.pk}/",
            at=at,
            number=_number(at.date()),
            facts={"count": count},
        )


def _late_below(work: Work, cycle: int, managers: Collection[int], at: datetime) -> dict[int, list[int]]:
    """How many people below each active manager are late with a piece of work: the managers by that number."""
    late = Assignment.objects.overdue(at).filter(
        ~at_rest(),
        ~away_on(at.date()),
        work=work,
        cycle=cycle,
        learner__is_active=True,
        learner__led__leader__in=managers,
        learner__led__leader__is_active=True,
    )
    managers_by_count: dict[int, list[int]] = defaultdict(list)
    counted = late.values(leader=F("learner__led__leader")).annotate(count=Count("pk"))
    for leader, count in counted.values_list("leader", "count"):
        managers_by_count[count].append(leader)
    return managers_by_count
