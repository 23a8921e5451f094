"""Questions taken from a contact with a customer, as a learner sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from quizzes.domain.questions import BestReply, Mistake, Question
from quizzes.presentation.faces import Asked, Face, Form, Given

LEVELS = [
    (Fraction(1), _("Best")),
    (Fraction(1, 2), _("Good")),
    (Fraction(0), _("Neither good nor bad")),
    (Fraction(-1, 2), _("Poor")),
    (Fraction(-1), _("Harmful")),
]


@dataclass(frozen=True)
class Reply:
    """A reply on offer. `worth`, `level` (its worth in a word) and `feedback` are None until they may be seen."""

    value: str
    text: str
    chosen: bool
    worth: Fraction | None = None
    level: Any = None
    feedback: str | None = None


@dataclass(frozen=True)
class ReplyFace(Face):
    replies: list[Reply]

    @property
    def quote(self) -> str:
        return self.asked.words["quote"]

    @property
    def given(self) -> list[Given]:
        return [Given(reply.text) for reply in self.replies if reply.chosen]

    @property
    def told(self) -> list[Reply]:
        """What the result speaks of, the best first: the reply that was chosen, and the better ones when disclosed."""
        chosen = next((reply.worth for reply in self.replies if reply.chosen), None)
        seen = [reply for reply in self.replies if reply.worth is not None]
        better = [reply for reply in seen if reply.chosen or chosen is None or reply.worth > chosen]
        return sorted(better, key=lambda reply: -reply.worth)

    @property
    def result_template(self) -> str:
        return "quizzes/types/best_reply_result.html"


class Replies:
    def face(self, asked: Asked) -> ReplyFace:
        return ReplyFace(asked, [self._reply(asked, key) for key in asked.order])

    def _reply(self, asked: Asked, key: str) -> Reply:
        question: BestReply = asked.question
        words = asked.words["replies"][key]
        chosen = asked.answer.get("choice") == key
        shown = asked.disclosure
        if not (shown.answers or (shown.marks and chosen)):
            return Reply(key, words["text"], chosen)
        worth = question.worth[key]
        level = next(word for least, word in LEVELS if worth >= least)
        return Reply(key, words["text"], chosen, worth, level, words["feedback"] if shown.feedback else None)

    def read(self, question: Question, order: tuple[str, ...], form: Form) -> Mapping[str, Any]:
        return {"choice": form.get("choice")}


@dataclass(frozen=True)
class Line:
    """A line of a transcript. `wrong` (whether it is a mistake) and `feedback` are None until they may be seen."""

    value: str
    who: str
    text: str
    chosen: bool
    wrong: bool | None = None
    feedback: str | None = None


@dataclass(frozen=True)
class TranscriptFace(Face):
    lines: list[Line]

    @property
    def channel(self) -> str:
        return self.asked.words["channel"]

    @property
    def only_one(self) -> bool:
        return self.asked.question.only_one

    @property
    def given(self) -> list[Given]:
        return [Given(line.text) for line in self.lines if line.chosen]

    @property
    def result_template(self) -> str:
        return "quizzes/types/mistake_result.html"


class Transcript:
    def face(self, asked: Asked) -> TranscriptFace:
        return TranscriptFace(asked, [self._line(asked, key) for key in asked.order])

    def _line(self, asked: Asked, key: str) -> Line:
        question: Mistake = asked.question
        words = asked.words["lines"][key]
        chosen = key in asked.answer.get("lines", ())
        shown = asked.disclosure
        judged = shown.answers or (shown.marks and chosen)
        explained = shown.feedback and (chosen or shown.answers)
        return Line(
            key,
            words["who"],
            words["text"],
            chosen,
            key in question.wrong if judged else None,
            words["feedback"] if explained else None,
        )

    def read(self, question: Question, order: tuple[str, ...], form: Form) -> Mapping[str, Any]:
        return {"lines": form.getlist("lines")}
