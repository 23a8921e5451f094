"""Applying the rules: who joins an audience is asked, who leaves it is let go, who comes back is asked again."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from academy.assignments import statements
from academy.assignments.actions.dating import Dating, Person
from academy.assignments.actions.recording import about, record, withdraw_notices
from academy.assignments.actions.works import titles_of
from academy.assignments.models import Assignment, AssignmentEvent, AssignmentRule, AssignmentSource, Reach, Work
from academy.assignments.signals import work_assigned
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.staff.models import User

CHUNK = 1000
NOTICES = {
    Work.Kind.POLICY: Notice.Kind.POLICY_ASSIGNED,
    Work.Kind.COURSE: Notice.Kind.COURSE_ASSIGNED,
    Work.Kind.QUIZ: Notice.Kind.QUIZ_ASSIGNED,
    Work.Kind.PATH: Notice.Kind.PATH_ASSIGNED,
}
T = TypeVar("T")


def apply_rules(at: datetime) -> int:
    """Apply every rule; return how many people were asked for something."""
    rules = AssignmentRule.objects.select_related("work", "audience").order_by("pk")
    # Those that ask come first: a newer version supersedes what the rule of the older one would merely close.
    asked = sum(apply_rule(rule, at) for rule in rules.filter(active=True))
    for rule in rules.filter(active=False, reach__asked__gt=0):
        apply_rule(rule, at)
    return asked


def let_go_of_older(rule: AssignmentRule, at: datetime) -> None:
    """Let those go whom inactive rules for the same work still ask: older versions of a policy."""
    older = AssignmentRule.objects.filter(work=rule.work_id, active=False, reach__asked__gt=0)
    for one in older.exclude(pk=rule.pk).select_related("work", "audience"):
        apply_rule(one, at)


def apply_rule(rule: AssignmentRule, at: datetime) -> int:
    """Bring a rule up to date with the people of its audience; return how many were asked who were not before.

    An inactive rule asks nobody, and lets everybody go. People are taken in chunks, each in its own transaction: what
    is done stays done when the worker dies, and others write between two of them.
    """
    for sources in _chunks(list(_no_longer(rule, at).values_list("pk", flat=True))):
        _let_go(rule, sources, at)
    people = list(_waiting(rule, at)) if rule.active else []
    if not people:
        return 0
    Reach.objects.bulk_create([Reach(rule=rule)], ignore_conflicts=True)
    reach = Reach.objects.filter(rule=rule)
    reach.update(named=F("asked") + len(people))
    titles, dating = titles_of(rule.work), Dating(rule, at)
    asked = sum(_ask(rule, chunk, dating, titles) for chunk in _chunks(people))
    reach.exclude(named=F("asked")).update(named=F("asked"))
    return asked


def _waiting(rule: AssignmentRule, at: datetime) -> QuerySet[User, Person]:
    """Who is in the audience and not asked by the rule: they joined, or came back."""
    asked = AssignmentSource.objects.filter(
        rule=rule, assignment__learner=OuterRef("pk"), assignment__work=rule.work_id, assignment__cycle=rule.cycle
    ).exclude(assignment__state=Assignment.State.CLOSED)
    people = rule.audience.people(at).filter(~Exists(asked)).order_by("pk")
    return people.values_list("pk", "time_zone", "location__calendar_id")


def _no_longer(rule: AssignmentRule, at: datetime) -> QuerySet[AssignmentSource]:
    """Why those were asked who are no longer in the audience."""
    sources = AssignmentSource.objects.filter(rule=rule).order_by("pk")
    if not rule.active:
        return sources
    return sources.filter(~Exists(rule.audience.people(at).filter(pk=OuterRef("assignment__learner"))))


@transaction.atomic
def _ask(rule: AssignmentRule, people: Sequence[Person], dating: Dating, titles: dict[str, str]) -> int:
    at, dates = dating.at, dating.dates(people)
    opened = statements.insert_assignments(rule, dates, at)
    if rule.close_days is not None:
        closes = F("due_at") + timedelta(days=rule.close_days)
        Assignment.objects.filter(pk__in=opened).update(closes_at=closes)
    asked = statements.insert_sources(rule, dates)
    if rule.work.kind in Work.TAUGHT:
        chosen = Assignment.objects.filter(work=rule.work_id, cycle=rule.cycle, own=True)
        chosen.filter(learner__in=list(dates)).update(own=False)
    new = statements.insert_events(opened, AssignmentEvent.Kind.ASSIGNED, at)
    if back := opened.keys() - new:
        statements.insert_events(back, AssignmentEvent.Kind.REOPENED, at)
    _supersede(rule, list(dates), at)
    Reach.objects.filter(rule=rule).update(asked=F("asked") + asked)
    if opened:
        work_assigned.send(Work, work=rule.work, cycle=rule.cycle, learners=list(opened.values()), at=at)
        _tell(rule, opened, new, dates, titles, at)
    return asked


def _tell(
    rule: AssignmentRule,
    opened: dict[int, int],
    new: set[int],
    dates: statements.Dates,
    titles: dict[str, str],
    at: datetime,
) -> None:
    """Tell those who have it to do. Who did it before it was asked for has done it, and hears nothing."""
    to_do = set(Assignment.objects.open().filter(pk__in=opened).values_list("pk", flat=True))
    kind, path = NOTICES[Work.Kind(rule.work.kind)], f"/learn/work/{rule.work_id}/"
    if told := {opened[pk]: dates[opened[pk]] for pk in to_do & new}:
        inbox.tell(kind=kind, about=about(rule), recipients=told, titles=titles, path=path, at=at)
    if again := {opened[pk]: dates[opened[pk]] for pk in to_do - new}:
        inbox.tell_again(kind=kind, about=about(rule), recipients=again, at=at)


def _supersede(rule: AssignmentRule, people: Sequence[int], at: datetime) -> None:
    """Whoever is asked for a newer cycle no longer owes the older one."""
    if rule.cycle == 1:
        return
    older = Assignment.objects.open().filter(work=rule.work_id, cycle__lt=rule.cycle, learner__in=people)
    if replaced := older.close(Assignment.State.SUPERSEDED, at):
        record(replaced, AssignmentEvent.Kind.SUPERSEDED, at)
        withdraw_notices(replaced, at)


@transaction.atomic
def _let_go(rule: AssignmentRule, sources: Sequence[int], at: datetime) -> None:
    """The rule asks these no longer. Where no other does, what is open is closed; what is done stays done."""
    asked_for = Assignment.objects.filter(sources__in=sources).order_by("pk")
    # Two rules may let the same person go at once: each must see whether the other has.
    assignments = dict(asked_for.select_for_update(of=("self",)).values_list("pk", "cycle"))
    # Who was asked to renew was counted when they were first asked.
    gone = [pk for pk in statements.delete_sources(sources) if assignments[pk] == rule.cycle]
    left = Assignment.objects.open().filter(pk__in=assignments)
    closed = left.filter(~Exists(AssignmentSource.objects.filter(assignment=OuterRef("pk")))).close(
        Assignment.State.CLOSED, at
    )
    record(closed, AssignmentEvent.Kind.CLOSED, at)
    withdraw_notices(closed, at)
    Reach.objects.filter(rule=rule).update(asked=F("asked") - len(gone), named=F("named") - len(gone))


def _chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
