"""The form of a certificate rule in the CMS: what it says in each language."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from academy.by_language import ByLanguageField
from academy.certificates.models import CertificateRule


class RuleForm(WagtailAdminModelForm):
    statements = ByLanguageField(
        max_length=300,
        source=True,
        multiline=True,
        label=_("What it says"),
        help_text=_("One or two sentences below the title: what the person can do. Where there are none, the English."),
    )

    class Meta:
        model = CertificateRule
        fields = ["work", "statements", "signed_by", "signed_as", "active"]
