"""What a learner sees of a question: the frozen spec, its wording and the answer, joined for a template.

Nothing that may not be seen yet is put in: right answers and reasons come only with a `Disclosure`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from academy.access import SOURCE_LANGUAGE
from quizzes.domain.attempts import Dealt
from quizzes.domain.disclosure import NOTHING, Disclosure
from quizzes.domain.spec import Answer, Matching, MultipleChoice, Question, SingleChoice, TrueFalse
from quizzes.models import Attempt, QuestionText, QuestionVersion
from quizzes.models import Question as QuestionSnippet

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
class Prompt:
    """A row of a matching question, with the matches to choose from."""

    name: str
    text: str
    choices: list[Choice]
    right: bool | None = None
    answer: str | None = None

    @property
    def chosen(self) -> str:
        return next((choice.text for choice in self.choices if choice.chosen), "")


@dataclass(frozen=True)
class Face:
    """One question as one learner sees it in one attempt."""

    type: str
    stem: str
    language: str
    text_id: int | None
    answered: bool
    choices: list[Choice] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)
    feedback: str | None = None
    share: Fraction | None = None

    @property
    def template(self) -> str:
        return f"quizzes/types/{self.type}.html"

    @property
    def result_template(self) -> str:
        return (
            f"quizzes/types/{self.type}_result.html" if self.type == "matching" else "quizzes/types/choice_result.html"
        )


def face(
    question: Question,
    wording: Mapping[str, Any],
    order: tuple[str, ...],
    answer: Answer,
    *,
    language: str,
    text_id: int | None = None,
    disclosure: Disclosure = NOTHING,
    share: Fraction | None = None,
) -> Face:
    """Join the parts of one question. `order` is what the attempt was dealt."""
    choices: list[Choice] = []
    prompts: list[Prompt] = []
    match question:
        case SingleChoice() | MultipleChoice():
            choices = _option_choices(question, wording, order, answer, disclosure)
        case TrueFalse():
            choices = _true_false_choices(question, wording, order, answer, disclosure)
        case Matching():
            prompts = _prompts(question, wording, order, answer, disclosure)
    return Face(
        type=question.type,
        stem=wording["stem"],
        language=language,
        text_id=text_id,
        answered=bool(answer),
        choices=choices,
        prompts=prompts,
        feedback=wording["feedback"] if disclosure.feedback else None,
        share=share if disclosure.marks else None,
    )


def _option_choices(
    question: SingleChoice | MultipleChoice,
    wording: Mapping[str, Any],
    order: tuple[str, ...],
    answer: Answer,
    disclosure: Disclosure,
) -> list[Choice]:
    chosen = {answer.get("choice"), *answer.get("choices", ())}
    right = {question.right} if isinstance(question, SingleChoice) else question.right
    return [
        _choice(
            key,
            wording["options"][key]["text"],
            wording["options"][key]["feedback"],
            chosen=key in chosen,
            right=key in right,
            disclosure=disclosure,
        )
        for key in order
    ]


def _true_false_choices(
    question: TrueFalse,
    wording: Mapping[str, Any],
    order: tuple[str, ...],
    answer: Answer,
    disclosure: Disclosure,
) -> list[Choice]:
    return [
        _choice(
            key,
            TRUE_FALSE[key],
            wording[f"feedback_{key}"],
            chosen=answer.get("choice") == key,
            right=(key == "true") == question.right,
            disclosure=disclosure,
        )
        for key in order
    ]


def _choice(key: str, text: Any, feedback: str, *, chosen: bool, right: bool, disclosure: Disclosure) -> Choice:
    """What may be seen of an option: its reason if it was chosen, and everything with the right answers."""
    judged = disclosure.answers or (disclosure.marks and chosen)
    explained = disclosure.feedback and (chosen or disclosure.answers)
    return Choice(key, text, chosen, right if judged else None, feedback if explained else None)


def _prompts(
    question: Matching,
    wording: Mapping[str, Any],
    order: tuple[str, ...],
    answer: Answer,
    disclosure: Disclosure,
) -> list[Prompt]:
    given = answer.get("pairs", {})
    texts = {key: pair["match"] for key, pair in wording["pairs"].items()} | dict(wording["extra"])
    return [
        Prompt(
            name=f"pair-{key}",
            text=wording["pairs"][key]["prompt"],
            # The place in the dealt order stands for the match: its key would give the answer away.
            choices=[Choice(f"m{place}", texts[match], given.get(key) == match) for place, match in enumerate(order)],
            right=given.get(key) == key if disclosure.marks else None,
            answer=texts[key] if disclosure.answers else None,
        )
        for key in question.pairs
    ]


def read_form(question: Question, order: tuple[str, ...], data: QueryDict) -> Answer:
    """The answer in a submitted form, in its stored shape; whatever does not belong to the question is dropped."""
    places = {f"m{place}": match for place, match in enumerate(order)}
    pairs = {
        name.removeprefix("pair-"): places[data[name]]
        for name in data
        if name.startswith("pair-") and data[name] in places
    }
    return question.read({"choice": data.get("choice"), "choices": data.getlist("choices"), "pairs": pairs})


def texts_for(version_ids: list[int], language: str) -> dict[int, QuestionText]:
    """For each version the latest wording in `language`; where there is none, that of the source. One query."""
    rows = QuestionText.objects.filter(version__in=version_ids).select_related("version", "locale").order_by("pk")
    texts: dict[int, QuestionText] = {}
    for text in rows:  # the first text of a version is that of its source
        if text.version_id not in texts or text.locale.language_code == language:
            texts[text.version_id] = text
    return texts


def faces_of(
    attempt: Attempt,
    answers: Mapping[int, Answer],
    language: str,
    disclosure: Disclosure = NOTHING,
    shares: Mapping[int, Fraction] | None = None,
) -> list[Face]:
    """Every question of an attempt, in the order in which it was dealt."""
    dealt = attempt.dealt
    texts = texts_for([item.version for item in dealt], language)
    return [
        face_of(item, texts[item.version], answers.get(position, {}), disclosure, (shares or {}).get(position))
        for position, item in enumerate(dealt)
    ]


def face_of(
    item: Dealt,
    text: QuestionText,
    answer: Answer,
    disclosure: Disclosure = NOTHING,
    share: Fraction | None = None,
) -> Face:
    version: QuestionVersion = text.version
    return face(
        version.spec(),
        text.payload,
        item.order,
        answer,
        language=text.locale.language_code,
        text_id=text.pk,
        disclosure=disclosure,
        share=share,
    )


def preview_of(snippet: QuestionSnippet) -> Face | None:
    """A question as it would be asked, with its reasons; None while the form is too empty to show."""
    if not snippet.answer:
        return None
    try:
        question = snippet.spec()
    except (IndexError, KeyError, ValueError):
        return None
    return face(
        question,
        snippet.wording(),
        question.deal(lambda keys: keys),
        {},
        language=snippet.locale.language_code if snippet.locale_id else SOURCE_LANGUAGE,  # none before it is saved
        disclosure=Disclosure(grade=True, marks=True, feedback=True, answers=True),
    )
