"""Asking anew for what soon counts no longer: a further cycle, beside what was done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from academy.assignments import statements
from academy.assignments.actions.works import titles_of
from academy.assignments.domain.due import DAY, end_of_day
from academy.assignments.domain.validity import opens_on, renew_by
from academy.assignments.models import Assignment, AssignmentEvent, AssignmentRule, Renewal, Work
from academy.assignments.signals import work_renewed
from academy.assignments.statements import Asked, Dates
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.staff.models import User

CHUNK = 1000


def renew_all(at: datetime) -> int:
    """Ask whomever the window has opened for; return how many people were asked.

    As often as one likes: who was asked is not asked again, and whom an outage left out is asked after it.
    """
    return sum(renew(renewal, at) for renewal in Renewal.objects.select_related("work").order_by("pk"))


def renew(renewal: Renewal, at: datetime) -> int:
    """The same for one piece of work. The audiences of its rules are looked at as they are now; each CHUNK of people
    is asked in a transaction of its own."""
    rules = list(AssignmentRule.objects.filter(work=renewal.work_id, active=True).select_related("audience"))
    waiting = _waiting(renewal, rules, at) if rules else {}
    titles = titles_of(renewal.work) if waiting else {}
    asked = 0
    for cycle, dates in waiting.items():
        people = sorted(dates)
        for start in range(0, len(people), CHUNK):
            chunk = {pk: dates[pk] for pk in people[start : start + CHUNK]}
            asked += _open_cycle(renewal.work, cycle, rules, chunk, titles, at)
    return asked


def _waiting(renewal: Renewal, rules: Iterable[AssignmentRule], at: datetime) -> dict[int, dict[int, datetime]]:
    """Whom a rule asks and for whom it is time, by the cycle that comes next: until when they are to renew."""
    validity = renewal.validity
    in_audience = reduce(or_, (Q(Exists(rule.audience.people(at).filter(pk=OuterRef("learner")))) for rule in rules))
    latest = at.date() + DAY + validity.window_days * DAY  # somewhere it is tomorrow already
    rows = Assignment.objects.filter(in_audience, work=renewal.work_id).running_out(latest)
    waiting: dict[int, dict[int, datetime]] = defaultdict(dict)
    for learner, zone, until, cycle in rows.values_list("learner", "learner__time_zone", "valid_until", "next_cycle"):
        today = at.astimezone(ZoneInfo(zone)).date()
        if opens_on(until, validity) <= today:
            waiting[cycle][learner] = end_of_day(renew_by(until, today, validity), ZoneInfo(zone))
    return waiting


@transaction.atomic
def _open_cycle(
    work: Work, cycle: int, rules: Sequence[AssignmentRule], dates: Dates, titles: Mapping[str, str], at: datetime
) -> int:
    asked = Asked(work.pk, cycle)
    opened = statements.insert_assignments(asked, dates, at)
    if not opened:
        return 0
    people = set(opened.values())
    for rule in rules:
        theirs = rule.audience.people(at).filter(pk__in=people).values_list("pk", flat=True)
        statements.insert_sources(rule, dict.fromkeys(theirs), asked)
    new = statements.insert_events(opened, AssignmentEvent.Kind.ASSIGNED, at)
    if back := opened.keys() - new:
        statements.insert_events(back, AssignmentEvent.Kind.REOPENED, at)
    work_renewed.send(Work, work=work, cycle=cycle, learners=list(people), at=at)
    _tell(asked, opened, new, dates, titles, at)
    return len(opened)


def _tell(
    asked: Asked, opened: dict[int, int], new: set[int], dates: Dates, titles: Mapping[str, str], at: datetime
) -> None:
    kind, about = Notice.Kind.RENEWAL_DUE, f"work:{asked.work_id}:{asked.cycle}"
    if told := {opened[pk]: dates[opened[pk]] for pk in new}:
        path = f"/learn/work/{asked.work_id}/"
        inbox.tell(kind=kind, about=about, recipients=told, titles=titles, path=path, at=at)
    if again := {opened[pk]: dates[opened[pk]] for pk in opened.keys() - new}:
        inbox.tell_again(kind=kind, about=about, recipients=again, at=at)


def renewable(learner: User, work: Work, at: datetime) -> bool:
    """Whether the learner may do anew what they did, asked or not: it counts for a time, and the window is open."""
    renewal = Renewal.objects.filter(work=work).first()
    today = at.astimezone(learner.zone).date()
    if renewal is None:
        return False
    latest = today + renewal.window_days * DAY
    return Assignment.objects.filter(learner=learner, work=work).running_out(latest).exists()
