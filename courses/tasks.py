"""What courses leave to the worker."""

from django.db import transaction
from django.utils.timezone import now

from academy.assignments.models import Work
from academy.background import task
from courses.models import MaterialChange


def reopen_units_later(change: MaterialChange) -> None:
    """Have the worker ask those concerned, after the transaction that published the change."""
    transaction.on_commit(lambda: reopen_units.enqueue(change.pk))


@task()
def reopen_units(change_id: int) -> None:
    from courses import actions

    change = MaterialChange.objects.select_related("work", "course").get(pk=change_id)
    actions.reopen_units(change, now())


def complete_waiting_later(path_id: int) -> None:
    """Have the worker look who has done what a learning path asks for, after it has changed."""
    transaction.on_commit(lambda: complete_waiting.enqueue(path_id))


@task()
def complete_waiting(path_id: int) -> None:
    from courses import actions

    actions.complete_waiting(Work.objects.get(pk=path_id), now())
