from django.utils.translation import gettext_lazy as _

from academy.personal import KEEP, hold

hold("scores.Score", "person", _("Scores from other systems"), erase=KEEP)
