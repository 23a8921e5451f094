"""The frame of our own pages in the CMS: title, icon, the way there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column

from academy.templatetags.academy import day

Way = list[dict[str, Any]]


class DayColumn(Column):
    """A day in words, in the reader's language and calendar."""

    def get_value(self, instance: Any) -> str:
        return day(super().get_value(instance))


def show(request: HttpRequest, template: str, title: Any, context: dict[str, Any], way: Way, icon: str) -> HttpResponse:
    """A page at the end of `way`: links with `label` and `url`."""
    frame = {
        "header_title": title,
        "page_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            *way,
            {"url": "", "label": title},
        ],
    }
    return render(request, template, {**context, **frame})
