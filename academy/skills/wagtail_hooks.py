from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from academy.skills.models import Skill


class SkillViewSet(SnippetViewSet):
    model = Skill
    icon = "tag"
    menu_label = _("Skills")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["name"]
    search_fields = ["name"]


register_snippet(SkillViewSet)
