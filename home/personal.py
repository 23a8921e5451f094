from django.utils.translation import gettext_lazy as _

from academy.personal import DELETE, hold

hold("home.CalendarFeed", "person", _("Address of the calendar"), erase=DELETE)
