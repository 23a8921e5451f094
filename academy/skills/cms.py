"""What rests on a clause that changed, in the CMS: the list, and “I have checked it”."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.ui.components import Component

from academy.cms import show
from academy.skills.actions import confirm
from academy.skills.models import Citation

PAGE = 50
SHOWN = 5


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a check, the oldest first."""
    page = Paginator(Citation.objects.waiting().order_by("check_since", "title", "pk"), PAGE).get_page(
        request.GET.get("p")
    )
    page.object_list = page.object_list.with_things()
    context = {"page_obj": page}
    return show(request, "skills/cms/citations.html", _("Check needed"), context, [], "warning")


@require_POST
def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """Once is enough for a thing, however many of its clauses changed. A repeat changes nothing."""
    citation = get_object_or_404(Citation, pk=pk)
    if confirm(citation, request.user, now()):
        messages.success(request, _("“%(title)s” is checked.") % {"title": citation.title})
    return redirect("citations_to_check")


class CheckPanel(Component):
    """On the dashboard: what this person keeps and has to look at since a clause changed."""

    name = "academy_checks"
    template_name = "wagtailadmin/home/academy_checks.html"
    order = 83

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        waiting = Citation.objects.waiting().order_by("check_since", "pk")[:PAGE].with_things()
        things = {citation.key: citation for citation in waiting}
        mine = [one for one in things.values() if one.thing and one.thing.owner_id == user.pk]
        return {"mine": mine[:SHOWN], "others": len(things) - len(mine)}
