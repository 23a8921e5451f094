from django.utils.translation import gettext_lazy as _

from academy.personal import DELETE, KEEP, hold

hold("feedback.CourseFeedback", "learner", _("What they said of courses"), erase=KEEP, clear={"change": ""})
hold("feedback.PulseSlip", "person", _("That they have answered how they are"), erase=DELETE)
