"""Until when what was done counts."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Max

from academy.assignments.domain.validity import valid_until
from academy.assignments.models import Assignment, Renewal
from academy.staff.models import User


def date_validity(
    done: Sequence[Assignment], learners: Collection[User], at: datetime, *, done_on: date | None = None
) -> None:
    """Give what was done just now, or on `done_on`, the last day on which it counts, where it counts for a time only.

    What has such a day keeps it: of that only what changed was done again. Asks the database for nothing where
    everything counts for good.
    """
    limited = [row for row in done if row.months and row.valid_until is None]
    if not limited:
        return
    renewals = Renewal.objects.filter(work__in={row.work_id for row in limited})
    validities = {renewal.work_id: renewal.validity for renewal in renewals}
    days = {one.pk: done_on or at.astimezone(one.zone).date() for one in learners}
    before = _counted_until(limited)
    for row in limited:
        row.valid_until = valid_until(
            days[row.learner_id], validities[row.work_id], before.get((row.learner_id, row.work_id))
        )
    Assignment.objects.bulk_update(limited, ["valid_until"])


def _counted_until(rows: Sequence[Assignment]) -> dict[tuple[int, int], date]:
    """The last day of what these renew, by learner and work."""
    earlier = Assignment.objects.filter(
        learner__in={row.learner_id for row in rows}, work__in={row.work_id for row in rows}
    ).exclude(pk__in=[row.pk for row in rows])
    found = earlier.exclude(valid_until=None).values_list("learner", "work").annotate(Max("valid_until"))
    return {(learner, work): until for learner, work, until in found.order_by()}
