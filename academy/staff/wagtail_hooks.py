from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from academy.staff import data_views
from academy.staff.choosing import PersonChooserViewSet, person_chooser
from academy.staff.exchange import views as exchange
from academy.staff.models import Absence
from academy.staff.viewsets import PeopleGroup

register_snippet(PeopleGroup)


@hooks.register("register_admin_viewset")
def register_person_chooser() -> PersonChooserViewSet:
    return person_chooser


@hooks.register("register_admin_urls")
def add_pages() -> list[URLPattern]:
    return [
        path("people/import/<int:pk>/", exchange.report, name="staff_import_report"),
        path("people/import/<slug:kind>/", exchange.upload, name="staff_import"),
        path("people/<int:pk>/data/", data_views.personal_data, name="staff_personal_data"),
        path("people/<int:pk>/data/export/", data_views.export, name="staff_export"),
        path("people/invitations/", exchange.invitations, name="staff_invitations"),
    ]


@hooks.register("before_bulk_action")
def keep_leave_of_others(request: HttpRequest, action_type: str, objects: Iterable[Any], *args: Any) -> None:
    """Managers delete the leave of the people that they lead, and of nobody else."""
    absences = {one.pk for one in objects if isinstance(one, Absence)}
    if absences and absences - set(Absence.objects.visible_to(request.user).values_list("pk", flat=True)):
        raise PermissionDenied


@hooks.register("register_log_actions")
def name_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("staff.export", _("Export personal data"), _("Exported all that is held about this person"))
    actions.register_action("staff.erase", _("Erase person"), _("Erased all that names this person"))
