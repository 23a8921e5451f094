"""What a template shows of a question, and what a presenter of one type has to say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from django.http import QueryDict

from quizzes.domain.disclosure import Disclosure
from quizzes.domain.questions import Answer, Question, Words
from quizzes.presentation.pictures import Picture


class AssessedBy(Protocol):
    """What a marker gave for an answer: points by criterion, and words for the learner."""

    points: Mapping[str, int]
    comment: str


@dataclass(frozen=True)
class Asked:
    """One question in one attempt. `number` counts from 1; `order` is what the attempt was dealt.

    `correction`: how it was corrected after it was asked, a `quizzes.models.Regrade.Kind`, or "".
    `assessed`: by whom it was marked, where people do that and the marks count.
    """

    question: Any
    words: Words
    order: tuple[str, ...]
    answer: Answer
    disclosure: Disclosure
    number: int
    language: str
    text_id: int | None = None
    share: Fraction | None = None
    correction: str = ""
    assessed: Sequence[AssessedBy] = ()
    picture: Picture | None = None

    @property
    def prefix(self) -> str:
        """Stands before the name of each of its fields: several questions may share a form."""
        return f"q{self.number}-"


@dataclass(frozen=True)
class Face:
    """One question as one learner sees it. Each type adds what it shows; see its presenter.

    Nothing that may not be seen yet is in it.
    """

    asked: Asked

    @property
    def number(self) -> int:
        return self.asked.number

    @property
    def prefix(self) -> str:
        return self.asked.prefix

    @property
    def language(self) -> str:
        return self.asked.language

    @property
    def stem(self) -> str:
        return self.asked.words["stem"]

    @property
    def picture(self) -> Picture | None:
        return self.asked.picture

    @property
    def answered(self) -> bool:
        return bool(self.asked.answer)

    @property
    def feedback(self) -> str | None:
        return self.asked.words["feedback"] if self.asked.disclosure.feedback else None

    @property
    def share(self) -> Fraction | None:
        return self.asked.share if self.asked.disclosure.marks else None

    @property
    def correction(self) -> str:
        return self.asked.correction if self.asked.disclosure.marks else ""

    @property
    def given(self) -> list["Given"]:
        """What was answered, in a line for each part of it."""
        raise NotImplementedError

    @property
    def template(self) -> str:
        return f"quizzes/types/{self.asked.question.type}.html"

    @property
    def result_template(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Given:
    """A part of an answer: `text` was answered, to `prompt` where the question has several.

    `note` says, in the reader's language, how it was understood.
    """

    text: Any
    prompt: str = ""
    note: str = ""


@dataclass(frozen=True)
class Form:
    """The fields of one question in whatever a browser sent."""

    data: QueryDict
    prefix: str

    def get(self, name: str) -> str:
        return self.data.get(f"{self.prefix}{name}", "")

    def getlist(self, name: str) -> list[str]:
        return self.data.getlist(f"{self.prefix}{name}")

    def starting(self, name: str) -> dict[str, str]:
        """The fields whose name goes on after `name`, by the rest of it."""
        start = f"{self.prefix}{name}"
        return {field.removeprefix(start): self.data[field] for field in self.data if field.startswith(start)}


class Presenter(Protocol):
    """How one type of question is shown and read."""

    def face(self, asked: Asked) -> Face: ...
    def read(self, question: Question, order: tuple[str, ...], form: Form) -> Mapping[str, Any]:
        """What a submitted form says, as `Question.read` takes it."""
        ...
