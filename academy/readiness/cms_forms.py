"""The form of a gate in the CMS: its name in each language."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from academy.by_language import ByLanguageField
from academy.readiness.models import Gate


class GateForm(WagtailAdminModelForm):
    names = ByLanguageField(
        max_length=80,
        label=_("Name in other languages"),
        help_text=_("Where none is given, the name above is shown."),
    )

    class Meta:
        model = Gate
        fields = ["name", "names", "sort_order"]
