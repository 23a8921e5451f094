from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from academy.certificates.cms_forms import RuleForm
from academy.certificates.models import CertificateRule
from academy.certificates.tasks import issue_later


class RuleViewSet(SnippetViewSet):
    model = CertificateRule
    icon = "tick-inverse"
    menu_label = _("Certificates")
    menu_order = 235
    add_to_admin_menu = True
    list_display = ["work", BooleanColumn("active", label=capfirst(_("active")), sort_key="active")]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("work"),
            FieldPanel("statements"),
            FieldRowPanel([FieldPanel("signed_by"), FieldPanel("signed_as")]),
            FieldPanel("active"),
        ],
        base_form_class=RuleForm,
    )


register_snippet(RuleViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def issue_by_saved_rule(request: HttpRequest, instance: Any) -> None:
    """Who did it already gets one too."""
    if isinstance(instance, CertificateRule):
        issue_later(instance)
