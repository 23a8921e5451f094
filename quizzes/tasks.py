"""What quizzes leave to the worker."""

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils.timezone import now

from academy.assignments.models import Work
from academy.background import is_waiting, task
from quizzes import actions
from quizzes.models import Regrade
from quizzes.statistics import keeping

PAUSE = timedelta(minutes=1)


def compute_statistics_later(work_id: int) -> None:
    """Have the worker bring the statistics of a quiz up to date, after the transaction that graded something."""
    transaction.on_commit(lambda: _ask_for(work_id))


def compute_statistics_sparingly(work_id: int) -> None:
    """The same at most once a minute, so that handing in costs no statement. The clock finds what came in between."""
    if cache.add(f"statistics-asked-for:{work_id}", True, PAUSE.total_seconds()):
        compute_statistics_later(work_id)


def _ask_for(work_id: int) -> None:
    if not is_waiting(compute_statistics, work_id):
        compute_statistics.enqueue(work_id)


@task(queue_name="bulk")
def compute_statistics(work_id: int) -> None:
    keeping.compute(Work.objects.get(pk=work_id), now())


@task()
def carry_out_regrade(regrade_id: int) -> None:
    actions.carry_out(Regrade.objects.get(pk=regrade_id), now())
