"""What each person has to do, why, and what happened to it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from academy.assignments.models.rules import AssignmentRule
from academy.assignments.models.works import Work
from academy.frozen import FrozenModel, FrozenQuerySet
from academy.returning import update_returning

# Of rows that were just written; the last say for how many months such work counts, whether it is certified, and the
# content stamp.
RETURNED = (
    "id",
    "learner_id",
    "work_id",
    "cycle",
    "valid_until",
    "(SELECT months FROM assignments_renewal WHERE assignments_renewal.work_id = assignments_assignment.work_id)",
    "(SELECT certified FROM assignments_work WHERE assignments_work.id = assignments_assignment.work_id)",
    "COALESCE((SELECT number FROM academy_contentstamp), 0)",
)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: models.Model) -> "AssignmentQuerySet":
        people = type(user).objects.visible_to(user)
        return self.filter(learner__in=people)

    def open(self) -> "AssignmentQuerySet":
        return self.filter(state=Assignment.State.OPEN)

    def waiting(self) -> "AssignmentQuerySet":
        """Open, or missed: a date of their own opens that again."""
        return self.filter(state__in=(Assignment.State.OPEN, Assignment.State.MISSED))

    def overdue(self, at: datetime) -> "AssignmentQuerySet":
        return self.open().filter(due_at__lt=at)

    def close(self, state: str, at: datetime | None) -> list["Assignment"]:
        """Give these assignments their last state; return them as they are now, but for their dates before.

        One statement that closes and tells at once: of two that do the same, one finds nothing.
        """
        rows = update_returning(self, RETURNED, state=state, done_at=at)
        return [self.model.returned(row, state=state, done_at=at) for row in rows]

    def reopen(self) -> list["Assignment"]:
        """Ask again for what was done; of several cycles only for the latest. Return them as they are now."""
        later = Assignment.objects.filter(
            learner=models.OuterRef("learner"), work=models.OuterRef("work"), cycle__gt=models.OuterRef("cycle")
        )
        done = self.filter(~models.Exists(later), state=Assignment.State.DONE)
        rows = update_returning(done, RETURNED, state=Assignment.State.OPEN, done_at=None, valid_until=None)
        return [self.model.returned(row, state=Assignment.State.OPEN) for row in rows]

    def running_out(self, day: date) -> "AssignmentQuerySet":
        """What counts no longer than `day`, where its learner has nothing that counts longer, and nothing to do that
        would. Adds `next_cycle`: the one in which it is done again."""
        others = Assignment.objects.filter(learner=models.OuterRef("learner"), work=models.OuterRef("work"))
        done = others.filter(state=Assignment.State.DONE)
        later = models.Q(cycle__gt=models.OuterRef("cycle"))
        alike = models.Q(valid_until=models.OuterRef("valid_until")) | models.Q(valid_until=None)
        better = done.filter(models.Q(valid_until__gt=models.OuterRef("valid_until")) | alike & later)
        settled = later & ~models.Q(state__in=(Assignment.State.DONE, Assignment.State.CLOSED))
        asked = others.filter(models.Q(state=Assignment.State.OPEN) | settled)
        ending = self.filter(state=Assignment.State.DONE, valid_until__lte=day)
        last = models.Subquery(done.order_by("-cycle").values("cycle")[:1])
        return ending.filter(~models.Exists(better), ~models.Exists(asked)).annotate(next_cycle=last + 1)

    def latest(self, states: Collection[str]) -> "AssignmentQuerySet":
        """Of those in `states` the latest cycle of each person and work: what they stand at now."""
        later = Assignment.objects.filter(
            learner=models.OuterRef("learner"),
            work=models.OuterRef("work"),
            cycle__gt=models.OuterRef("cycle"),
            state__in=states,
        )
        return self.filter(~models.Exists(later), state__in=states)

    def for_my_work(self, since: datetime) -> "AssignmentQuerySet":
        """What is open, in the order in which it is due, and what was done since a moment."""
        done = models.Q(state=Assignment.State.DONE, done_at__gte=since)
        return self.filter(models.Q(state=Assignment.State.OPEN) | done).for_list()

    def for_list(self) -> "AssignmentQuerySet":
        """All that a list of work shows, in the order in which it is due."""
        return self.select_related("work").order_by(models.F("due_at").asc(nulls_last=True), "pk")


class Assignment(models.Model):
    """One thing that one person has to do, with its reason and dates."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        SUPERSEDED = "superseded", _("replaced by a newer version")
        CLOSED = "closed", _("no longer asked for")
        MISSED = "missed", _("not done in time")
        EXCUSED = "excused", _("excused")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    work = models.ForeignKey(Work, models.PROTECT, related_name="assignments")
    cycle = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    assigned_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True, help_text="After this it can no longer be done.")
    done_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True, help_text="The last day on which it counts; none: for good.")
    own = models.BooleanField(default=False, help_text="Nobody asked for it: the learner chose it.")

    months: int | None = None  # for how many it counts, where it was just closed: see `RETURNED`
    certified: bool = False  # likewise, whether a certificate is issued for it
    stamp: int | None = None  # likewise, the content stamp

    is_record = True
    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "work", "cycle"], name="assignment_once")]
        indexes = [
            models.Index(fields=["learner", "state", "due_at"], name="assignment_list"),
            models.Index(fields=["work", "cycle", "state"], name="assignment_work"),
            models.Index(fields=["due_at", "learner", "work"], condition=models.Q(state="open"), name="assignment_due"),
            models.Index(fields=["closes_at"], condition=models.Q(state="open"), name="assignment_closing"),
            models.Index(
                fields=["valid_until"],
                condition=models.Q(state="done", valid_until__isnull=False),
                name="assignment_validity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.work_id}/{self.cycle} {self.state}"

    @classmethod
    def returned(cls, row: tuple[Any, ...], **values: Any) -> "Assignment":
        """From the columns `RETURNED`, with what else was written."""
        pk, learner, work, cycle, until, months, certified, stamp = row
        # SQLite says of such a column only what is written in it.
        until = date.fromisoformat(until) if isinstance(until, str) else until
        assignment = cls(pk=pk, learner_id=learner, work_id=work, cycle=cycle, valid_until=until, **values)
        assignment.months = months
        assignment.certified, assignment.stamp = bool(certified), stamp
        return assignment


class AssignmentSource(models.Model):
    """Why: one row for each rule that asks for the assignment."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="sources")
    rule = models.ForeignKey(AssignmentRule, models.PROTECT, related_name="sources")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "rule"], name="assignment_source_once")]

    def __str__(self) -> str:
        return f"{self.assignment_id} ← {self.rule_id}"


class AssignmentEventQuerySet(FrozenQuerySet):
    def latest_at(self, at: datetime) -> "AssignmentEventQuerySet":
        """Of each assignment its last event at or before `at`: how everything stood at that moment.

        `kind` tells the state (`OPENING`: those after which it was open), with `due_at`, `team_id` and
        `job_role_id` as they were then. What was assigned later has no row. Filters may stand before and after it.
        """
        later = AssignmentEvent.objects.filter(
            models.Q(at__gt=models.OuterRef("at")) | models.Q(at=models.OuterRef("at"), pk__gt=models.OuterRef("pk")),
            assignment=models.OuterRef("assignment"),
            at__lte=at,
        )
        return self.filter(~models.Exists(later), at__lte=at)


class AssignmentEvent(FrozenModel):
    """What happened to an assignment, with the person's team and role as they were."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("assigned")
        DONE = "done", _("done")
        SUPERSEDED = "superseded", _("superseded")
        REOPENED = "reopened", _("open again")
        CLOSED = "closed", _("no longer asked for")
        MOVED = "moved", _("another date")
        MISSED = "missed", _("not done in time")
        EXCUSED = "excused", _("excused")

    OPENING = (Kind.ASSIGNED, Kind.REOPENED, Kind.MOVED)

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="events", db_index=False)  # see indexes
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="The date as it was after this.")
    team_id = models.BigIntegerField(null=True)
    job_role_id = models.BigIntegerField(null=True)

    objects = AssignmentEventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["assignment", "at", "id"], name="assignment_event_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(kind="assigned"), name="assignment_assigned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.kind}"
