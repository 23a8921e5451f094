"""The people of the organisation: who they are, where they stand, who leads whom."""

from academy.staff.models.audiences import Audience
from academy.staff.models.calendars import Absence, Holiday, WorkCalendar, monday_to_friday
from academy.staff.models.invitations import Invitation
from academy.staff.models.people import Leadership, StaffManager, StaffQuerySet, User
from academy.staff.models.places import JobRole, Location, Team, time_zones
from academy.staff.models.uploads import StaffUpload

__all__ = [
    "Absence",
    "Audience",
    "Holiday",
    "Invitation",
    "JobRole",
    "Leadership",
    "Location",
    "StaffManager",
    "StaffQuerySet",
    "StaffUpload",
    "Team",
    "User",
    "WorkCalendar",
    "monday_to_friday",
    "time_zones",
]
