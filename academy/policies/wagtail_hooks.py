"""Policies as a list in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn, PageTitleColumn
from wagtail.admin.viewsets.pages import PageListingViewSet

from academy.policies.models import PolicyPage


class PolicyListing(PageListingViewSet):
    model = PolicyPage
    name = "policy_list"
    icon = "list-ol"
    menu_label = _("Policies")
    menu_order = 205
    add_to_admin_menu = True
    columns = [
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        Column("get_change_class_display", label=_("Last change")),
        DateColumn("effective_on", label=_("In force from"), sort_key="effective_on"),
        DateColumn("due_on", label=_("Acknowledge by"), sort_key="due_on"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]


@hooks.register("register_admin_viewset")
def register_list() -> PolicyListing:
    return PolicyListing()
