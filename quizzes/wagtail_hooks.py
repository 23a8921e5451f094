"""The question bank in the CMS."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from academy.skills.models import Skill
from quizzes.models import Question, QuestionVersion


class QuestionFilterSet(WagtailFilterSet):
    skill = django_filters.ModelChoiceFilter(
        field_name="skill_items__tag", queryset=Skill.objects.all(), label=gettext_lazy("Skill")
    )

    class Meta:
        model = Question
        fields = ["live"]


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = gettext_lazy("Question bank")
    menu_order = 210
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("type_label", label=gettext_lazy("Type")),
        Column("use_count", label=gettext_lazy("Quizzes"), sort_key="use_count"),
    ]
    filterset_class = QuestionFilterSet
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return Question.objects.annotate(use_count=Count("uses", distinct=True)).order_by("-pk")


register_snippet(QuestionViewSet)


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
