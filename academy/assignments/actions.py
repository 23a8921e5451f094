"""Writes on the list of work. All of them are set-based and may be repeated."""

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page

from academy.assignments.domain.due import due_at
from academy.assignments.models import Assignment, AssignmentEvent, AssignmentRule, AssignmentSource, Work
from academy.assignments.signals import work_assigned
from academy.content import is_source
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.staff.models import User

CHUNK = 2000
NOTICES = {
    Work.Kind.POLICY: Notice.Kind.POLICY_ASSIGNED,
    Work.Kind.COURSE: Notice.Kind.COURSE_ASSIGNED,
    Work.Kind.QUIZ: Notice.Kind.QUIZ_ASSIGNED,
}


def register_work(page: Page) -> Work:
    """Make the identity of a published page, and keep its last title in the source language."""
    work = Work.objects.of(page)
    if work.title != page.title and is_source(page):
        work.title = page.title
        work.save(update_fields=["title"])
    return work


def apply_rule(rule: AssignmentRule, at: datetime) -> int:
    """Ask everybody whom the rule concerns and who was not asked before; return how many that were.

    People are taken in chunks, each in its own transaction: what is done stays done when the worker dies.
    """
    asked = 0
    waiting = rule.audience.people().exclude(assignments__sources__rule=rule)
    while people := list(waiting.order_by("pk").only("pk", "time_zone", "team_id", "job_role_id")[:CHUNK]):
        _ask(rule, people, at)
        asked += len(people)
    return asked


def apply_rules(at: datetime) -> int:
    """Apply every active rule; return how many people were asked for something."""
    rules = AssignmentRule.objects.filter(active=True).select_related("work", "audience")
    return sum(apply_rule(rule, at) for rule in rules)


@transaction.atomic
def _ask(rule: AssignmentRule, people: list, at: datetime) -> None:
    due = {
        zone: due_at(rule.due_on, rule.due_days, at, ZoneInfo(zone)) for zone in {person.time_zone for person in people}
    }
    Assignment.objects.bulk_create(
        [
            Assignment(
                learner=person,
                work_id=rule.work_id,
                cycle=rule.cycle,
                assigned_at=at,
                due_at=due[person.time_zone],
            )
            for person in people
        ],
        ignore_conflicts=True,
    )
    assignments = list(Assignment.objects.filter(work=rule.work_id, cycle=rule.cycle, learner__in=people))
    AssignmentSource.objects.bulk_create(
        [AssignmentSource(assignment=assignment, rule=rule) for assignment in assignments],
        ignore_conflicts=True,
    )
    _record(assignments, people, AssignmentEvent.Kind.ASSIGNED, at)
    _supersede(rule, people, at)
    work_assigned.send(Work, work=rule.work, cycle=rule.cycle, learners=[person.pk for person in people], at=at)
    waiting = Assignment.objects.open().filter(pk__in=[assignment.pk for assignment in assignments])
    inbox.tell(
        kind=NOTICES[Work.Kind(rule.work.kind)],
        about=f"work:{rule.work_id}:{rule.cycle}",
        recipients=dict(waiting.values_list("learner_id", "due_at")),
        titles=titles_of(rule.work),
        path=f"/learn/work/{rule.work_id}/",
        at=at,
    )


def _supersede(rule: AssignmentRule, people: list, at: datetime) -> None:
    """Whoever is asked for a newer cycle no longer owes the older one."""
    older = Assignment.objects.open().filter(work=rule.work_id, cycle__lt=rule.cycle, learner__in=people)
    replaced = list(older)
    if not replaced:
        return
    older.update(state=Assignment.State.SUPERSEDED, done_at=at)
    _record(replaced, people, AssignmentEvent.Kind.SUPERSEDED, at)
    for cycle in {assignment.cycle for assignment in replaced}:
        inbox.withdraw(f"work:{rule.work_id}:{cycle}", [a.learner_id for a in replaced if a.cycle == cycle], at)


def _record(assignments: Iterable[Assignment], people: Iterable, kind: str, at: datetime) -> None:
    stood = {person.pk: person for person in people}
    AssignmentEvent.objects.bulk_create(
        [
            AssignmentEvent(
                assignment=assignment,
                kind=kind,
                at=at,
                team_id=stood[assignment.learner_id].team_id,
                job_role_id=stood[assignment.learner_id].job_role_id,
            )
            for assignment in assignments
        ],
        ignore_conflicts=True,
    )


def complete_work(learner: User, work: Work, at: datetime, *, up_to_cycle: int | None = None) -> bool:
    """Close what `learner` has open for `work`; return whether anything was.

    With `up_to_cycle` later cycles stay open: whoever acknowledges version 3 still owes version 4.
    """
    return bool(complete_for([learner], work, at, up_to_cycle=up_to_cycle))


@transaction.atomic
def complete_for(learners: Collection[User], work: Work, at: datetime, *, up_to_cycle: int | None = None) -> int:
    """The same for many; return how many assignments were closed."""
    theirs = Assignment.objects.open().filter(learner__in=learners, work=work)
    if up_to_cycle is not None:
        theirs = theirs.filter(cycle__lte=up_to_cycle)
    closing = list(theirs)
    if not closing:
        return 0
    Assignment.objects.open().filter(pk__in=[a.pk for a in closing]).update(state=Assignment.State.DONE, done_at=at)
    _record(closing, learners, AssignmentEvent.Kind.DONE, at)
    for cycle in {assignment.cycle for assignment in closing}:
        inbox.withdraw(f"work:{work.pk}:{cycle}", [a.learner_id for a in closing if a.cycle == cycle], at)
    return len(closing)


def titles_of(work: Work) -> dict[str, str]:
    """The title of the live page behind `work` by language code."""
    pages: QuerySet[Page] = Page.objects.live().filter(translation_key=work.translation_key).select_related("locale")
    return {page.locale.language_code: page.title for page in pages}
