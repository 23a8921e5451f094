"""Correcting grades that were given: what a correction makes of an attempt, and of all of them together.

A correction concerns one question. It starts from the marks that stand, so that earlier corrections and what people
marked by hand stay: a question that was voided stays voided, whatever key is corrected later.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import Any

from quizzes.domain.grading import Grade, Marked, Void, grade_marked
from quizzes.domain.questions import Answer, FreeText, Question, Words


class Kind(Enum):
    KEY = "key"
    """The stored answers are marked by the rule of a corrected version."""
    LEFT_OUT = Void.LEFT_OUT.value
    """The question counts for nobody: its points leave the total."""
    FULL_MARK = Void.FULL_MARK.value
    """Everybody gets the full mark for it."""


class Obstacle(Enum):
    """Why answers to one version can not be marked by another."""

    OTHER_TYPE = "other_type"
    OPTION_GONE = "option_gone"
    NEEDS_PERSON = "needs_person"


class Refusal(Enum):
    """Why a correction that waits can not be decided."""

    OWN = "own"
    DECIDED_BEFORE = "decided_before"


@dataclass(frozen=True)
class Correction:
    """`versions`: those of the question that it concerns; `rule`: the one whose rule marks, for KEY."""

    kind: Kind
    versions: frozenset[int]
    rule: int | None = None
    only_if_better: bool = False


@dataclass(frozen=True)
class Graded:
    """An attempt with the marks and the grade that stand.

    `again`: what its answers to the question earn by the corrected rule, by place. A place that is not in it can not
    be marked by that rule and keeps its mark.
    """

    marks: tuple[Marked, ...]
    grade: Grade
    pass_mark: int
    again: Mapping[int, Fraction]


@dataclass(frozen=True)
class Change:
    """What becomes of one attempt. Only where a mark changes."""

    before: Grade
    after: Grade
    marks: tuple[Marked, ...]

    @property
    def to_pass(self) -> bool:
        return self.after.passed and not self.before.passed

    @property
    def to_fail(self) -> bool:
        return self.before.passed and not self.after.passed

    @property
    def difference(self) -> Fraction:
        """In points of a hundred."""
        return self.after.percent - self.before.percent


def change_of(attempt: Graded, correction: Correction) -> Change | None:
    """What a correction makes of an attempt; None where it leaves the grade that stands.

    That is so where no mark changes, where nothing would be left that counts, and, under `only_if_better`, where
    the grade would not rise.
    """
    marks = tuple(_corrected(place, mark, attempt.again, correction) for place, mark in enumerate(attempt.marks))
    if all(_alike(new, old) for new, old in zip(marks, attempt.marks, strict=True)):
        return None
    if not any(mark.counts for mark in marks):
        return None
    after = grade_marked(marks, attempt.pass_mark)
    if correction.only_if_better and after.percent <= attempt.grade.percent:
        return None
    return Change(attempt.grade, after, marks)


def _corrected(place: int, mark: Marked, again: Mapping[int, Fraction], correction: Correction) -> Marked:
    if mark.version not in correction.versions:
        return mark
    if correction.kind is not Kind.KEY:
        return replace(mark, void=Void(correction.kind.value))
    if place not in again or mark.void:
        return mark
    return replace(mark, share=again[place], rule=correction.rule)


def _alike(new: Marked, old: Marked) -> bool:
    """Whether the marks are the same as they are stored, by whichever rule."""
    return new.void is old.void and abs(new.share - old.share) < Fraction(1, 1_000_000)


@dataclass(frozen=True)
class Summary:
    """What a correction makes of `count` attempts. `mean_difference`: over those that change, in points of 100."""

    count: int
    changed: int
    to_pass: int
    to_fail: int
    mean_difference: Fraction | None


def summary_of(changes: Iterable[Change | None]) -> Summary:
    """`changes`: one for each attempt that has the question, None where it stays."""
    every = list(changes)
    made = [change for change in every if change]
    return Summary(
        count=len(every),
        changed=len(made),
        to_pass=sum(change.to_pass for change in made),
        to_fail=sum(change.to_fail for change in made),
        mean_difference=sum((change.difference for change in made), Fraction(0)) / len(made) if made else None,
    )


def obstacle(asked: Question, rule: Question) -> Obstacle | None:
    """Why no answer to `asked` can be marked by `rule`; None if they can.

    Both must be of one type, and all that could be answered must still be there.
    """
    if asked.type != rule.type:
        return Obstacle.OTHER_TYPE
    if isinstance(rule, FreeText):
        return Obstacle.NEEDS_PERSON
    if not set(_as_written(asked)) <= set(_as_written(rule)):
        return Obstacle.OPTION_GONE
    return None


def _as_written(question: Question) -> tuple[str, ...]:
    return question.deal(lambda keys: keys)


def mark_again(answer: Answer, rule: Question, words: Words) -> Fraction | None:
    """What an answer to another version earns by `rule`; None where `rule` does not know all that was answered."""
    known = rule.read(answer)
    if sorted(_leaves(known)) != sorted(_leaves(answer)):
        return None
    return rule.mark(known, words)


def _leaves(part: Any) -> Collection[str]:
    """Everything that an answer names."""
    if isinstance(part, Mapping):
        return [leaf for key, value in part.items() for leaf in (str(key), *_leaves(value))]
    if isinstance(part, list | tuple):
        return [leaf for value in part for leaf in _leaves(value)]
    return [str(part)]
