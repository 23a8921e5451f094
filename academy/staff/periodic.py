from datetime import datetime

from academy.periodic import periodic
from academy.staff import actions
from academy.staff.models import Invitation, StaffUpload, User
from academy.staff.retention import leavers_before
from academy.staff.tasks import send_invitations_soon

A_ROUND = 10


@periodic
def close_accounts(at: datetime) -> int:
    """Leavers are with us until the end of their last day."""
    return actions.close_accounts(at)


@periodic
def invite_who_is_due(at: datetime) -> None:
    """Newcomers some days before their first, and what could not be sent at once."""
    if Invitation.objects.due(at).exists():
        send_invitations_soon()


@periodic
def forget_uploads(at: datetime) -> None:
    """Files of people and leave about which nobody decided, and the reports on them."""
    StaffUpload.objects.forgotten(at).delete()


@periodic
def erase_leavers(at: datetime) -> None:
    """Those who have been gone for as long as the settings say, some at a time."""
    if before := leavers_before(at):
        for person in User.objects.left_before(before).order_by("pk")[:A_ROUND]:
            actions.erase_person(person, at)
