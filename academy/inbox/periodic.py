from datetime import datetime, timedelta

from academy.inbox.models import Notice
from academy.inbox.tasks import mail_notices
from academy.periodic import periodic

PATIENCE = timedelta(minutes=10)
GIVEN_UP = timedelta(days=2)


@periodic
def mail_what_was_left(at: datetime) -> None:
    """Try again what a mail server that was away, or a worker that was killed, left unsent; for two days."""
    left = Notice.objects.to_mail().filter(created_at__lt=at - PATIENCE, created_at__gt=at - GIVEN_UP)
    for about in left.values_list("about", flat=True).distinct():
        mail_notices.enqueue(about)
