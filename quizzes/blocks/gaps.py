"""The form of questions that ask to fill the gaps in a text."""

import re
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from academy.blocks import CharItemBlock
from quizzes.blocks.base import AnswerTypeBlock, Wording, share_of
from quizzes.blocks.choice import options_block
from quizzes.blocks.short_text import (
    answers_block,
    answers_problem,
    comparison_of,
    ignore_accents_block,
    ignore_case_block,
    shares_of,
    spellings_wording,
)
from quizzes.domain.questions import Gap, Gaps, Marking, Question
from quizzes.domain.questions.base import Shares

PLACE = re.compile(r"\[\[\s*(\d{1,3})\s*\]\]")
"""Where a gap stands in the text: its number in the list of gaps, in the digits of any script."""
TYPED, CHOSEN, BANK = "typed", "chosen", "bank"

GapItem = blocks.stream_block.StreamValue.StreamChild


def weight_block() -> blocks.IntegerBlock:
    return blocks.IntegerBlock(
        label=_("Weight"), default=1, min_value=1, max_value=100, help_text=_("A gap of weight 2 counts twice.")
    )


class TypedGapBlock(blocks.StructBlock):
    answers = answers_block()
    weight = weight_block()

    class Meta:
        icon = "edit"
        label = _("To type")


class ChosenGapBlock(blocks.StructBlock):
    options = options_block()
    weight = weight_block()

    class Meta:
        icon = "list-ul"
        label = _("To choose, with its own options")


class BankGapBlock(blocks.StructBlock):
    word = blocks.CharBlock(label=_("What belongs here"))
    weight = weight_block()

    class Meta:
        icon = "tag"
        label = _("To choose from the words of all such gaps")
        label_format = "{word}"


class GapListBlock(blocks.StreamBlock):
    typed = TypedGapBlock()
    chosen = ChosenGapBlock()
    bank = BankGapBlock()


class GapsBlock(AnswerTypeBlock):
    text = blocks.TextBlock(
        label=_("Text with gaps"),
        rows=5,
        help_text=_(
            "Write [[1]] where the first gap of the list below stands, [[2]] for the second, and so on: "
            "“An answer takes [[1]] minutes.” In another language they may stand in another order."
        ),
    )
    gaps = GapListBlock(label=_("Gaps"), min_num=1, max_num=20)
    extra = blocks.ListBlock(
        CharItemBlock(label=_("Word")),
        default=[],
        max_num=20,
        label=_("Further words to choose from, which belong nowhere"),
    )
    marking = blocks.ChoiceBlock(
        label=_("Partial credit"),
        choices=[
            (Marking.PER_PART.value, _("Per gap: each earns its part of the mark")),
            (Marking.ALL_OR_NOTHING.value, _("All or nothing: only the complete text counts")),
        ],
        default=Marking.PER_PART.value,
    )
    ignore_case = ignore_case_block()
    ignore_accents = ignore_accents_block()

    class Meta:
        icon = "form"
        label = _("Gaps in a text")
        description = _("A text with gaps to type or choose.")

    def problem(self, value: blocks.StructValue) -> str | None:
        return _places_problem(value) or _bank_problem(value) or _gaps_problem(value)

    def question(self, value: blocks.StructValue) -> Question:
        bank = _bank(value)
        return Gaps(
            tuple(
                Gap(key, _shares(key, item, bank), item.block_type != TYPED, item.value["weight"] or 1)
                for key, item in _keyed(value)
            ),
            Marking(value["marking"]),
            comparison_of(value),
        )

    def wording(self, value: blocks.StructValue) -> Wording:
        """Only gaps that stand in the text are worded: a translation that lacks one is out of date."""
        segments = segments_of(value["text"], [key for key, _item in _keyed(value)])
        placed = {segment["gap"] for segment in segments if "gap" in segment}
        return {
            "segments": segments,
            "gaps": {key: _gap_wording(item, value) for key, item in _keyed(value) if key in placed},
        }


def _keyed(value: blocks.StructValue) -> list[tuple[str, GapItem]]:
    """The gaps by their keys; one that was never saved has no id yet."""
    return [(item.id or f"gap{place}", item) for place, item in enumerate(value["gaps"])]


def segments_of(text: str, keys: list[str]) -> list[dict[str, str]]:
    """The text and its gaps in turn. A place that names no gap, or one that has its place already, is left out."""
    segments: list[dict[str, str]] = []
    open_gaps = dict(enumerate(keys, 1))
    for part, piece in enumerate(PLACE.split(text)):
        if part % 2 == 0 and piece:
            segments.append({"text": piece})
        elif part % 2 and (key := open_gaps.pop(int(piece), None)):
            segments.append({"gap": key})
    return segments


def _shares(key: str, item: GapItem, bank: dict[str, str]) -> Shares:
    match item.block_type:
        case "typed":
            return shares_of(item.value["answers"])
        case "chosen":
            return {option.id: _option_share(option.value) for option in item.value["options"].bound_blocks}
        case _:
            owners = _owners(bank)
            return {owner: Fraction(owner == owners[bank[key]]) for owner in owners.values()}


def _option_share(option: blocks.StructValue) -> Fraction:
    return Fraction(option["correct"]) if option["share"] is None else share_of(option["share"])


def _bank(value: blocks.StructValue) -> dict[str, str]:
    """The words of the bank by the gap that they belong to, or by their own key."""
    words = {key: item.value["word"].strip() for key, item in _keyed(value) if item.block_type == BANK}
    return words | {item.id: item.value.strip() for item in value["extra"].bound_blocks}


def _owners(bank: dict[str, str]) -> dict[str, str]:
    """For each word the first key that has it: two gaps with the same word offer it once."""
    owners: dict[str, str] = {}
    for key, word in bank.items():
        owners.setdefault(word, key)
    return owners


def _gap_wording(item: GapItem, value: blocks.StructValue) -> Wording:
    match item.block_type:
        case "typed":
            return {"answers": spellings_wording(item.value["answers"])}
        case "chosen":
            options = {option.id: option.value for option in item.value["options"].bound_blocks}
            return {
                "options": {key: {"text": one["text"], "feedback": one["feedback"]} for key, one in options.items()}
            }
        case _:
            return {"options": {key: {"text": word, "feedback": ""} for key, word in _bank(value).items()}}


def _places_problem(value: blocks.StructValue) -> str | None:
    places = [int(place) for place in PLACE.findall(value["text"])]
    gaps = range(1, len(value["gaps"]) + 1)
    checks: list[tuple[Any, Any]] = [
        (
            [place for place in places if place not in gaps],
            _("The text has a place for gap %(gap)s, which is not in the list."),
        ),
        ([gap for gap in gaps if gap not in places], _("Gap %(gap)s has no place: write [[%(gap)s]] in the text.")),
        (
            [gap for gap in gaps if places.count(gap) > 1],
            _("Gap %(gap)s stands in the text twice: a second one needs a number of its own."),
        ),
    ]
    return next((words % {"gap": found[0]} for found, words in checks if found), None)


def _bank_problem(value: blocks.StructValue) -> str | None:
    words = [item.value["word"].strip() for item in value["gaps"] if item.block_type == BANK]
    extra = [word.strip() for word in value["extra"]]
    if extra and not words:
        return _("No gap chooses from the words of all gaps: the further words would not be shown.")
    if set(words) & set(extra) or len(set(extra)) != len(extra):
        return _("Two words to choose from read the same: a learner could not tell them apart.")
    if words and len({*words, *extra}) < 2:
        return _("There is only one word to choose from: add further words which belong nowhere.")
    return None


def _gaps_problem(value: blocks.StructValue) -> str | None:
    for number, (_key, item) in enumerate(_keyed(value), 1):
        problem = None
        if item.block_type == TYPED:
            problem = answers_problem(item.value["answers"], comparison_of(value))
        elif item.block_type == CHOSEN and 1 not in _shares("", item, {}).values():
            problem = _("Mark an option as right.")
        if problem:
            return _("Gap %(gap)s: %(problem)s") % {"gap": number, "problem": problem}
    return None
