"""Questions with several rows to choose for, as a learner sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from quizzes.domain.questions import Groups, Matching, Question
from quizzes.presentation.choice import Choice
from quizzes.presentation.faces import Asked, Face, Form, Given


@dataclass(frozen=True)
class Prompt:
    """A row, with what there is to choose from. `right`, `answer` and `feedback` are None until they may be seen."""

    name: str
    text: str
    choices: list[Choice]
    right: bool | None = None
    answer: str | None = None
    feedback: str | None = None

    @property
    def chosen(self) -> str:
        return next((choice.text for choice in self.choices if choice.chosen), "")


@dataclass(frozen=True)
class PromptFace(Face):
    prompts: list[Prompt]

    @property
    def given(self) -> list[Given]:
        return [Given(prompt.chosen, prompt.text) for prompt in self.prompts if prompt.chosen]

    @property
    def result_template(self) -> str:
        return "quizzes/types/prompts_result.html"


class Pairs:
    """Matching. The place in the dealt order stands for a match: its key would give the answer away."""

    def face(self, asked: Asked) -> PromptFace:
        return PromptFace(asked, [self._prompt(asked, key) for key in asked.question.pairs])

    def _prompt(self, asked: Asked, key: str) -> Prompt:
        question: Matching = asked.question
        given = asked.answer.get("pairs", {}).get(key)
        right = question.match_of(key)
        words = asked.words
        texts = {pair: parts["match"] for pair, parts in words["pairs"].items()} | dict(words["extra"])
        return Prompt(
            name=f"{asked.prefix}pair-{key}",
            text=words["pairs"][key]["prompt"],
            choices=[
                Choice(f"m{place}", texts[match], chosen=given == match) for place, match in enumerate(asked.order)
            ],
            right=given == right if asked.disclosure.marks else None,
            answer=texts[right] if asked.disclosure.answers else None,
        )

    def read(self, question: Question, order: tuple[str, ...], form: Form) -> Mapping[str, Any]:
        places = {f"m{place}": match for place, match in enumerate(order)}
        sent = form.starting("pair-")
        return {"pairs": {key: places[place] for key, place in sent.items() if place in places}}


class Sorting:
    """Sorting into groups."""

    def face(self, asked: Asked) -> PromptFace:
        return PromptFace(asked, [self._prompt(asked, key) for key in asked.order])

    def _prompt(self, asked: Asked, key: str) -> Prompt:
        question: Groups = asked.question
        given = asked.answer.get("groups", {}).get(key)
        own = question.belongs[key]
        names = {group: words["name"] for group, words in asked.words["groups"].items()}
        words = asked.words["items"][key]
        shown = asked.disclosure
        explained = shown.feedback and (given == own or shown.answers)  # the reason tells where it belongs
        return Prompt(
            name=f"{asked.prefix}group-{key}",
            text=words["text"],
            choices=[Choice(group, names[group], chosen=given == group) for group in question.groups],
            right=given == own if shown.marks else None,
            answer=names[own] if shown.answers else None,
            feedback=words["feedback"] if explained else None,
        )

    def read(self, question: Question, order: tuple[str, ...], form: Form) -> Mapping[str, Any]:
        return {"groups": form.starting("group-")}
