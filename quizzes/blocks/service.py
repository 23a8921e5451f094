"""The forms of questions taken from a contact with a customer."""

from fractions import Fraction

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.blocks.base import TWO_EMPTY, AnswerTypeBlock, ItemBlock, Wording, keys_of, read_the_same
from quizzes.domain.questions import BestReply, Marking, Mistake, Question

WORTH = {
    "best": Fraction(1),
    "good": Fraction(1, 2),
    "neither": Fraction(0),
    "poor": Fraction(-1, 2),
    "harmful": Fraction(-1),
}


class ReplyBlock(ItemBlock):
    text = blocks.TextBlock(label=_("Reply"), rows=2, help_text=_("In the words that an agent would say."))
    worth = blocks.ChoiceBlock(
        label=_("What it is worth"),
        choices=[
            ("best", _("Best: the full mark")),
            ("good", _("Good: half the mark")),
            ("neither", _("Neither good nor bad: nothing")),
            ("poor", _("Poor: minus half the mark")),
            ("harmful", _("Harmful: minus the full mark")),
        ],
    )
    feedback = blocks.TextBlock(
        label=_("Why"), rows=2, help_text=_("What this reply does to the customer. Shown to who chose it.")
    )

    class Meta:
        icon = "comment"
        label = _("Reply")
        label_format = "{worth}: {text}"


class BestReplyBlock(AnswerTypeBlock):
    quote = blocks.TextBlock(
        label=_("What the customer says"),
        required=False,
        rows=2,
        help_text=_("Their own words, shown as a quotation below the question. The question tells the situation."),
    )
    replies = blocks.ListBlock(ReplyBlock(), default=TWO_EMPTY, min_num=2, max_num=8, label=_("Replies"))
    may_cost = blocks.BooleanBlock(
        label=_("A bad reply costs marks"),
        required=False,
        help_text=_("Poor and harmful replies take marks from the other questions. Otherwise they earn nothing."),
    )

    class Meta:
        icon = "comment"
        label = _("Best reply")
        description = _("A customer says something; the learner chooses what to answer.")

    def problem(self, value: blocks.StructValue) -> str | None:
        if not any(reply["worth"] == "best" for reply in value["replies"]):
            return _("Grade at least one reply as best.")
        if read_the_same(reply["text"] for reply in value["replies"]):
            return _("Two replies read the same: a learner could not tell them apart.")
        return None

    def question(self, value: blocks.StructValue) -> Question:
        worth = {item.id: WORTH[item.value["worth"]] for item in value["replies"].bound_blocks}
        return BestReply(keys_of(value["replies"]), worth, floored=not value["may_cost"])

    def wording(self, value: blocks.StructValue) -> Wording:
        return {
            "quote": value["quote"],
            "replies": {
                item.id: {"text": item.value["text"], "feedback": item.value["feedback"]}
                for item in value["replies"].bound_blocks
            },
        }


class TranscriptLineBlock(ItemBlock):
    who = blocks.ChoiceBlock(
        label=_("Who speaks"),
        choices=[("customer", _("Customer")), ("agent", _("Agent"))],
        default="customer",
    )
    text = blocks.TextBlock(label=_("Words"), rows=2)
    mistake = blocks.BooleanBlock(label=_("This line is a mistake"), required=False)
    feedback = blocks.TextBlock(
        label=_("Why"),
        required=False,
        rows=2,
        help_text=_("What is wrong with it and what would be better. Needed where the line is a mistake."),
    )

    class Meta:
        icon = "comment"
        label = _("Line")
        label_format = "{who}: {text}"


class MistakeBlock(AnswerTypeBlock):
    channel = blocks.ChoiceBlock(label=_("Channel"), choices=[("call", _("Call")), ("chat", _("Chat"))], default="call")
    lines = blocks.ListBlock(
        TranscriptLineBlock(),
        default=TWO_EMPTY,
        min_num=2,
        max_num=30,
        label=_("Lines"),
        help_text=_("The contact from its first line to its last. Learners may choose any line."),
    )
    marking = blocks.ChoiceBlock(
        label=_("Partial credit"),
        choices=[
            (Marking.RIGHT_MINUS_WRONG.value, _("Right minus wrong: each wrong choice cancels a right one")),
            (Marking.ALL_OR_NOTHING.value, _("All or nothing: only the complete answer counts")),
        ],
        default=Marking.RIGHT_MINUS_WRONG.value,
    )

    class Meta:
        icon = "search"
        label = _("Spot the mistake")
        description = _("The transcript of a contact in which something goes wrong.")

    def problem(self, value: blocks.StructValue) -> str | None:
        wrong = [line for line in value["lines"] if line["mistake"]]
        if not wrong:
            return _("Mark at least one line as a mistake.")
        if len(wrong) == len(value["lines"]):
            return _("Leave at least one line without a mistake.")
        if not all(line["feedback"].strip() for line in wrong):
            return _("Say of each mistake why it is one.")
        return None

    def question(self, value: blocks.StructValue) -> Question:
        wrong = frozenset(item.id for item in value["lines"].bound_blocks if item.value["mistake"])
        return Mistake(keys_of(value["lines"]), wrong, Marking(value["marking"]))

    def wording(self, value: blocks.StructValue) -> Wording:
        return {
            "channel": value["channel"],
            "lines": {
                item.id: {"who": item.value["who"], "text": item.value["text"], "feedback": item.value["feedback"]}
                for item in value["lines"].bound_blocks
            },
        }
