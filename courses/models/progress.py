"""How far each learner is."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, models
from django.db.models.functions import Coalesce


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: models.Model) -> "EnrolmentQuerySet":
        return self.filter(learner__in=type(user).objects.visible_to(user))

    def current(self) -> "EnrolmentQuerySet":
        """Not those of courses that were taken anew since."""
        return self.filter(renewed_at=None)

    def completed(self, course: models.Model) -> "EnrolmentQuerySet":
        return self.filter(course=course).exclude(completed_at=None)

    def counted(self, units: Collection[int]) -> "EnrolmentQuerySet":
        """With `count` to filter by: how many of these units are done."""
        done = UnitProgress.objects.filter(enrolment=models.OuterRef("pk"), unit__in=units, done_at__isnull=False)
        count = done.order_by().values("enrolment").values(count=models.Count("pk"))
        return self.alias(count=Coalesce(models.Subquery(count), 0))

    def all_done(self, units: Collection[int]) -> "EnrolmentQuerySet":
        """Those not completed yet in which all these units are done."""
        return self.filter(completed_at=None).counted(units).filter(count=len(units))

    def with_done_units(self) -> "EnrolmentQuerySet":
        """Adds `done_units`: how many units of the course the learner has done."""
        return self.annotate(done_units=models.Count("units", filter=models.Q(units__done_at__isnull=False)))


class Enrolment(models.Model):
    """One learner in one course, in whatever language. Who takes it anew has a further one: `renewed_at` is none in the
    one that they are in."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    course = models.ForeignKey("assignments.Work", models.PROTECT, related_name="enrolments")
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    last_unit = models.ForeignKey("assignments.Work", models.PROTECT, null=True, related_name="+")
    last_opened_at = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True, help_text="From then on the course was taken anew.")

    is_record = True
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"], condition=models.Q(renewed_at=None), name="enrolment_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["last_opened_at"],
                condition=models.Q(completed_at=None, renewed_at=None),
                name="enrolment_begun",
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.course_id}"


# By hand: QuerySets know no insert that takes from a query, nor one that keeps what was there before.
NOTE = """
INSERT INTO courses_unitprogress (enrolment_id, unit_id, opened_at, done_at)
SELECT id, %(unit)s, %(at)s, %(done_at)s FROM courses_enrolment
WHERE learner_id = %(learner)s AND course_id = %(course)s AND renewed_at IS NULL {lock}
ON CONFLICT (enrolment_id, unit_id) DO UPDATE SET done_at = COALESCE(courses_unitprogress.done_at, excluded.done_at)
"""


# By hand: a QuerySet takes several times as long to compose this as the database to answer it. Where a course was
# completed it asks until when that counts, and from how many days before on it is renewed.
FOR_STANDING = """
SELECT unit_id, done_at IS NOT NULL, course_id, last_unit_id, renewed_at IS NOT NULL,
    done_at IS NULL AND EXISTS (
        SELECT 1 FROM courses_reopening
        WHERE courses_reopening.enrolment_id = courses_enrolment.id AND courses_reopening.unit_id = progress.unit_id
        AND change_id IS NOT NULL
    ),
    CASE WHEN completed_at IS NOT NULL THEN (
        SELECT MAX(valid_until) FROM assignments_assignment
        WHERE learner_id = courses_enrolment.learner_id AND work_id = course_id AND state = 'done'
    ) END,
    CASE WHEN completed_at IS NOT NULL THEN (
        SELECT window_days FROM assignments_renewal WHERE work_id = course_id
    ) END,
    completed_at
FROM courses_enrolment
LEFT JOIN courses_unitprogress progress ON enrolment_id = courses_enrolment.id AND renewed_at IS NULL
WHERE learner_id = %s AND course_id IN ({places})
"""


class Progress(NamedTuple):
    """A unit that a learner has opened, with their enrolment in its course; `unit` None where there is none to tell of.

    `renewed`: an enrolment of before; the course was taken anew since. `changed`: the unit was done, and has changed.
    `valid_until`: the last day on which the course counts, and `window_days` before it it may be taken anew.
    """

    unit: int | None
    done: bool
    course: int
    last_unit: int | None
    renewed: bool
    changed: bool
    valid_until: date | None
    window_days: int | None
    completed_at: datetime | None


def _day(value: Any) -> date | None:
    """SQLite gives as text what was computed."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _aware(moment: datetime | None) -> datetime | None:
    """SQLite keeps moments in UTC without saying so."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


class UnitProgressQuerySet(models.QuerySet["UnitProgress"]):
    def for_standing(self, learner: models.Model, course_ids: Collection[int]) -> list["Progress"]:
        """What tells where a learner stands in courses: every page of a course asks for it."""
        if not course_ids:
            return []
        places = ", ".join(["%s"] * len(course_ids))
        with connection.cursor() as cursor:
            cursor.execute(FOR_STANDING.format(places=places), [learner.pk, *course_ids])
            return [
                Progress(*row, _day(until), window, _aware(completed_at))
                for *row, until, window, completed_at in cursor.fetchall()
            ]

    def note(self, learner: models.Model, course_id: int, unit_id: int, at: datetime, *, done: bool) -> bool:
        """Remember that a unit was opened, or done; whichever was first stays. False: there is no enrolment yet.

        Locks the enrolment: whoever does another unit of the course at this moment waits, and so one of the two
        sees that both are done.
        """
        moment = connection.ops.adapt_datetimefield_value(at)
        values = {"unit": unit_id, "at": moment, "done_at": moment if done else None}
        lock = "FOR NO KEY UPDATE" if connection.features.has_select_for_no_key_update else ""
        with connection.cursor() as cursor:
            cursor.execute(NOTE.format(lock=lock), {**values, "learner": learner.pk, "course": course_id})
            return bool(cursor.rowcount)


class UnitProgress(models.Model):
    """How far a learner is in one unit: opened, then done. Only a lost pass and a material change of the unit take that
    back: see `Reopening`."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="units")
    unit = models.ForeignKey("assignments.Work", models.PROTECT, related_name="progress")
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    is_record = True
    objects = UnitProgressQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "unit"], name="unit_progress_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.unit_id}"
