"""What asking people for something does, before it is done."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from academy.assignments.actions import Dating
from academy.assignments.models import Assignment, AssignmentRule, Work
from academy.staff.models import Absence, User

LOOKED_AT = 1000  # people whose dates are worked out to tell the first and the last


@dataclass(frozen=True)
class Effect:
    """Of `count` people `done` have done it and `open` have it to do; the others are asked. `away`: on leave today."""

    count: int
    done: int
    open: int
    away: int
    first_due: datetime | None
    last_due: datetime | None

    @property
    def asked(self) -> int:
        return self.count - self.done - self.open


def to_ask(work: Work, people: QuerySet[User]) -> QuerySet[User]:
    """Those who do not have it to do already. Who has done it is known to have, and hears nothing."""
    waiting = Assignment.objects.open().filter(work=work, learner=OuterRef("pk"), own=False)
    return people.filter(~Exists(waiting))


def effect_of(rule: AssignmentRule, people: QuerySet[User], at: datetime) -> Effect:
    """`rule`: not stored yet; its work and dates count. Constant in queries."""
    theirs = Assignment.objects.filter(work=rule.work_id, learner__in=people.order_by().values("pk"))
    open_now = theirs.open().filter(own=False)
    done = theirs.latest([Assignment.State.OPEN, Assignment.State.DONE]).filter(state=Assignment.State.DONE)
    away = Absence.objects.filter(person__in=people.order_by().values("pk"), starts_on__lte=at, ends_on__gte=at)
    some = people.order_by("pk").values_list("pk", "time_zone", "location__calendar_id")[:LOOKED_AT]
    dates = [day for day in Dating(rule, at).dates(list(some)).values() if day]
    return Effect(
        count=people.count(),
        done=done.values("learner").distinct().count(),
        open=open_now.values("learner").distinct().count(),
        away=away.values("person").distinct().count(),
        first_due=min(dates, default=None),
        last_due=max(dates, default=None),
    )
