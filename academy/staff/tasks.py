"""What is left to the worker about people."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils.timezone import now
from modelsearch.backends import get_search_backends

from academy.background import is_waiting, task
from academy.staff import actions
from academy.staff.actions import uploads
from academy.staff.models import StaffUpload, User

CHUNK = 1000


def send_invitations_soon() -> None:
    """Have the worker send what is due, after the transaction. One that waits already will see all of it."""
    transaction.on_commit(lambda: None if is_waiting(send_invitations) else send_invitations.enqueue())


@task(queue_name="bulk")
def send_invitations() -> None:
    if actions.send_invitations(now()):
        send_invitations_soon()


def index_people_later(people: Iterable[int]) -> None:
    """Bring people (ids) into the search of the CMS, a thousand at a time: rows that came in bulk told it nothing."""
    wanted = list(people)
    for start in range(0, len(wanted), CHUNK):
        transaction.on_commit(partial(index_people.enqueue, wanted[start : start + CHUNK]))


@task(queue_name="bulk")
def index_people(pks: list[int]) -> None:
    people = list(User.objects.filter(pk__in=pks))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(User, people)


@task()
def work_on_upload(pk: int) -> None:
    """Read a large file, or import it, whichever is its turn. One that is forgotten or done is left alone."""
    if upload := StaffUpload.objects.select_related("by").filter(pk=pk).first():
        uploads.work_on(upload, now())
