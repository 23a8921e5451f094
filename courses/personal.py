from django.utils.translation import gettext_lazy as _

from academy.personal import KEEP, hold

hold("courses.Enrolment", "learner", _("Courses"), erase=KEEP)
hold("courses.UnitProgress", "enrolment__learner", _("Units of courses"), erase=KEEP)
hold("courses.Reopening", "enrolment__learner", _("Courses that were opened again"), erase=KEEP)
hold("courses.MaterialChange", "by", _("Changes of courses"), erase=KEEP, listed=False)
hold("courses.CourseRequest", "learner", _("Courses that they asked for"), erase=KEEP, clear={"text": "", "answer": ""})
hold("courses.CourseRequest", "decided_by", _("Requests that they answered"), erase=KEEP, listed=False)
