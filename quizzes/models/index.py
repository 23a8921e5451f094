"""The place of quizzes that belong to no course."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from academy.access import Place, places_of
from academy.models import IndexPage


class QuizIndexPage(IndexPage):
    subpage_types = ["quizzes.QuizPage"]
    template = "quizzes/quiz_index_page.html"
    page_description = _("Quizzes that stand by themselves, outside every course.")

    class Meta:
        verbose_name = _("quiz index")
        verbose_name_plural = _("quiz indexes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "quizzes": self.quizzes(get_language())}

    def quizzes(self, language: str) -> list[Place]:
        """The live quizzes in the order of the source language, each in `language` where it is translated."""
        source = QuizIndexPage.objects.filter(translation_key=self.translation_key).order_by("pk").first() or self
        keys = list(source.get_children().live().values_list("translation_key", flat=True))
        places = places_of(keys, language)
        return [places[key] for key in keys if key in places]
