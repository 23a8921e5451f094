"""The dashboard of the CMS: what waits for whoever opens it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from academy.reports.home.work import lines_of, open_work
from academy.reports.team import people_of
from quizzes.models import Question

SHOWN = 5


class TeamPanel(Component):
    """How far the people of a manager are with what they were asked to do."""

    name = "academy_team"
    template_name = "wagtailadmin/home/academy_team.html"
    order = 90

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        people, at = people_of(parent_context["request"].user), now()
        return {"lines": lines_of(people, open_work(people, at, SHOWN), at, get_language())}


class DraftsPanel(Component):
    """What somebody changed and has neither published nor sent for review."""

    name = "academy_drafts"
    template_name = "wagtailadmin/home/academy_drafts.html"
    order = 95

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        pages = Page.objects.filter(has_unpublished_changes=True, latest_revision__user=user)
        questions = Question.objects.filter(has_unpublished_changes=True, latest_revision__user=user)
        return {
            "pages": pages.order_by("-latest_revision_created_at")[:SHOWN],
            "questions": questions.order_by("-latest_revision__created_at")[:SHOWN],
        }


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels += [TeamPanel(), DraftsPanel()]


class ComplianceItem(MenuItem):
    """For whoever sees the records of everybody; managers come to it by their team."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("staff.view_all_records"))


@hooks.register("register_admin_menu_item")
def add_compliance() -> MenuItem:
    return ComplianceItem(_("Compliance"), reverse_lazy("compliance_list"), icon_name="clipboard-list", order=250)
