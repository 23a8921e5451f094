"""The log of deliveries in the CMS: what went to whom, by which way, and what came of it."""

from datetime import timedelta
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from academy.inbox.models import Delivery, Notice

RIGHT = "inbox.view_delivery"
MONTH = timedelta(days=30)


class DeliveryFilter(WagtailFilterSet):
    channel = django_filters.MultipleChoiceFilter(choices=Delivery.Channel.choices, label=_("Channel"))
    state = django_filters.MultipleChoiceFilter(choices=Delivery.State.choices, label=_("State"))
    kind = django_filters.MultipleChoiceFilter(field_name="notice__kind", choices=Notice.Kind.choices, label=_("About"))

    class Meta:
        model = Delivery
        fields = ["channel", "state", "kind"]


class DeliveryLog(ReportView):
    page_title = _("Deliveries")
    header_icon = "mail"
    index_url_name = "deliveries"
    index_results_url_name = "deliveries_results"
    filterset_class = DeliveryFilter
    default_ordering = "-pk"
    columns = [
        Column("recipient", label=_("To"), accessor="notice.recipient"),
        Column("kind", label=_("About"), accessor="notice.get_kind_display"),
        Column("channel", label=_("Channel"), accessor="get_channel_display"),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("tries", label=_("Tries")),
        Column("outcome", label=_("Answer"), accessor="outcome_in_words"),
        DateColumn("send_after", label=_("Not before")),
        DateColumn("sent_at", label=_("Sent")),
    ]
    list_export = ["notice.recipient", "notice.kind", "channel", "state", "tries", "outcome", "send_after", "sent_at"]
    export_headings = {"notice.recipient": _("To"), "notice.kind": _("About")}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Delivery]:
        return Delivery.objects.for_list()

    def get_filename(self) -> str:
        return "deliveries"


class UndeliverablePanel(Component):
    """On the dashboard of who may see the log: how much could not be delivered in the last month."""

    name = "academy_undeliverable"
    template_name = "wagtailadmin/home/academy_undeliverable.html"
    order = 98

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        may_see = parent_context["request"].user.has_perm(RIGHT)
        recent = Delivery.objects.undeliverable().filter(notice__created_at__gt=now() - MONTH)
        return {"count": recent.count() if may_see else 0, "state": Delivery.State.GIVEN_UP}
