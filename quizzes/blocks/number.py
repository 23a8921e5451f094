"""The form of questions that are answered by a number."""

from fractions import Fraction
from itertools import combinations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.blocks.base import AnswerTypeBlock, Wording, share_of
from quizzes.blocks.short_text import earned_block, lines, reason_block
from quizzes.domain.questions import Band, Number, Question, UnitRule

LARGEST = 10**15
ABSOLUTE, RELATIVE = "absolute", "relative"


class BandBlock(blocks.StructBlock):
    """Numbers that earn the same."""

    value = blocks.DecimalBlock(
        label=_("Number"),
        required=False,
        min_value=-LARGEST,
        max_value=LARGEST,
        help_text=_("In the first unit below, if there are units. Left empty: any other number."),
    )
    tolerance = blocks.DecimalBlock(
        label=_("May be off by"),
        required=False,
        min_value=0,
        max_value=LARGEST,
        help_text=_("More or less; exactly so much still counts."),
    )
    tolerance_is = blocks.ChoiceBlock(
        label=_("This is meant"),
        choices=[(ABSOLUTE, _("as it stands")), (RELATIVE, _("in percent of the number"))],
        default=ABSOLUTE,
    )
    up_to = blocks.DecimalBlock(
        label=_("Or: any number up to"),
        required=False,
        min_value=-LARGEST,
        max_value=LARGEST,
        help_text=_("Makes a range that begins with the number above. Both ends count."),
    )
    share = earned_block()
    feedback = reason_block()

    class Meta:
        icon = "order"
        label = _("Answer")
        label_format = "{value}"


class UnitBlock(blocks.StructBlock):
    names = blocks.TextBlock(
        label=_("Names"), rows=2, help_text=_("One on each line, as people write it: kg, kilo, kilogram.")
    )
    factor = blocks.DecimalBlock(
        label=_("How many of the first unit one of it is"),
        default=1,
        min_value=0,
        max_value=LARGEST,
        help_text=_("1 for the first unit. If that is kg, then 0.001 for g."),
    )

    class Meta:
        icon = "tag"
        label = _("Unit")
        label_format = "{names}"


class NumberBlock(AnswerTypeBlock):
    bands = blocks.ListBlock(
        BandBlock(),
        min_num=1,
        max_num=20,
        label=_("Accepted numbers"),
        help_text=_("Tried from top to bottom: the first that holds the number counts."),
    )
    unit_rule = blocks.ChoiceBlock(
        label=_("Unit"),
        choices=[
            (UnitRule.NOT_ASKED.value, _("Not asked: one that is typed makes no difference")),
            (UnitRule.MAY.value, _("May be given, and then has to be right")),
            (UnitRule.MUST.value, _("Must be given")),
        ],
        default=UnitRule.NOT_ASKED.value,
    )
    units = blocks.ListBlock(
        UnitBlock(),
        default=[],
        max_num=20,
        label=_("Units"),
        help_text=_("The numbers above are in the first one. Others are converted."),
    )
    unit_cost = blocks.DecimalBlock(
        label=_("What a wrong or missing unit costs"),
        default=100,
        min_value=0,
        max_value=100,
        help_text=_("Percent of what the number earned."),
    )

    class Meta:
        icon = "order"
        label = _("Number")
        description = _("A number to type, with a tolerance, and with its unit if you wish.")

    def problem(self, value: blocks.StructValue) -> str | None:
        return _bands_problem(value) or _units_problem(value)

    def question(self, value: blocks.StructValue) -> Question:
        return Number(
            tuple(band_of(item.id, item.value) for item in value["bands"].bound_blocks),
            {item.id: Fraction(str(item.value["factor"])) for item in value["units"].bound_blocks},
            UnitRule(value["unit_rule"]),
            share_of(value["unit_cost"]),
        )

    def wording(self, value: blocks.StructValue) -> Wording:
        return {
            "bands": {item.id: {"feedback": item.value["feedback"]} for item in value["bands"].bound_blocks},
            "units": {item.id: {"names": lines(item.value["names"])} for item in value["units"].bound_blocks},
        }


def band_of(key: str, value: blocks.StructValue) -> Band:
    """From the number less its tolerance to the number and its tolerance, or from the number to the end of a range."""
    share = share_of(value["share"])
    if value["value"] is None:
        return Band(key, None, None, share)
    middle = Fraction(value["value"])
    if value["up_to"] is not None:
        return Band(key, middle, Fraction(value["up_to"]), share)
    reach = Fraction(value["tolerance"] or 0)
    if value["tolerance_is"] == RELATIVE:
        reach *= abs(middle) / 100
    return Band(key, middle - reach, middle + reach, share)


def _bands_problem(value: blocks.StructValue) -> str | None:
    bands = [band_of(item.id, item.value) for item in value["bands"].bound_blocks]
    if all(band.share != 1 for band in bands):
        return _("One of the numbers has to earn 100 percent.")
    for item, band in zip(value["bands"], bands, strict=True):
        if item["up_to"] is not None and (item["value"] is None or item["tolerance"]):
            return _("A range needs the number that it begins with, and no tolerance.")
        if band.low is not None and band.high is not None and band.low > band.high:
            return _("A range has to end with the larger number.")
    if any(above.covers(below) for above, below in combinations(bands, 2)):
        return _("An accepted number is never reached: one above it holds all of it. Move it up.")
    return None


def _units_problem(value: blocks.StructValue) -> str | None:
    if value["unit_rule"] != UnitRule.NOT_ASKED.value and not value["units"]:
        return _("Say which units there are.")
    factors = [unit["factor"] for unit in value["units"]]
    if any(not factor for factor in factors):
        return _("A unit can not be 0 of the first one.")
    if factors and factors[0] != 1:
        return _("The first unit is 1 of itself.")
    return None
