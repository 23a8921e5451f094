"""What the inbox leaves to the worker."""

from django.db import transaction
from django.utils.timezone import now

from academy.background import is_waiting, task
from academy.inbox import delivering


def deliver_soon() -> None:
    """Have the worker send what is due, after the transaction. One that waits already will see all of it."""
    transaction.on_commit(lambda: None if is_waiting(deliver) else deliver.enqueue())


@task(queue_name="bulk")
def deliver() -> None:
    """Send for a few seconds; what is left waits behind what others want of the worker."""
    if delivering.send_due(now()):
        deliver_soon()
