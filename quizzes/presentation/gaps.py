"""A text with gaps, as a learner sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from academy.domain import dates
from quizzes.domain.questions import Gap, Gaps, Question
from quizzes.domain.questions.gaps import words_of
from quizzes.domain.questions.spellings import LONGEST, example_of, spellings_of
from quizzes.presentation.choice import Choice
from quizzes.presentation.faces import Asked, Face, Form, Given
from quizzes.presentation.typed import Judgement, verdict_of

PREFIX = "gap-"


@dataclass(frozen=True)
class GapFace:
    """A gap, counted from 1 as it stands in the text. `choices` are empty where it is typed."""

    number: int
    name: str
    text: str
    choices: list[Choice]
    judgement: Judgement

    @property
    def label(self) -> str:
        return _("Gap %(number)s") % {"number": dates.number(self.number, get_language())}


@dataclass(frozen=True)
class Piece:
    """Words of the text, or a gap between them."""

    text: str = ""
    gap: GapFace | None = None


@dataclass(frozen=True)
class GapsFace(Face):
    paragraphs: list[list[Piece]]
    longest: int = LONGEST

    @property
    def gaps(self) -> list[GapFace]:
        return [piece.gap for paragraph in self.paragraphs for piece in paragraph if piece.gap]

    @property
    def given(self) -> list[Given]:
        return [Given(gap.text, gap.label) for gap in self.gaps if gap.text]

    @property
    def result_template(self) -> str:
        return "quizzes/types/gaps_result.html"


class GapText:
    """Gaps. The place in the dealt order stands for an option: a key may give the answer away."""

    def face(self, asked: Asked) -> GapsFace:
        gaps = {gap.key: gap for gap in asked.question.gaps}
        paragraphs: list[list[Piece]] = [[]]
        number = 0
        for segment in asked.words["segments"]:
            if "gap" in segment:
                number += 1
                paragraphs[-1].append(Piece(gap=self._gap(asked, gaps[segment["gap"]], number)))
            else:
                first, *others = segment["text"].replace("\r\n", "\n").split("\n")
                paragraphs[-1].append(Piece(first))
                paragraphs.extend([Piece(line)] for line in others)
        return GapsFace(asked, [paragraph for paragraph in paragraphs if any(map(_shows, paragraph))])

    def _gap(self, asked: Asked, gap: Gap, number: int) -> GapFace:
        given = asked.answer.get("gaps", {}).get(gap.key, "")
        choices = self._choices(asked, gap, given) if gap.chosen else []
        text = next((choice.text for choice in choices if choice.chosen), "") if gap.chosen else given
        return GapFace(number, f"{asked.prefix}{PREFIX}{gap.key}", text, choices, self._judge(asked, gap, given))

    def _choices(self, asked: Asked, gap: Gap, given: str) -> list[Choice]:
        options = words_of(asked.words, gap)["options"]
        return [
            Choice(f"m{place}", options[key]["text"], chosen=key == given)
            for place, key in enumerate(asked.order)
            if key in gap.shares
        ]

    def _judge(self, asked: Asked, gap: Gap, given: str) -> Judgement:
        question: Gaps = asked.question
        shown = asked.disclosure
        share = question.share_of(gap, asked.answer, asked.words)
        key = question.fitting(gap, asked.answer, asked.words)
        if not given and shown.answers:
            key = next((right for right, earned in gap.shares.items() if earned == 1), None)
        own = words_of(asked.words, gap)
        reason = own["options" if gap.chosen else "answers"].get(key, {}).get("feedback", "")
        return Judgement(
            verdict=verdict_of(share) if shown.marks and given else "",
            reason=reason if shown.feedback else "",
            accepted=_accepted(gap, own) if shown.answers and share != 1 else (),
        )

    def read(self, question: Question, order: tuple[str, ...], form: Form) -> Mapping[str, Any]:
        options = {f"m{place}": key for place, key in enumerate(order)}
        sent = form.starting(PREFIX)
        chosen = {gap.key for gap in getattr(question, "gaps", ()) if gap.chosen}
        return {"gaps": {key: options.get(text, "") if key in chosen else text for key, text in sent.items()}}


def _shows(piece: Piece) -> bool:
    return bool(piece.gap or piece.text.strip())


def _accepted(gap: Gap, words: Mapping[str, Any]) -> tuple[str, ...]:
    """What earns the full mark in a gap, as one would write it."""
    full = [key for key, share in gap.shares.items() if share == 1]
    if gap.chosen:
        return tuple(words["options"][key]["text"] for key in full)
    return tuple(example_of(spelling) for key in full for spelling in spellings_of(words, key)[:1])
