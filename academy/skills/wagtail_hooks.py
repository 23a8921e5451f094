from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from academy.skills.cms import CheckPanel
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


@hooks.register("register_admin_urls")
def add_pages() -> list[URLPattern | URLResolver]:
    return [path("", include("academy.skills.urls"))]


@hooks.register("construct_homepage_panels")
def show_what_to_check(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(CheckPanel())
