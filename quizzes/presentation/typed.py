"""Questions whose answer is typed, as a learner sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from academy.domain import dates
from academy.domain.quantities import read_quantity
from quizzes.domain.questions import Number, Question, ShortText, UnitRule
from quizzes.domain.questions.spellings import LONGEST, example_of, spellings_of
from quizzes.presentation.faces import Asked, Face, Form, Given

PLACES = 12
"""Decimals of a number that are shown."""


@dataclass(frozen=True)
class Judgement:
    """What may be seen of one typed answer. `verdict` is "right", "partly", "wrong" or, until it may be seen, empty."""

    verdict: str = ""
    reason: str = ""
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True)
class TypedFace(Face):
    """`read_as` says in words how a number was understood; `keyboard` is what a phone is to offer."""

    judgement: Judgement
    read_as: str = ""
    keyboard: str = "text"
    wants_unit: bool = False
    longest: int = LONGEST

    @property
    def text(self) -> str:
        return str(self.asked.answer.get("text", ""))

    @property
    def given(self) -> list[Given]:
        return [Given(self.text, note=self.read_as)] if self.text else []

    @property
    def result_template(self) -> str:
        return "quizzes/types/typed_result.html"


def verdict_of(share: Fraction) -> str:
    if share == 1:
        return "right"
    return "partly" if share > 0 else "wrong"


def judge(asked: Asked, share: Fraction, reason: str, accepted: list[str]) -> Judgement:
    """As far as it is disclosed. Right answers are no news to who gave one."""
    shown = asked.disclosure
    return Judgement(
        verdict=verdict_of(share) if shown.marks and asked.answer else "",
        reason=reason if shown.feedback else "",
        accepted=tuple(accepted) if shown.answers and share != 1 else (),
    )


def reason_of(asked: Asked, part: str, full: list[str]) -> str:
    """What is said of the answer that counts; where there is none, of a right one, if these may be seen.

    `part`: where the wording keeps the answers. `full`: the keys of those that earn everything.
    """
    key = asked.question.fitting(asked.answer, asked.words)
    if not asked.answer and asked.disclosure.answers:
        key = full[0] if full else None
    return str(asked.words[part].get(key, {}).get("feedback", ""))


class Written:
    """Short text."""

    def face(self, asked: Asked) -> TypedFace:
        question: ShortText = asked.question
        share = question.mark(asked.answer, asked.words) if asked.share is None else asked.share
        full = [key for key, earned in question.shares.items() if earned == 1]
        accepted = [example_of(spelling) for key in full for spelling in spellings_of(asked.words, key)[:1]]
        return TypedFace(asked, judge(asked, share, reason_of(asked, "answers", full), accepted))

    def read(self, question: Question, order: tuple[str, ...], form: Form) -> Mapping[str, Any]:
        return {"text": form.get("text")}


class Figure:
    """A number."""

    def face(self, asked: Asked) -> TypedFace:
        question: Number = asked.question
        share = question.mark(asked.answer, asked.words) if asked.share is None else asked.share
        full = [band.key for band in question.bands if band.share == 1]
        judgement = judge(asked, share, reason_of(asked, "bands", full), accepted_numbers(asked))
        must = question.unit_rule is UnitRule.MUST
        return TypedFace(asked, judgement, read_as(asked), self._keyboard(question), wants_unit=must)

    def _keyboard(self, question: Number) -> str:
        """Figures alone where nothing else may be wanted: such keyboards have neither letters nor a minus."""
        bare = question.unit_rule is UnitRule.NOT_ASKED
        return "decimal" if bare and all(band.low is None or band.low >= 0 for band in question.bands) else "text"

    def read(self, question: Question, order: tuple[str, ...], form: Form) -> Mapping[str, Any]:
        return {"text": form.get("text")}


def read_as(asked: Asked) -> str:
    """How the number was understood; without a word on whether it is right, or its unit known."""
    if not asked.answer:
        return ""
    quantity = read_quantity(asked.answer["text"], asked.language)
    if quantity is None:
        return _("We can not read one number in this. Write it in figures.")
    return _("Read as %(number)s.") % {"number": f"{localized(quantity.value)} {quantity.unit}".strip()}


def accepted_numbers(asked: Asked) -> list[str]:
    """The numbers that earn the full mark, in words, with the first unit where one is asked for."""
    question: Number = asked.question
    unit = question.first_unit(asked.words)
    return [f"{_band_in_words(band.low, band.high)} {unit}".strip() for band in question.bands if band.share == 1]


def _band_in_words(low: Fraction | None, high: Fraction | None) -> str:
    if low is None or high is None:
        return _("any number")
    if low == high:
        return localized(low)
    return _("%(low)s to %(high)s") % {"low": localized(low), "high": localized(high)}


def localized(value: Fraction) -> str:
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    return dates.number(decimal, get_language(), PLACES)
