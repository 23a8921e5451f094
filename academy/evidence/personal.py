from django.utils.translation import gettext_lazy as _

from academy.personal import KEEP, hold

hold("evidence.Record", "subject", _("Evidence"), erase=KEEP, by="opaque_id")
hold("evidence.SealMember", "record__subject", _("Evidence"), erase=KEEP, by="opaque_id", listed=False)
