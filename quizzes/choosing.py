"""How an editor finds the question that a quiz is to ask."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin, SearchFilterMixin
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from academy.access import SOURCE_LANGUAGE
from academy.skills.models import Skill
from quizzes.models import Question


class QuestionFilterForm(LocaleFilterMixin, SearchFilterMixin, BaseFilterForm):
    """By words, skill and language; in the language of the sources unless another is asked for."""

    skill = forms.ModelChoiceField(
        Skill.objects.all(),
        label=_("Skill"),
        empty_label=_("All skills"),
        required=False,
        widget=forms.Select(attrs={"data-chooser-modal-search-filter": True}),
    )

    def __init__(self, data: Any, *args: Any, **options: Any) -> None:
        super().__init__({"locale": SOURCE_LANGUAGE, **data.dict()}, *args, **options)
        self.fields["locale"].label = _("Language")

    def filter(self, objects: QuerySet[Question]) -> QuerySet[Question]:
        if skill := self.cleaned_data.get("skill"):
            objects = objects.filter(skill_items__tag=skill)
        return super().filter(objects)


class QuestionChooseView(ChooseView):
    filter_form_class = QuestionFilterForm
    ordering = "-pk"


class QuestionChooseResultsView(ChooseResultsView):
    filter_form_class = QuestionFilterForm
    ordering = "-pk"


class QuestionChooserViewSet(SnippetChooserViewSet):
    choose_view_class = QuestionChooseView
    choose_results_view_class = QuestionChooseResultsView
