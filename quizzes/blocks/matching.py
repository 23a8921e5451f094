"""The forms of questions that ask what belongs to what."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from academy.blocks import TextItemBlock
from quizzes.blocks.base import TWO_EMPTY, AnswerTypeBlock, ItemBlock, Wording, keys_of
from quizzes.domain.questions import Matching, Question


class PairBlock(ItemBlock):
    prompt = blocks.TextBlock(label=_("Prompt"), rows=2)
    match = blocks.TextBlock(label=_("What belongs to it"), rows=2)

    class Meta:
        icon = "link"
        label = _("Pair")
        label_format = "{prompt}"


class MatchingBlock(AnswerTypeBlock):
    pairs = blocks.ListBlock(PairBlock(), default=TWO_EMPTY, min_num=2, max_num=20, label=_("Pairs"))
    extra = blocks.ListBlock(
        TextItemBlock(label=_("Match"), rows=1),
        default=[],
        max_num=10,
        label=_("Matches that belong to no prompt"),
    )

    class Meta:
        icon = "link"
        label = _("Matching")
        description = _("Prompts, and what belongs to each.")

    def problem(self, value: blocks.StructValue) -> str | None:
        matches = {pair["match"].strip() for pair in value["pairs"]}
        extra = [text.strip() for text in value["extra"]]
        if matches.intersection(extra) or len(set(extra)) != len(extra):
            return _("Two matches read the same: a learner could not tell them apart.")
        return None

    def question(self, value: blocks.StructValue) -> Question:
        first: dict[str, str] = {}  # which prompt a match was first written for
        same = {}
        for item in value["pairs"].bound_blocks:
            owner = first.setdefault(item.value["match"].strip(), item.id)
            if owner != item.id:
                same[item.id] = owner
        return Matching(keys_of(value["pairs"]), keys_of(value["extra"]), same)

    def wording(self, value: blocks.StructValue) -> Wording:
        return {
            "pairs": {
                item.id: {"prompt": item.value["prompt"], "match": item.value["match"]}
                for item in value["pairs"].bound_blocks
            },
            "extra": {item.id: item.value for item in value["extra"].bound_blocks},
        }
