"""What is done with people: leading, leaving, coming in from the HR file, inviting, forgetting."""

from academy.staff.actions.erasing import erase_person, erasure_of
from academy.staff.actions.importing_leave import LeavePlan, LeaveRefused, import_leave, plan_leave
from academy.staff.actions.importing_people import NotImported, import_people, plan_import
from academy.staff.actions.inviting import (
    accept_invitation,
    find_invitation,
    invite,
    invite_again,
    make_code,
    send_invitations,
)
from academy.staff.actions.leading import close_accounts, rebuild_leadership

__all__ = [
    "LeavePlan",
    "LeaveRefused",
    "NotImported",
    "accept_invitation",
    "close_accounts",
    "erase_person",
    "erasure_of",
    "find_invitation",
    "import_leave",
    "import_people",
    "invite",
    "invite_again",
    "make_code",
    "plan_import",
    "plan_leave",
    "rebuild_leadership",
    "send_invitations",
]
