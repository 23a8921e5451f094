from django.utils.translation import gettext_lazy as _

from academy.personal import KEEP, hold

hold("certificates.Certificate", "assignment__learner", _("Certificates"), erase=KEEP, secret=("code",))
hold(
    "certificates.Revocation",
    "certificate__assignment__learner",
    _("Revoked certificates"),
    erase=KEEP,
    clear={"reason": ""},
)
hold("certificates.Revocation", "by", _("Certificates of others that they revoked"), erase=KEEP, listed=False)
