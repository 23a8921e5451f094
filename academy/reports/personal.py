from django.utils.translation import gettext_lazy as _

from academy.personal import DELETE, hold

hold("reports.SavedView", "owner", _("Kept views"), erase=DELETE)
hold("reports.SentView", "view__owner", _("Mails of kept views"), erase=DELETE)
