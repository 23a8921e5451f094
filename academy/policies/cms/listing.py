"""All policies: whose they are, how they stand, what they wait for."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from academy.access import SOURCE_LANGUAGE
from academy.policies.cms.review import standings_of
from academy.policies.models import PolicyApproval, PolicyPage
from academy.templatetags.academy import day, num


def standing_in_words(page: Any) -> str:
    """ "Version 3", "Version 3, then 4 from 1 May", "Withdrawn"; "" before the first version."""
    standing = page.policy_standing
    if standing is None:
        return ""
    if standing.withdrawn:
        return _("Withdrawn")
    if standing.in_force and standing.to_come:
        return _("Version %(number)s; version %(next)s from %(day)s") % {
            "number": num(standing.in_force.number),
            "next": num(standing.to_come.number),
            "day": day(standing.to_come.effective_on),
        }
    if standing.in_force:
        return _("Version %(number)s") % {"number": num(standing.in_force.number)}
    return _("Version %(number)s from %(day)s") % {
        "number": num(standing.to_come.number),
        "day": day(standing.to_come.effective_on),
    }


def waiting_in_words(page: Any) -> str:
    if page.waits_for_approval:
        return _("Approval")
    return _("Review") if page.review_on and page.review_on <= localdate() else ""


def review_day(page: Any) -> str:
    return day(page.review_on)


def due_day(page: Any) -> str:
    return day(page.due_on)


class PolicyIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[PolicyPage]:
        """Each policy once, by its source language: its translations stand beside it in the tree."""
        waiting = PolicyApproval.objects.waiting().filter(page=OuterRef("pk"))
        ours = super().get_base_queryset().filter(locale__language_code=SOURCE_LANGUAGE)
        return ours.annotate(waits_for_approval=Exists(waiting))

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Two queries for the owners and the standings of those that are shown."""
        paginator, page, shown, has_other = super().paginate_queryset(queryset, page_size)
        rows = list(shown)
        prefetch_related_objects(rows, "policy_owner")
        found = standings_of(rows)
        for row in rows:
            row.policy_standing = found.get(row.translation_key)
        page.object_list = rows
        return paginator, page, rows, has_other


class PolicyListing(PageListingViewSet):
    model = PolicyPage
    index_view_class = PolicyIndexView
    name = "policy_list"
    icon = "list-ol"
    menu_label = gettext_lazy("Policies")
    menu_order = 205
    add_to_admin_menu = True
    columns = [
        PageTitleColumn("title", label=gettext_lazy("Title"), sort_key="title", classname="title"),
        Column("policy_owner", label=gettext_lazy("Owner")),
        Column("standing", label=gettext_lazy("In force"), accessor=standing_in_words),
        Column("waits", label=gettext_lazy("Waits for"), accessor=waiting_in_words),
        Column("review", label=gettext_lazy("Review on"), accessor=review_day, sort_key="review_on"),
        Column("due", label=gettext_lazy("Acknowledge by"), accessor=due_day, sort_key="due_on"),
        PageStatusColumn("status", label=gettext_lazy("Status"), sort_key="live"),
    ]
