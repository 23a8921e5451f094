"""What an editor may not combine in a quiz, each refused in a sentence that says what to do."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminPageForm

from quizzes.domain.disclosure import When


class QuizPageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for field, problem in problems(cleaned):
            self.add_error(field, problem)
        return cleaned

    def is_valid(self) -> bool:
        """What is drawn is known only when the lines of the form were read too."""
        valid: bool = super().is_valid()
        if not valid or self.is_deferred_validation:
            return valid
        asked, draws = (_lines(self, name) for name in ("quiz_questions", "draws"))
        if not asked and not draws:
            self.add_error(None, _("A quiz needs a question. Choose one, or draw some from a skill."))
        for problem in draw_problems(asked, draws):
            self.add_error(None, problem)
        return not self.errors


def problems(chosen: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """(field, sentence) for each setting that does not go with the others."""
    opens, closes = chosen.get("opens_at"), chosen.get("closes_at")
    if opens and closes and closes <= opens:
        yield "closes_at", _("It closes before it opens. Choose a later moment.")
    if chosen.get("show_when") == When.AFTER_CLOSE.value and not closes:
        yield "show_when", _("The quiz never closes, so the answers would never show. Say when it closes.")
    if chosen.get("cooling_down") and chosen.get("tries") == 1:
        yield "cooling_down", _("There is only one try, so nobody waits for another. Set it to 0.")
    least = [band.value["least"] for band in chosen.get("bands") or []]
    if len(set(least)) < len(least):
        yield "bands", _("Two of these begin with the same percentage. Change one of them.")


def draw_problems(asked: list[dict[str, Any]], draws: list[dict[str, Any]]) -> Iterator[Any]:
    """A sentence for each draw that the bank can not fill."""
    questions = apps.get_model("quizzes", "Question").objects
    taken = {line["question"].pk for line in asked if line.get("question")}
    for draw in draws:
        found = questions.to_draw(draw["skill"]).exclude(pk__in=taken)
        chosen = list(found.values_list("pk", flat=True)[: draw["count"]])
        if len(chosen) < draw["count"]:
            yield ngettext(
                "“%(skill)s” has only %(count)d published question that is not asked already. Draw fewer.",
                "“%(skill)s” has only %(count)d published questions that are not asked already. Draw fewer.",
                len(chosen),
            ) % {"skill": draw["skill"], "count": len(chosen)}
        taken.update(chosen)


def _lines(form: forms.ModelForm, name: str) -> list[dict[str, Any]]:
    """What stands in the lines of an inline panel, without those that are to be deleted."""
    return [line.cleaned_data for line in form.formsets[name] if line.cleaned_data and not line.cleaned_data["DELETE"]]
