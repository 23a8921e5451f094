"""The form of questions that ask for the right order."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.blocks.base import TWO_EMPTY, AnswerTypeBlock, ItemBlock, Wording, keys_of, read_the_same
from quizzes.domain.questions import Ordering, Placing, Question


class StepBlock(ItemBlock):
    text = blocks.TextBlock(label=_("Item"), rows=2)
    feedback = blocks.TextBlock(
        label=_("Why here"),
        required=False,
        rows=2,
        help_text=_("Shown with the result: what makes this its place."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")
        label_format = "{text}"


class OrderingBlock(AnswerTypeBlock):
    items = blocks.ListBlock(
        StepBlock(),
        default=TWO_EMPTY,
        min_num=2,
        max_num=12,
        label=_("Items in the right order"),
        help_text=_("Write them from the first to the last. Learners see them mixed."),
    )
    placing = blocks.ChoiceBlock(
        label=_("Partial credit"),
        choices=[
            (Placing.EACH_PLACE.value, _("Each place: an item counts when it stands exactly where it belongs")),
            (Placing.NEIGHBOURS.value, _("Neighbours: each pair counts that follows one another rightly")),
            (Placing.ALL_OR_NOTHING.value, _("All or nothing: only the complete order counts")),
        ],
        default=Placing.EACH_PLACE.value,
        help_text=_("“Neighbours” is kinder to who forgot one step at the start and has all others in line."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Ordering")
        description = _("Items to put in the right order.")

    def problem(self, value: blocks.StructValue) -> str | None:
        if read_the_same(item["text"] for item in value["items"]):
            return _("Two items read the same: a learner could not tell them apart.")
        return None

    def question(self, value: blocks.StructValue) -> Question:
        return Ordering(keys_of(value["items"]), Placing(value["placing"]))

    def wording(self, value: blocks.StructValue) -> Wording:
        return {
            "items": {
                item.id: {"text": item.value["text"], "feedback": item.value["feedback"]}
                for item in value["items"].bound_blocks
            }
        }
