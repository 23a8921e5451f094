from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from academy.inbox.models import Notice


def tell(
    *,
    kind: str,
    about: str,
    recipients: Mapping[int, datetime | None],
    titles: dict[str, str],
    path: str,
    at: datetime,
) -> None:
    """Put one notice into the inbox of each recipient (user id → due date), once, and have it mailed.

    The mail is sent by the worker, after the transaction.
    """
    from academy.inbox.tasks import mail_notices

    Notice.objects.bulk_create(
        [
            Notice(recipient_id=pk, kind=kind, about=about, titles=titles, path=path, due_at=due, created_at=at)
            for pk, due in recipients.items()
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(lambda: mail_notices.enqueue(about))


def withdraw(about: str, recipients: Iterable[int], at: datetime) -> None:
    """Take a notice out of the inbox: what it asked for is done, or no longer asked."""
    Notice.objects.filter(about=about, recipient__in=list(recipients), withdrawn_at=None).update(withdrawn_at=at)
