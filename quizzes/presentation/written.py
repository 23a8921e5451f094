"""Questions that are answered in one's own words, as a learner and a marker see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from quizzes.domain.questions import FreeText, Question
from quizzes.domain.questions.written import LONGEST
from quizzes.presentation.faces import Asked, Face, Form, Given


@dataclass(frozen=True)
class Criterion:
    """A line of the rubric. `points`: what it can earn; `given`: what it earned, None until it may be seen."""

    key: str
    name: str
    description: str
    points: int
    given: Fraction | None = None

    @property
    def mean(self) -> Decimal | None:
        return None if self.given is None else Decimal(self.given.numerator) / self.given.denominator

    @property
    def places(self) -> int:
        """How many decimals the mean of several marks needs."""
        return 0 if self.given is None or self.given.denominator == 1 else 1

    @property
    def scale(self) -> range:
        return range(self.points + 1)


@dataclass(frozen=True)
class WrittenFace(Face):
    """`criteria` are empty until they may be seen, and so are `comments`, what markers say to the learner."""

    criteria: list[Criterion]
    comments: list[str]

    @property
    def name(self) -> str:
        return f"{self.prefix}text"

    @property
    def text(self) -> str:
        return self.asked.answer.get("text", "")

    @property
    def least(self) -> int:
        return self.asked.question.least

    @property
    def most(self) -> int:
        return self.asked.question.most

    @property
    def longest(self) -> int:
        return LONGEST

    @property
    def model(self) -> str | None:
        return self.asked.words["model"] if self.asked.disclosure.answers else None

    @property
    def given(self) -> list[Given]:
        return [Given(self.text)] if self.text else []

    @property
    def result_template(self) -> str:
        return "quizzes/types/free_text_result.html"


class Writing:
    def face(self, asked: Asked) -> WrittenFace:
        shown = asked.disclosure
        judged = shown.feedback or shown.answers
        return WrittenFace(
            asked,
            rubric_of(asked.question, asked.words, [one.points for one in asked.assessed]) if judged else [],
            [one.comment for one in asked.assessed if one.comment] if shown.feedback else [],
        )

    def read(self, question: Question, order: tuple[str, ...], form: Form) -> Mapping[str, Any]:
        return {"text": form.get("text")}


def rubric_of(question: FreeText, words: Mapping[str, Any], given: list[Mapping[str, int]]) -> list[Criterion]:
    """The rubric with the points of those whose marks count, on average."""
    return [
        Criterion(
            key,
            words["criteria"][key]["name"],
            words["criteria"][key]["description"],
            question.points[key],
            Fraction(sum(points[key] for points in given), len(given)) if given else None,
        )
        for key in question.criteria
    ]
