"""Questions that offer options, as a learner sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from quizzes.domain.questions import MultipleChoice, Question, SingleChoice, TrueFalse
from quizzes.presentation.faces import Asked, Face, Form, Given

TRUE_FALSE = {"true": _("True"), "false": _("False")}


@dataclass(frozen=True)
class Choice:
    """An option: `value` is what the form sends. `right` and `feedback` are None until they may be seen."""

    value: str
    text: Any
    chosen: bool
    right: bool | None = None
    feedback: str | None = None


@dataclass(frozen=True)
class ChoiceFace(Face):
    choices: list[Choice]

    @property
    def given(self) -> list[Given]:
        return [Given(choice.text) for choice in self.choices if choice.chosen]

    @property
    def result_template(self) -> str:
        return "quizzes/types/choice_result.html"


def choice_of(asked: Asked, key: str, text: Any, feedback: str, *, right: bool) -> Choice:
    """What may be seen of an option: its reason if it was chosen, and everything with the right answers."""
    chosen = key == asked.answer.get("choice") or key in asked.answer.get("choices", ())
    shown = asked.disclosure
    judged = shown.answers or (shown.marks and chosen)
    explained = shown.feedback and (chosen or shown.answers)
    return Choice(key, text, chosen, right if judged else None, feedback if explained else None)


class Options:
    """Single and multiple choice."""

    def face(self, asked: Asked) -> ChoiceFace:
        question: SingleChoice | MultipleChoice = asked.question
        right = {question.right} if isinstance(question, SingleChoice) else question.right
        options = asked.words["options"]
        choices = [
            choice_of(asked, key, options[key]["text"], options[key]["feedback"], right=key in right)
            for key in asked.order
        ]
        return ChoiceFace(asked, choices)

    def read(self, question: Question, order: tuple[str, ...], form: Form) -> Mapping[str, Any]:
        return {"choice": form.get("choice"), "choices": form.getlist("choices")}


class Statement:
    """True or false."""

    def face(self, asked: Asked) -> ChoiceFace:
        question: TrueFalse = asked.question
        choices = [
            choice_of(
                asked, key, TRUE_FALSE[key], asked.words[f"feedback_{key}"], right=(key == "true") == question.right
            )
            for key in asked.order
        ]
        return ChoiceFace(asked, choices)

    def read(self, question: Question, order: tuple[str, ...], form: Form) -> Mapping[str, Any]:
        return {"choice": form.get("choice")}
