"""How everybody who is asked stands towards a policy, as rows that the database can count.

Counted is whoever was asked for the version at that moment, active and in its audience. Now that is told by the
assignments; of a moment that is over by the events, which are only added.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from academy.assignments.models import Assignment, AssignmentEvent, Work
from academy.policies.models import Decline, PolicyVersion
from academy.staff.models import Absence, User


class Standing(models.TextChoices):
    """Each person has one: the first of these that is true, but for `DUE`, which is left."""

    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    DECLINED = "declined", _("Declined")
    ON_LEAVE = "leave", _("On leave")
    OVERDUE = "overdue", _("Overdue")
    DUE = "due", _("Still to do")


WAITING = (Standing.DUE, Standing.OVERDUE)
"""Those whom a reminder helps."""


@dataclass(frozen=True)
class Moment:
    """`day`: that of `at` where the reader is. `past`: somebody chose it; else it is now."""

    at: datetime
    day: date
    past: bool


Group = tuple[Any, ...]
"""The id of a policy, a standing, the id of a team or None, a language."""


def may_see(reader: User) -> bool:
    """Whether there is anybody whose compliance `reader` sees."""
    return reader.has_perm("staff.view_all_records") or User.objects.led_by(reader).exists()


def in_view(reader: User) -> Q:
    """The learners whose compliance `reader` sees: everybody, or those below them."""
    if reader.has_perm("staff.view_all_records"):
        return Q()
    return Q(learner__in=User.objects.led_by(reader).values("pk"))


def cycles_at(moment: Moment, works: QuerySet[Work]) -> dict[int, int]:
    """Of each policy (id) the version that was asked for last; without those that nobody was asked for."""
    asked = Assignment.objects.filter(work__in=works, assigned_at__lte=moment.at).order_by()
    return dict(asked.values_list("work").annotate(cycle=Max("cycle")))


def cycle_at(work: Work, moment: Moment) -> int | None:
    """The same for one policy; None before anybody was asked."""
    asked = Assignment.objects.filter(work=work, assigned_at__lte=moment.at)
    return asked.order_by("-cycle").values_list("cycle", flat=True).first()


def standings(cycles: dict[int, int], moment: Moment, reader: User) -> QuerySet[Any]:
    """A row for each person and policy of `cycles` (id of the work → cycle), with `assigned` (id of the assignment),
    `policy`, `person`, `standing`, `team`, `tongue`, `due`, `done`; those of a past moment as they were."""
    rows, path, done = _rows(cycles, moment, reader)
    return rows.annotate(standing=_standing(path, done, cycles, moment))


def _rows(cycles: dict[int, int], moment: Moment, reader: User) -> tuple[QuerySet[Any], str, Q]:
    """The rows of active people, how the learner is reached from them, and what says that one is done."""
    rows, path, done = _asked_for(cycles, moment, reader)
    rows = rows.filter(_active(path, moment)).annotate(
        assigned=F(f"{path}id"),
        policy=F(f"{path}work"),
        person=F(f"{path}learner"),
        team=F("team_id" if moment.past else "learner__team"),
        tongue=F(f"{path}learner__language"),
    )
    return rows, path, done


def _asked_for(cycles: dict[int, int], moment: Moment, reader: User) -> tuple[QuerySet[Any], str, Q]:
    """The same of everybody, with `due` and `done`; who they are is not looked up."""
    rows, path, done = _past(cycles, moment) if moment.past else _present(cycles)
    return rows.filter(_from(path, in_view(reader))), path, done


def _asked(path: str, cycles: dict[int, int], name: str = "cycle") -> Q:
    pairs = (Q((f"{path}work", work), (f"{path}{name}", cycle)) for work, cycle in cycles.items())
    return Q(*pairs, _connector=Q.OR) if cycles else Q(pk__in=[])


def _present(cycles: dict[int, int]) -> tuple[QuerySet[Any], str, Q]:
    counted = (Assignment.State.OPEN, Assignment.State.DONE)
    rows = Assignment.objects.filter(_asked("", cycles), state__in=counted)
    return rows.annotate(due=F("due_at"), done=F("done_at")), "", Q(state=Assignment.State.DONE)


def _past(cycles: dict[int, int], moment: Moment) -> tuple[QuerySet[Any], str, Q]:
    kinds = AssignmentEvent.Kind
    asked = AssignmentEvent.objects.filter(_asked("assignment__", cycles))
    rows = asked.latest_at(moment.at).filter(kind__in=(*AssignmentEvent.OPENING, kinds.DONE))
    rows = rows.annotate(
        due=Coalesce("due_at", "assignment__due_at"),
        done=Case(When(kind=kinds.DONE, then=F("at"))),
    )
    return rows, "assignment__", Q(kind=kinds.DONE)


def _from(path: str, condition: Q) -> Q:
    """A condition of assignments, as it is said from further away."""
    return Q(*((f"{path}{name}", value) for name, value in condition.children))


def _active(path: str, moment: Moment) -> Q:
    active = Q((f"{path}learner__is_active", True))
    return active | Q((f"{path}learner__leaves_on__gte", moment.day)) if moment.past else active


def counted(cycles: dict[int, int], moment: Moment, reader: User) -> Counter[Group]:
    """How many of the same rows are alike. Three passes, of which only the first goes through all of them.

    Whether somebody declined or is away is asked of those few alone of whom either is true: for all of them it
    would cost more than everything else.
    """
    rows, path, done = _rows(cycles, moment, reader)
    plain = rows.annotate(plain=_plain(done, moment)).order_by()
    groups: Counter[Group] = Counter()
    for *group, count in plain.values_list("policy", "plain", "team", "tongue").annotate(count=Count("pk")):
        groups[tuple(group)] += count
    special = plain.filter(Q((f"{path}learner__in", _special(cycles, moment)))).exclude(done)
    special = special.annotate(standing=_standing(path, done, cycles, moment))
    moved = special.values_list("policy", "plain", "standing", "team", "tongue").annotate(count=Count("pk"))
    for policy, was, standing, team, tongue, count in moved:
        groups[policy, was, team, tongue] -= count
        groups[policy, standing, team, tongue] += count
    return +groups


def days_counted(cycles: dict[int, int], moment: Moment, reader: User) -> tuple[Counter[date], Counter[date]]:
    """How many were done, and how many fell due, on each day of the reader's time zone.

    Everybody is counted without asking who they are, and who is not active taken off again. Work falls due at few
    moments, which are turned into days here: the database would do it once for each person.
    """
    rows, path, is_done = _asked_for(cycles, moment, reader)
    done: Counter[date] = Counter()
    due: Counter[date] = Counter()
    for some, sign in ((rows.order_by(), 1), (rows.exclude(_active(path, moment)).order_by(), -1)):
        days = some.filter(is_done).annotate(day=TruncDate("done")).values_list("day")
        for day, count in days.annotate(count=Count("pk")):
            done[day] += sign * count
        for last, count in some.exclude(due=None).values_list("due").annotate(count=Count("pk")):
            due[localtime(last).date()] += sign * count
    return +done, +due


def last_dates(cycles: dict[int, int], moment: Moment, reader: User) -> dict[int, datetime]:
    """Of each policy (id) the latest day on which anybody has to have done it."""
    rows, _path, _done = _rows(cycles, moment, reader)
    found = rows.order_by().values_list("policy").annotate(last=Max("due"))
    return {pk: last for pk, last in found if last}


def _versions(cycles: dict[int, int]) -> list[int]:
    return list(PolicyVersion.objects.filter(_asked("", cycles, "number")).values_list("pk", flat=True))


def _away(moment: Moment) -> QuerySet[Absence]:
    return Absence.objects.filter(starts_on__lte=moment.day, ends_on__gte=moment.day)


def _special(cycles: dict[int, int], moment: Moment) -> QuerySet[Any]:
    """Who declined any of the versions or is away."""
    declined = Decline.objects.filter(version__in=_versions(cycles), at__lte=moment.at)
    return declined.order_by().values("learner").union(_away(moment).order_by().values("person"))


def _plain(done: Q, moment: Moment) -> Case:
    """The standing of whoever neither declined nor is away."""
    return Case(
        When(done, then=Value(Standing.ACKNOWLEDGED)),
        When(due__lt=moment.at, then=Value(Standing.OVERDUE)),
        default=Value(Standing.DUE),
        output_field=models.CharField(),
    )


def _standing(path: str, done: Q, cycles: dict[int, int], moment: Moment) -> Case:
    learner = OuterRef(f"{path}learner")
    versions = _versions(cycles)
    declined = Decline.objects.filter(learner=learner, version__in=versions, at__lte=moment.at)
    if len(versions) > 1:
        declined = declined.filter(version__work=OuterRef(f"{path}work"))
    return Case(
        When(done, then=Value(Standing.ACKNOWLEDGED)),
        When(Exists(declined), then=Value(Standing.DECLINED)),
        When(Exists(_away(moment).filter(person=learner)), then=Value(Standing.ON_LEAVE)),
        When(due__lt=moment.at, then=Value(Standing.OVERDUE)),
        default=Value(Standing.DUE),
        output_field=models.CharField(),
    )
