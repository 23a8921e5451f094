from django.utils.translation import gettext_lazy as _

from academy.personal import DELETE, hold

hold("inbox.Notice", "recipient", _("Notices"), erase=DELETE)
hold("inbox.Delivery", "notice__recipient", _("Deliveries"), erase=DELETE)
hold("inbox.Preference", "person", _("How they are told"), erase=DELETE)
hold("inbox.PushSubscription", "person", _("Browsers that are told"), erase=DELETE, secret=("p256dh", "auth"))
