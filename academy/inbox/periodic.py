from datetime import datetime

from academy.inbox.actions import forget_notices
from academy.inbox.models import Delivery
from academy.inbox.tasks import deliver_soon
from academy.periodic import periodic
from academy.staff.retention import notices_before


@periodic
def deliver_what_is_due(at: datetime) -> None:
    """What waited for the end of quiet hours, for the digest or for another try, and what an outage left.

    After a pause there is no flood: a digest is one mail for each person, and what exceeds the number of messages
    a day goes into it.
    """
    if Delivery.objects.any_due(at):
        deliver_soon()


@periodic
def forget_old_notices(at: datetime) -> None:
    """What is read or withdrawn, and older than the settings say."""
    if before := notices_before(at):
        forget_notices(before)
