from django.utils.translation import gettext_lazy as _

from academy.personal import DELETE, KEEP, hold

hold("reports.SavedView", "owner", _("Kept views"), erase=DELETE)
hold("reports.SentView", "view__owner", _("Mails of kept views"), erase=DELETE)
hold("reports.Note", "person", _("Notes from managers"), erase=KEEP, clear={"text": "—"})
hold("reports.Note", "author", _("Notes to others"), erase=KEEP, listed=False)
