"""Which version a reader meets, and what stands between them and its acknowledgement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar


class Refusal(Enum):
    """Why a version can not be acknowledged or declined."""

    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    NOT_ANSWERED = "not_answered"
    ANSWERED_WRONGLY = "answered_wrongly"
    ACKNOWLEDGED_ALREADY = "acknowledged_already"


class Numbered(Protocol):
    @property
    def number(self) -> int: ...


Version = TypeVar("Version", bound=Numbered)


def version_to_show(
    latest: Version | None, in_force: Version | None, to_come: Version | None, *, asked: bool
) -> Version | None:
    """The version at the address of a policy: what is asked of the reader, or else what holds, or else what will."""
    return latest if asked else in_force or to_come or latest


@dataclass(frozen=True)
class Question:
    """A question at a clause, by their ids."""

    question: int
    clause: str


def questions_of(stored: Iterable[Mapping[str, object]]) -> list[Question]:
    """The questions of a version as it keeps them: [{question, clause}]."""
    return [Question(int(str(one["question"])), str(one["clause"])) for one in stored]


def hindrance(questions: Sequence[Question], right: Mapping[int, bool]) -> tuple[Refusal, Question] | None:
    """What keeps a reader from acknowledging, with the first question that does; None when all are answered rightly.

    `right`: for each question that was answered whether the latest answer is right. What was answered wrongly comes
    before what was not answered.
    """
    for question in questions:
        if right.get(question.question) is False:
            return Refusal.ANSWERED_WRONGLY, question
    for question in questions:
        if question.question not in right:
            return Refusal.NOT_ANSWERED, question
    return None
