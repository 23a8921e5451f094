from typing import Any

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from academy.scores import cms
from academy.scores.models import Criterion


def skills_of(criterion: Criterion) -> str:
    return " · ".join(skill.name for skill in criterion.skills.all())


class CriterionViewSet(SnippetViewSet):
    """Which skills a low score speaks of."""

    model = Criterion
    icon = "list-ul"
    menu_label = _("Criteria of scores")
    menu_order = 312
    add_to_admin_menu = True
    list_display = ["__str__", "kind", Column("skills", label=_("Skills"), accessor=skills_of)]
    list_filter = ["kind"]
    search_fields = ["name"]
    copy_view_enabled = False
    panels = [FieldPanel("kind"), FieldPanel("name"), FieldPanel("skills")]

    def get_queryset(self, request: Any) -> Any:
        return Criterion.objects.prefetch_related("skills")


register_snippet(CriterionViewSet)


@hooks.register("register_admin_urls")
def add_pages() -> list[URLPattern]:
    return [path("scores/import/", cms.import_file, name="import_scores")]


class ImportItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("scores.add_score"))


@hooks.register("register_admin_menu_item")
def add_import() -> MenuItem:
    return ImportItem(_("Import scores"), reverse_lazy("import_scores"), icon_name="upload", order=314)
