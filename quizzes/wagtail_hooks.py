"""The question bank in the CMS, and the way from a quiz to its statistics."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from academy.assignments.models import Work
from quizzes.cms.bank import QuestionViewSet
from quizzes.cms.regrading import WaitingPanel
from quizzes.models import Question, QuestionVersion, QuizPage

register_snippet(QuestionViewSet)


@hooks.register("register_admin_urls")
def add_pages() -> list[URLPattern | URLResolver]:
    return [path("", include("quizzes.cms.urls"))]


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WaitingPanel())


@hooks.register("before_delete_snippet")
def keep_asked_questions(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """A question that was published may have been asked: it is unpublished, not deleted."""
    questions = [instance for instance in instances if isinstance(instance, Question)]
    keys = [question.translation_key for question in questions]
    if not QuestionVersion.objects.filter(question__translation_key__in=keys).exists():
        return None
    first = questions[0]
    unpublish = reverse(first.snippet_viewset.get_url_name("unpublish"), args=[first.pk])
    messages.error(
        request,
        _("A question that was published can not be deleted: attempts may point at it. Unpublish it instead."),
        buttons=[messages.button(unpublish, _("Unpublish it"))] if len(questions) == 1 and first.live else [],
    )
    return redirect(first.snippet_viewset.get_url_name("list"))


@hooks.register("register_page_header_buttons")
def link_to_statistics(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if not issubclass(page.specific_class, QuizPage) or not user.has_perm("quizzes.view_statistics"):
        return
    if work := Work.objects.quizzes().filter(translation_key=page.translation_key).first():
        yield Button(_("Statistics"), reverse("quiz_statistics", args=[work.pk]), icon_name="order", priority=70)


@hooks.register("register_permissions")
def offer_right_to_statistics() -> QuerySet[Permission]:
    """So that it can be given to further groups."""
    return Permission.objects.filter(content_type__app_label="quizzes", codename="view_statistics")
