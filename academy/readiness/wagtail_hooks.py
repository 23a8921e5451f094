from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from academy.readiness.cms_forms import GateForm
from academy.readiness.models import Gate


class GateViewSet(SnippetViewSet):
    model = Gate
    icon = "lock-open"
    menu_label = _("Gates")
    menu_order = 230
    add_to_admin_menu = True
    list_display = ["name", "sort_order"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("names"),
            FieldPanel("sort_order"),
            InlinePanel(
                "requirements",
                [FieldPanel("work")],
                heading=_("What opens it"),
                label=_("Requirement"),
                help_text=_(
                    "All of it must be done, and still count. What expires closes the gate until it is renewed."
                ),
            ),
        ],
        base_form_class=GateForm,
    )


register_snippet(GateViewSet)
