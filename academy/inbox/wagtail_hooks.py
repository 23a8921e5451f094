"""The CMS side of telling people: what was delivered, and what was not."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from academy.inbox.log import RIGHT, DeliveryLog, UndeliverablePanel


class DeliveriesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(RIGHT))


@hooks.register("register_reports_menu_item")
def add_deliveries() -> MenuItem:
    return DeliveriesItem(_("Deliveries"), reverse("deliveries"), name="deliveries", icon_name="mail", order=900)


@hooks.register("register_admin_urls")
def add_urls() -> list[URLPattern]:
    return [
        path("reports/deliveries/", DeliveryLog.as_view(), name="deliveries"),
        path("reports/deliveries/results/", DeliveryLog.as_view(results_only=True), name="deliveries_results"),
    ]


@hooks.register("register_permissions")
def offer_right() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="inbox", codename="view_delivery")


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(UndeliverablePanel())
