"""Marks and grades of attempts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Max

from quizzes import proof
from quizzes.corrections import in_force
from quizzes.domain import attempts as rules
from quizzes.domain import grading, marking
from quizzes.domain.grading import Marked, Void, exact
from quizzes.domain.questions.base import NO_WORDS
from quizzes.models import Attempt, Grade, Mark, QuestionText, QuestionVersion, Response, WrittenAnswer

AT_HAND_IN = {Grade.Reason.HANDED_IN, Grade.Reason.TIME_RAN_OUT}


def grade_attempt(attempt: Attempt, responses: Sequence[Response], at: datetime) -> Grade | None:
    """Grade an attempt that was handed in just now: `responses` in the order of their saves.

    None where people have to mark something first; the grade comes with the last of their marks.
    """
    dealt = attempt.dealt
    shares = _shares(responses, dealt)
    marks = [
        Marked(item.version, item.points, share) for item, share in zip(dealt, shares, strict=True) if share is not None
    ]
    if len(marks) < len(dealt):
        _wait_for_markers(attempt, responses, [position for position, share in enumerate(shares) if share is None])
        return None
    reason = Grade.Reason.TIME_RAN_OUT if attempt.ran_out else Grade.Reason.HANDED_IN
    return store_grade(attempt, marks, reason=reason, at=at)


def store_grade(
    attempt: Attempt,
    marks: Sequence[Marked],
    *,
    reason: Grade.Reason,
    at: datetime,
    by: Any = None,
    note: str = "",
) -> Grade:
    """Give an attempt a grade, which stands from now on. The one way to write one, but for `regrading`.

    `marks`: one for each place of the layout. `by`: who gave it; None: the academy by its rules. `note`: why, in words
    that the learner reads. Corrections that were agreed to before hold for it as well. Call it inside a transaction
    that has locked the attempt's row.
    """
    marks = in_force(attempt, marks)
    outcome = grading.grade_marked(marks, attempt.revision.terms.pass_mark)
    number = 1 if reason in AT_HAND_IN else _latest_number(attempt) + 1
    grade = Grade.objects.create(
        attempt=attempt,
        number=number,
        percent=as_stored(outcome.percent),
        passed=outcome.passed,
        reason=reason,
        by=by,
        note=note,
        graded_at=at,
    )
    Mark.objects.bulk_create(mark_rows(grade, marks))
    proof.graded([grade], at)
    return grade


def _latest_number(attempt: Attempt) -> int:
    return Grade.objects.filter(attempt=attempt).aggregate(Max("number"))["number__max"] or 0


def mark_rows(grade: Grade, marks: Sequence[Marked]) -> list[Mark]:
    return [
        Mark(
            grade_id=grade.pk,
            position=position,
            version_id=mark.version,
            rule_version_id=mark.rule,
            void=mark.void.value if mark.void else "",
            share=as_stored(mark.earned),
        )
        for position, mark in enumerate(marks)
    ]


def _wait_for_markers(attempt: Attempt, responses: Sequence[Response], positions: Sequence[int]) -> None:
    latest = {response.position: response for response in responses}
    percent = attempt.revision.terms.second_marker_percent
    WrittenAnswer.objects.bulk_create(
        WrittenAnswer(
            attempt=attempt,
            response=latest[position],
            needed=2 if marking.is_sampled(attempt.pk, position, percent) else 1,
        )
        for position in positions
    )


def marks_after_marking(attempt: Attempt) -> list[Marked]:
    """The marks of an attempt whose written answers are settled.

    Those that stand, corrected since or not, with what the written answers earn now; or the first ones.
    """
    settled = {written.response.position: written.earned for written in attempt.written.select_related("response")}
    dealt = attempt.dealt
    standing = Grade.objects.standing().filter(attempt=attempt).first()
    if standing:
        before = [_stored(mark, item.points) for mark, item in zip(standing.marks.all(), dealt, strict=True)]
        return [
            replace(mark, share=settled[position]) if position in settled else mark
            for position, mark in enumerate(before)
        ]
    shares = _shares(Response.objects.filter(attempt=attempt).order_by("sequence"), dealt)
    return [
        Marked(item.version, item.points, settled[position] if share is None else share)
        for position, (share, item) in enumerate(zip(shares, dealt, strict=True))
    ]


def _stored(mark: Mark, points: int) -> Marked:
    void = Void(mark.void) if mark.void else None
    return Marked(mark.version_id, points, exact(mark.share), mark.rule_version_id, void)


def _shares(responses: Iterable[Response], dealt: list[rules.Dealt]) -> list[Fraction | None]:
    """What each answer earns; None where a person has to say it.

    Where spellings count, those of the wording that the learner saw.
    """
    specs = QuestionVersion.objects.specs(item.version for item in dealt)
    given = {response.position: (response.answer, response.text_id) for response in responses}
    worded = [given[place][1] for place, item in enumerate(dealt) if place in given and specs[item.version].reads_words]
    words = QuestionText.objects.words(worded)
    shares = []
    for position, item in enumerate(dealt):
        answer, text = given.get(position, ({}, None))
        shares.append(specs[item.version].mark(answer, words.get(text, NO_WORDS)))
    return shares


def as_stored(value: Fraction) -> str:
    """With six decimals."""
    return f"{float(value):.6f}"
