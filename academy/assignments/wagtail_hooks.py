"""The CMS side of assignments: who is asked to take which course, and what must not be deleted."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from academy.assignments.models import AssignmentRule, Reach, Renewal, Work
from academy.assignments.tasks import apply_rule_later
from academy.cms import DayColumn
from academy.domain.dates import number


def progress(rule: AssignmentRule) -> str:
    """How many a rule has asked: "412", or "41,000 of 100,000" while the worker is at it."""
    reach = getattr(rule, "reach", None) or Reach(rule=rule)
    asked, named = (number(count, get_language()) for count in (reach.asked, reach.named))
    return asked if reach.complete else _("%(asked)s of %(named)s") % {"asked": asked, "named": named}


class RuleCreateView(CreateView):
    def save_instance(self) -> AssignmentRule:
        self.form.instance.created_by = self.request.user
        return super().save_instance()


class RuleViewSet(SnippetViewSet):
    model = AssignmentRule
    icon = "calendar-check"
    menu_label = gettext_lazy("Course assignments")
    menu_order = 220
    add_to_admin_menu = True
    add_view_class = RuleCreateView
    list_display = [
        "work",
        "audience",
        DayColumn("due_on", label=capfirst(gettext_lazy("due on")), sort_key="due_on"),
        "due_days",
        BooleanColumn("active", label=capfirst(gettext_lazy("active")), sort_key="active"),
        Column("reach", label=gettext_lazy("Asked"), accessor=progress),
    ]
    list_filter = ["active", "audience"]
    copy_view_enabled = False
    panels = [
        FieldPanel("work"),
        FieldPanel("audience"),
        FieldRowPanel([FieldPanel("due_on"), FieldPanel("due_days")]),
        FieldPanel("working_days"),
        FieldPanel("close_days"),
        FieldPanel("note"),
        FieldPanel("active"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AssignmentRule]:
        """Policies lay their own rules when they are published."""
        return AssignmentRule.objects.exclude(work__kind=Work.Kind.POLICY).select_related("work", "audience", "reach")


register_snippet(RuleViewSet)


class RenewalViewSet(SnippetViewSet):
    """How long what people did counts."""

    model = Renewal
    icon = "history"
    menu_label = gettext_lazy("Renewals")
    menu_order = 225
    add_to_admin_menu = True
    list_display = [
        "work",
        Column("months", label=capfirst(gettext_lazy("valid for months")), sort_key="months"),
        Column("window_days", label=capfirst(gettext_lazy("renew from days before")), sort_key="window_days"),
    ]
    copy_view_enabled = False
    panels = [
        HelpPanel(
            content=gettext_lazy(
                "Whoever does this has done it for so many months. Before they are over, whoever is still asked to do "
                "it gets it anew; everybody else may renew it by themselves. What was done before stays in the record."
            )
        ),
        FieldPanel("work"),
        FieldRowPanel([FieldPanel("months"), FieldPanel("window_days")]),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Renewal]:
        return Renewal.objects.select_related("work")


register_snippet(RenewalViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def apply_saved_rule(request: HttpRequest, instance: Any) -> None:
    if isinstance(instance, AssignmentRule):
        apply_rule_later(instance)


@hooks.register("before_delete_page")
def keep_page_with_records(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What people have done must keep pointing at something: such a page is unpublished, not deleted."""
    if not recorded([page]):
        return None
    unpublish = messages.button(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), _("Unpublish it"))
    messages.error(
        request,
        _("“%(title)s” can not be deleted: there are records of people's work below it. Unpublish it instead.")
        % {"title": page.get_admin_display_title()},
        buttons=[unpublish] if page.live else [],
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_pages_with_records(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class_instance: Any
) -> HttpResponse | None:
    if action_type != "delete" or not (pages := recorded([page for page in objects if isinstance(page, Page)])):
        return None
    messages.error(
        request,
        ngettext(
            "%(count)s page has records of people's work and can not be deleted. Unpublish it instead.",
            "%(count)s pages have records of people's work and can not be deleted. Unpublish them instead.",
            len(pages),
        )
        % {"count": len(pages)},
    )
    return redirect(action_class_instance.next_url)


def recorded(pages: Iterable[Page]) -> list[Page]:
    """Those of `pages` with records behind them or behind a page below them."""
    return [
        page
        for page in pages
        if Work.objects.filter(translation_key__in=page.get_descendants(inclusive=True).values("translation_key"))
        .with_records()
        .exists()
    ]
