"""Policies in the CMS: their list, what publishing does before it is done, and what waits on the dashboard."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from academy.content import is_source
from academy.policies.cms.listing import PolicyListing
from academy.policies.cms.panels import PoliciesPanel, ReviewPanel
from academy.policies.models import PolicyPage, PolicyVersion


@hooks.register("register_admin_viewset")
def register_list() -> PolicyListing:
    return PolicyListing()


@hooks.register("register_admin_urls")
def add_pages() -> list[URLPattern | URLResolver]:
    return [path("", include("academy.policies.cms.urls"))]


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels += [PoliciesPanel(), ReviewPanel()]


@hooks.register("before_publish_page")
def show_effect_first(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The revision is saved; publishing it is confirmed on a page that says what it does.

    A translation adds words to a version that is there: it is published at once.
    """
    if isinstance(page, PolicyPage) and is_source(page):
        return redirect("policies_publish", page.pk, page.get_latest_revision().pk)
    return None


@hooks.register("after_edit_page")
def show_effect_after_review(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Whoever passed the last step of a review goes on to publish: see `workflow.finish`."""
    passed = request.POST.get("action-workflow-action") and request.POST.get("workflow-action-name") == "approve"
    if not (passed and isinstance(page, PolicyPage) and is_source(page)):
        return None
    if page.current_workflow_state or not page.permissions_for_user(request.user).can_publish():
        return None
    return redirect("policies_publish", page.pk, page.get_latest_revision().pk)


@hooks.register("before_bulk_action")
def publish_policies_one_by_one(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class_instance: Any
) -> HttpResponse | None:
    if action_type != "publish" or not any(isinstance(getattr(one, "specific", one), PolicyPage) for one in objects):
        return None
    messages.error(request, _("Policies are published one by one: each shows first what that does."))
    return redirect(action_class_instance.next_url)


@hooks.register("register_page_header_buttons")
def link_to_review_and_withdrawal(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if not issubclass(page.specific_class, PolicyPage):
        return
    yield Button(_("Questions and review"), reverse("policies_review", args=[page.pk]), icon_name="help", priority=70)
    published = PolicyVersion.objects.filter(work__translation_key=page.translation_key, withdrawal=None)
    if page.permissions_for_user(user).can_publish() and published.exists():
        yield Button(_("Withdraw"), reverse("policies_withdraw", args=[page.pk]), icon_name="cross", priority=75)
