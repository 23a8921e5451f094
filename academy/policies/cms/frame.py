"""What our pages about one policy share in the CMS: who may be there, and the way to them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from academy.cms import Way
from academy.policies.models import PolicyPage

ICON = "list-ol"


def policy_for(request: HttpRequest, pk: int, right: str = "publish") -> PolicyPage:
    """A policy that the reader may publish or edit; 404 where it is none, refused where they may not."""
    page = get_object_or_404(PolicyPage, pk=pk)
    need(page, request.user, right)
    return page


def need(page: PolicyPage, user: Any, right: str = "publish") -> None:
    permissions = page.permissions_for_user(user)
    if not (permissions.can_publish() if right == "publish" else permissions.can_edit()):
        raise PermissionDenied


def way_to(page: PolicyPage) -> Way:
    return [
        {"url": reverse("policy_list:index"), "label": _("Policies")},
        {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.get_admin_display_title()},
    ]
