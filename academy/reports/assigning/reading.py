"""What a manager has asked for, and how far the people are with it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from academy.access import Place, places_of
from academy.assignments.models import Assignment, AssignmentRule, AssignmentSource, Reach
from academy.staff.models import User

State = Assignment.State
LATE = "late"
SHOWN = (State.DONE, State.OPEN, LATE, State.MISSED, State.EXCUSED)


def rules_of(reader: User) -> QuerySet[AssignmentRule]:
    """What the reader has laid; everybody's, where they may see all records. The latest first."""
    rules = AssignmentRule.objects.select_related("work", "audience", "reach", "created_by").order_by("-pk")
    return rules if reader.has_perm("staff.view_all_records") else rules.filter(created_by=reader)


def of_rule(rules: Collection[AssignmentRule], reader: User, at: datetime) -> dict[int, Counter[str]]:
    """How the people whom the reader sees stand, by rule (id). One statement."""
    rows = AssignmentSource.objects.filter(rule__in=rules).exclude(assignment__state__in=(State.CLOSED,))
    if not reader.has_perm("staff.view_all_records"):
        rows = rows.filter(assignment__learner__in=User.objects.visible_to(reader).values("pk"))
    late = When(assignment__state=State.OPEN, assignment__due_at__lt=at, then=Value(LATE))
    counted = rows.values("rule", state=Case(late, default=F("assignment__state"), output_field=CharField()))
    found: dict[int, Counter[str]] = {rule.pk: Counter() for rule in rules}
    for row in counted.annotate(count=Count("pk")).order_by():
        found[row["rule"]][row["state"]] += row["count"]
    return found


@dataclass(frozen=True)
class RuleLine:
    """`place` None where what was asked for is no longer there."""

    rule: AssignmentRule
    place: Place | None
    counts: Counter[str]

    @property
    def reach(self) -> Reach:
        return getattr(self.rule, "reach", None) or Reach(rule=self.rule)

    @property
    def whom(self) -> str:
        """A name that somebody gave; of what was made for one assignment, that tells it in part."""
        return self.rule.audience.name if self.rule.audience.listed else ""

    @property
    def people(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return self.counts[State.DONE]

    @property
    def late(self) -> int:
        return self.counts[LATE]


def lines_of(rules: Collection[AssignmentRule], reader: User, at: datetime, language: str) -> list[RuleLine]:
    """Two statements for all of them."""
    counts = of_rule(rules, reader, at)
    places = places_of([rule.work.translation_key for rule in rules], language)
    return [RuleLine(rule, places.get(rule.work.translation_key), counts[rule.pk]) for rule in rules]


def people_behind(rule: AssignmentRule, reader: User, state: str, at: datetime) -> QuerySet[Assignment]:
    """The assignments behind one of the figures, or behind all of them; the first that are due first."""
    rows = Assignment.objects.filter(sources__rule=rule, learner__in=User.objects.visible_to(reader).values("pk"))
    if state == LATE:
        rows = rows.overdue(at)
    elif state == State.OPEN:
        rows = rows.open().filter(Q(due_at=None) | Q(due_at__gte=at))
    elif state:
        rows = rows.filter(state=state)
    return (
        rows.exclude(state=State.CLOSED)
        .select_related("learner__team")
        .order_by(F("done_at").asc(nulls_first=True), F("due_at").asc(nulls_last=True), "pk")
    )
