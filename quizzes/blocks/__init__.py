"""How an editor writes a question: a form for each type, and how that form is frozen."""

from wagtail import blocks

from quizzes.blocks.choice import MultipleChoiceBlock, SingleChoiceBlock, TrueFalseBlock
from quizzes.blocks.gaps import GapsBlock
from quizzes.blocks.groups import GroupsBlock
from quizzes.blocks.matching import MatchingBlock
from quizzes.blocks.number import NumberBlock
from quizzes.blocks.ordering import OrderingBlock
from quizzes.blocks.service import BestReplyBlock, MistakeBlock
from quizzes.blocks.short_text import ShortTextBlock
from quizzes.blocks.written import FreeTextBlock


class AnswerBlock(blocks.StreamBlock):
    """Exactly one of the types."""

    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    true_false = TrueFalseBlock()
    matching = MatchingBlock()
    ordering = OrderingBlock()
    groups = GroupsBlock()
    best_reply = BestReplyBlock()
    mistake = MistakeBlock()
    short_text = ShortTextBlock()
    number = NumberBlock()
    gaps = GapsBlock()
    free_text = FreeTextBlock()

    class Meta:
        max_num = 1
        min_num = 1
