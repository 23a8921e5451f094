"""The forms of questions that offer options."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.blocks.base import TWO_EMPTY, AnswerTypeBlock, ItemBlock, Wording, keys_of, share_of
from quizzes.domain.questions import Marking, MultipleChoice, Question, SingleChoice, TrueFalse
from quizzes.domain.questions.base import Shares


class OptionBlock(ItemBlock):
    text = blocks.TextBlock(label=_("Option"), rows=2)
    correct = blocks.BooleanBlock(label=_("This is right"), required=False)
    share = blocks.DecimalBlock(
        label=_("Share of the mark"),
        required=False,
        min_value=-100,
        max_value=100,
        help_text=_("Percent; below zero it costs marks. Left empty: 100 for what is right, 0 for what is wrong."),
    )
    feedback = blocks.TextBlock(
        label=_("Why"),
        required=False,
        rows=2,
        help_text=_("Shown to who chose it: why it is right, or what it misses."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Option")
        label_format = "{text}"


def options_block() -> blocks.ListBlock:
    return blocks.ListBlock(OptionBlock(), default=TWO_EMPTY, min_num=2, max_num=20, label=_("Options"))


class OptionsBlock(AnswerTypeBlock):
    """What the two forms with options share."""

    def right_keys(self, value: blocks.StructValue) -> list[str]:
        return [item.id for item in value["options"].bound_blocks if item.value["correct"]]

    def shares(self, value: blocks.StructValue) -> Shares:
        return {
            item.id: share_of(item.value["share"])
            for item in value["options"].bound_blocks
            if item.value["share"] is not None
        }

    def wording(self, value: blocks.StructValue) -> Wording:
        return {
            "options": {
                item.id: {"text": item.value["text"], "feedback": item.value["feedback"]}
                for item in value["options"].bound_blocks
            }
        }


class SingleChoiceBlock(OptionsBlock):
    options = options_block()

    class Meta:
        icon = "radio-full"
        label = _("Single choice")
        description = _("Several options, exactly one is right.")

    def problem(self, value: blocks.StructValue) -> str | None:
        if len(self.right_keys(value)) != 1:
            return _("Mark exactly one option as right.")
        return None

    def question(self, value: blocks.StructValue) -> Question:
        return SingleChoice(keys_of(value["options"]), self.right_keys(value)[0], self.shares(value))


class MultipleChoiceBlock(OptionsBlock):
    options = options_block()
    marking = blocks.ChoiceBlock(
        label=_("Partial credit"),
        choices=[
            (Marking.RIGHT_MINUS_WRONG.value, _("Right minus wrong: each wrong choice cancels a right one")),
            (Marking.ALL_OR_NOTHING.value, _("All or nothing: only the complete answer counts")),
            (Marking.PER_OPTION.value, _("Per option: each choice earns or costs its share of the mark")),
        ],
        default=Marking.RIGHT_MINUS_WRONG.value,
    )

    class Meta:
        icon = "tick-inverse"
        label = _("Multiple choice")
        description = _("Several options, one or more are right.")

    def problem(self, value: blocks.StructValue) -> str | None:
        right = self.right_keys(value)
        if not right:
            return _("Mark at least one option as right.")
        if value["marking"] == Marking.PER_OPTION.value and sum(self.shares(value).get(key, 0) for key in right) != 1:
            return _("The shares of the right options must add up to 100 percent.")
        return None

    def question(self, value: blocks.StructValue) -> Question:
        marking = Marking(value["marking"])
        shares = self.shares(value) if marking is Marking.PER_OPTION else {}
        return MultipleChoice(keys_of(value["options"]), frozenset(self.right_keys(value)), marking, shares)


class TrueFalseBlock(AnswerTypeBlock):
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
