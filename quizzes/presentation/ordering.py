"""Questions that ask for the right order, as a learner sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import get_language

from academy.domain.numerals import localized_digits
from quizzes.domain.questions import Ordering, Placing, Question
from quizzes.presentation.faces import Asked, Face, Form, Given


@dataclass(frozen=True)
class Item:
    """An item; `place` counts from 1, None while it has none. `right` and `feedback` are None until seen."""

    name: str
    text: str
    place: int | None
    right: bool | None = None
    feedback: str | None = None


@dataclass(frozen=True)
class OrderFace(Face):
    """`items` as they were dealt; `solution` in the right order, empty until it may be seen."""

    items: list[Item]
    solution: list[Item]

    @property
    def placed(self) -> list[Item]:
        """In the order that was answered; what has no place stands last."""
        return sorted(self.items, key=lambda item: (item.place is None, item.place))

    @property
    def places(self) -> range:
        return range(1, len(self.items) + 1)

    @property
    def given(self) -> list[Given]:
        language = get_language()
        return [Given(item.text, localized_digits(f"{item.place}.", language)) for item in self.placed if item.place]

    @property
    def result_template(self) -> str:
        return "quizzes/types/ordering_result.html"


class Order:
    def face(self, asked: Asked) -> OrderFace:
        question: Ordering = asked.question
        order = asked.answer.get("order", [])
        right = right_items(question, order)
        items = [self._item(asked, key, order, right=key in right) for key in asked.order]
        shown = asked.disclosure.answers and len(right) < len(items)
        solution = [self._item(asked, key, list(question.items), right=True) for key in question.items] if shown else []
        return OrderFace(asked, items, solution)

    def _item(self, asked: Asked, key: str, order: list[str | None], *, right: bool) -> Item:
        words = asked.words["items"][key]
        return Item(
            name=f"{asked.prefix}place-{key}",
            text=words["text"],
            place=order.index(key) + 1 if key in order else None,
            right=right if asked.disclosure.marks else None,
            feedback=words["feedback"] if asked.disclosure.feedback and right else None,
        )

    def read(self, question: Question, order: tuple[str, ...], form: Form) -> Mapping[str, Any]:
        """The items at the places that were chosen. Of two at one place the one shown later goes to the next."""
        sent = form.starting("place-")
        count = len(order)
        wanted = sorted((int(sent[key]), seat) for seat, key in enumerate(order) if is_place(sent.get(key, ""), count))
        places: list[str | None] = [None] * count
        for place, seat in wanted:
            free = [at for at in range(count) if places[at] is None]
            places[next((at for at in free if at >= place - 1), free[-1])] = order[seat]
        return {"order": places}


def is_place(value: str, count: int) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 4 and 1 <= int(value) <= count


def right_items(question: Ordering, order: list[str | None]) -> set[str]:
    """The items that count: those in their place, or under NEIGHBOURS those that stand beside a right neighbour."""
    if question.placing is not Placing.NEIGHBOURS:
        return {key for given, key in zip(order, question.items, strict=False) if given == key}
    pairs = set(pairwise(order)) & set(pairwise(question.items))
    return {key for pair in pairs for key in pair if key}
