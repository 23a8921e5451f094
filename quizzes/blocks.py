"""How an editor writes a question: one form for each type, and how that form is frozen.

The id of a list item is the key of an option: Wagtail keeps it when options are reordered, and
wagtail-localize keeps it in every language.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.domain.spec import Marking, Matching, MultipleChoice, Question, SingleChoice, TrueFalse

Wording = dict[str, Any]


class OptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Option"), rows=2)
    correct = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.TextBlock(
        label=_("Why"),
        required=False,
        rows=2,
        help_text=_("Shown to who chose it: why it is right, or what it misses."),
    )

    class Meta:
        icon = "list-ul"
        label_format = "{text}"


def options_block() -> blocks.ListBlock:
    return blocks.ListBlock(OptionBlock(), min_num=2, max_num=10, label=_("Options"))


def option_wording(value: blocks.StructValue) -> Wording:
    return {
        "options": {
            item.id: {"text": item.value["text"], "feedback": item.value["feedback"]}
            for item in value["options"].bound_blocks
        }
    }


def right_keys(value: blocks.StructValue) -> list[str]:
    return [item.id for item in value["options"].bound_blocks if item.value["correct"]]


def option_keys(value: blocks.StructValue) -> tuple[str, ...]:
    return tuple(item.id for item in value["options"].bound_blocks)


class SingleChoiceBlock(blocks.StructBlock):
    options = options_block()

    class Meta:
        icon = "radio-full"
        label = _("Single choice")
        description = _("Several options, exactly one is right.")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        value = super().clean(value)
        if not self.is_deferred_validation and len(right_keys(value)) != 1:
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("Mark exactly one option as right."))]
            )
        return value

    def question(self, value: blocks.StructValue) -> Question:
        return SingleChoice(option_keys(value), right_keys(value)[0])

    def wording(self, value: blocks.StructValue) -> Wording:
        return option_wording(value)


class MultipleChoiceBlock(blocks.StructBlock):
    options = options_block()
    marking = blocks.ChoiceBlock(
        label=_("Partial credit"),
        choices=[
            (Marking.RIGHT_MINUS_WRONG.value, _("Right minus wrong: each wrong choice cancels a right one")),
            (Marking.ALL_OR_NOTHING.value, _("All or nothing: only the complete answer counts")),
        ],
        default=Marking.RIGHT_MINUS_WRONG.value,
    )

    class Meta:
        icon = "tick-inverse"
        label = _("Multiple choice")
        description = _("Several options, one or more are right.")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        value = super().clean(value)
        if not self.is_deferred_validation and not right_keys(value):
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("Mark at least one option as right."))]
            )
        return value

    def question(self, value: blocks.StructValue) -> Question:
        return MultipleChoice(option_keys(value), frozenset(right_keys(value)), Marking(value["marking"]))

    def wording(self, value: blocks.StructValue) -> Wording:
        return option_wording(value)


class TrueFalseBlock(blocks.StructBlock):
    answer = blocks.ChoiceBlock(
        label=_("Right answer"), choices=[("true", _("true")), ("false", _("false"))], required=True
    )
    feedback_true = blocks.TextBlock(label=_("To who says “true”"), required=False, rows=2)
    feedback_false = blocks.TextBlock(label=_("To who says “false”"), required=False, rows=2)

    class Meta:
        icon = "check"
        label = _("True or false")
        description = _("The question is a statement to judge.")

    def question(self, value: blocks.StructValue) -> Question:
        return TrueFalse(right=value["answer"] == "true")

    def wording(self, value: blocks.StructValue) -> Wording:
        return {"feedback_true": value["feedback_true"], "feedback_false": value["feedback_false"]}


class PairBlock(blocks.StructBlock):
    prompt = blocks.TextBlock(label=_("Prompt"), rows=2)
    match = blocks.TextBlock(label=_("What belongs to it"), rows=2)

    class Meta:
        icon = "link"
        label_format = "{prompt}"


class MatchingBlock(blocks.StructBlock):
    pairs = blocks.ListBlock(PairBlock(), min_num=2, max_num=8, label=_("Pairs"))
    extra = blocks.ListBlock(
        blocks.TextBlock(label=_("Match"), rows=1),
        default=[],
        max_num=5,
        label=_("Matches that belong to no prompt"),
    )

    class Meta:
        icon = "link"
        label = _("Matching")
        description = _("Prompts, and what belongs to each.")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        value = super().clean(value)
        matches = [pair["match"].strip() for pair in value["pairs"]] + [text.strip() for text in value["extra"]]
        if not self.is_deferred_validation and len(set(matches)) != len(matches):
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("Two matches read the same: a learner could not tell them apart."))]
            )
        return value

    def question(self, value: blocks.StructValue) -> Question:
        return Matching(
            tuple(item.id for item in value["pairs"].bound_blocks),
            tuple(item.id for item in value["extra"].bound_blocks),
        )

    def wording(self, value: blocks.StructValue) -> Wording:
        return {
            "pairs": {
                item.id: {"prompt": item.value["prompt"], "match": item.value["match"]}
                for item in value["pairs"].bound_blocks
            },
            "extra": {item.id: item.value for item in value["extra"].bound_blocks},
        }


class AnswerBlock(blocks.StreamBlock):
    """Exactly one of the types. Each says what it asks (`question`) and how it is worded (`wording`)."""

    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    true_false = TrueFalseBlock()
    matching = MatchingBlock()

    class Meta:
        max_num = 1
        min_num = 1
