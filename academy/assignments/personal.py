from django.utils.translation import gettext_lazy as _

from academy.personal import KEEP, hold

hold("assignments.Assignment", "learner", _("Assignments"), erase=KEEP)
hold("assignments.AssignmentEvent", "assignment__learner", _("What became of assignments"), erase=KEEP)
hold("assignments.AssignmentSource", "assignment__learner", _("Why something was assigned"), erase=KEEP)
hold("assignments.Extension", "assignment__learner", _("Dates of their own"), erase=KEEP, clear={"reason": ""})
hold("assignments.Extension", "created_by", _("Dates given to others"), erase=KEEP, listed=False)
hold("assignments.Reminder", "assignment__learner", _("Reminders"), erase=KEEP)
hold("assignments.Reminder", "by", _("Reminders of others"), erase=KEEP, listed=False)
hold(
    "assignments.Exemption", "assignment__learner", _("Work that nobody asks of them"), erase=KEEP, clear={"reason": ""}
)
hold("assignments.Exemption", "by", _("Exemptions of others"), erase=KEEP, listed=False)
hold("assignments.OtherEvidence", "assignment__learner", _("Evidence from elsewhere"), erase=KEEP, clear={"note": ""})
hold("assignments.OtherEvidence", "by", _("Evidence accepted for others"), erase=KEEP, listed=False)
hold("assignments.AssignmentRule", "created_by", _("Work assigned to others"), erase=KEEP, listed=False)
