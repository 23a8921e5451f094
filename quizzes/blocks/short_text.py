"""The form of questions that are answered in a few words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.blocks.base import AnswerTypeBlock, Wording, share_of
from quizzes.domain.questions import Comparison, Question, ShortText
from quizzes.domain.questions.base import Shares
from quizzes.domain.questions.spellings import example_of


def earned_block(label: str = _("Share of the mark")) -> blocks.DecimalBlock:
    """What an accepted answer earns."""
    return blocks.DecimalBlock(
        label=label,
        default=100,
        min_value=0,
        max_value=100,
        help_text=_("Percent. 0 for a typical mistake that deserves an explanation."),
    )


def reason_block() -> blocks.TextBlock:
    return blocks.TextBlock(
        label=_("Why"), required=False, rows=2, help_text=_("Shown to who answered this: why it counts, or does not.")
    )


class SpellingsBlock(blocks.StructBlock):
    """One accepted answer, however it is spelled."""

    spellings = blocks.TextBlock(
        label=_("Spellings"),
        rows=3,
        help_text=_(
            "One on each line. A star stands for any characters: refund* accepts “refunds” too. "
            "Write \\* for a star itself."
        ),
    )
    share = earned_block()
    feedback = reason_block()

    class Meta:
        icon = "edit"
        label = _("Answer")
        label_format = "{spellings}"


def ignore_case_block() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=_("Capital and small letters are the same"), required=False, default=True)


def ignore_accents_block() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(
        label=_("Letters with and without accents are the same"),
        required=False,
        default=True,
        help_text=_("đ is d, þ is th, آ is ا. Different keyboards (ي and ی, ۱۲ and 12) never make a difference."),
    )


def comparison_of(value: blocks.StructValue) -> Comparison:
    return Comparison(bool(value["ignore_case"]), bool(value["ignore_accents"]))


def answers_block() -> blocks.ListBlock:
    return blocks.ListBlock(
        SpellingsBlock(),
        min_num=1,
        max_num=20,
        label=_("Accepted answers"),
        help_text=_("Tried from top to bottom: the first that fits counts."),
    )


def shares_of(answers: blocks.list_block.ListValue) -> Shares:
    return {item.id: share_of(item.value["share"]) for item in answers.bound_blocks}


def spellings_wording(answers: blocks.list_block.ListValue) -> Wording:
    return {
        item.id: {"spellings": lines(item.value["spellings"]), "feedback": item.value["feedback"]}
        for item in answers.bound_blocks
    }


def lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def answers_problem(answers: blocks.list_block.ListValue, comparison: Comparison) -> str | None:
    """Why a learner could not earn what these answers promise; None if they can."""
    question = ShortText(shares_of(answers), comparison)
    words = {"answers": spellings_wording(answers)}
    if 1 not in question.shares.values():
        return _("One answer has to earn 100 percent.")
    for key, spelling in _spellings(words):
        if question.fitting({"text": example_of(spelling)}, words) != key:
            return _("“%(spelling)s” is never reached: an answer above it fits first. Move it up.") % {
                "spelling": spelling
            }
    return None


def _spellings(words: Wording) -> Iterable[tuple[str, str]]:
    return ((key, spelling) for key, answer in words["answers"].items() for spelling in answer["spellings"])


class ShortTextBlock(AnswerTypeBlock):
    answers = answers_block()
    ignore_case = ignore_case_block()
    ignore_accents = ignore_accents_block()

    class Meta:
        icon = "edit"
        label = _("Short text")
        description = _("A few words to type. You say which spellings count.")

    def problem(self, value: blocks.StructValue) -> str | None:
        return answers_problem(value["answers"], comparison_of(value))

    def question(self, value: blocks.StructValue) -> Question:
        return ShortText(shares_of(value["answers"]), comparison_of(value))

    def wording(self, value: blocks.StructValue) -> Wording:
        return {"answers": spellings_wording(value["answers"])}
