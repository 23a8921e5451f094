"""What every editor's form of a type of question has in common.

The id of a list item is the key of an option: Wagtail keeps it when options are reordered, and
wagtail-localize keeps it in every language.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from quizzes.domain.questions import Question

Wording = dict[str, Any]

# What a list of a new question begins with where one item alone can never be asked. Its items are ItemBlocks.
TWO_EMPTY: list[dict[str, Any]] = [{}, {}]


class ItemBlock(blocks.StructBlock):
    """An item of such a list: what a value leaves out is as the form begins, or the editor's browser gives up."""

    def normalize(self, value: dict[str, Any]) -> blocks.StructValue:
        if isinstance(value, self.meta.value_class):
            return value
        absent = {name: block.get_default() for name, block in self.child_blocks.items() if name not in value}
        return super().normalize({**absent, **value})


class AnswerTypeBlock(blocks.StructBlock):
    """The form of one type. It says what it asks (`question`) and how it is worded (`wording`)."""

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        value = super().clean(value)
        if not self.is_deferred_validation and (problem := self.problem(value)):
            raise blocks.StructBlockValidationError(non_block_errors=[ValidationError(problem)])
        return value

    def problem(self, value: blocks.StructValue) -> str | None:
        """Why a form that is filled in can not be asked, in a sentence that says what to do; None if it can."""
        return None

    def question(self, value: blocks.StructValue) -> Question:
        raise NotImplementedError

    def wording(self, value: blocks.StructValue) -> Wording:
        raise NotImplementedError


def keys_of(items: blocks.list_block.ListValue) -> tuple[str, ...]:
    return tuple(item.id for item in items.bound_blocks)


def read_the_same(texts: Iterable[str]) -> bool:
    """Whether two of the texts are the same to a reader."""
    plain = [" ".join(text.split()).casefold() for text in texts]
    return len(set(plain)) != len(plain)


def share_of(percent: Any) -> Fraction:
    """The share that an editor's percentage means: what is written as 33.33333 is a third.

    Formats of other systems write five decimals, so percentages that close to a ninth, eighth, … are meant as such.
    """
    exact = Fraction(str(percent)) / 100
    simple = exact.limit_denominator(12)
    return simple if abs(simple - exact) < Fraction(1, 100_000) else exact
