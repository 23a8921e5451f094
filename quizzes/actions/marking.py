"""Marking by people: a marker takes a written answer, marks it, and when the last mark is settled there is a grade."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import F

from academy.assignments.actions import complete_for, reopen_for, titles_of
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.staff.models import User
from quizzes.actions.calling_markers import dismiss_markers
from quizzes.actions.grading import as_stored, marks_after_marking, store_grade
from quizzes.domain import marking
from quizzes.models import AnswerView, Assessment, Attempt, Grade, WrittenAnswer
from quizzes.signals import attempt_graded, attempts_regraded
from quizzes.standing import who_passed


def claim(written: WrittenAnswer, marker: User, at: datetime) -> bool:
    """Take a written answer to mark it; False where somebody else has it before them."""
    free = WrittenAnswer.objects.free_for(marker, at).filter(pk=written.pk)
    return free.update(claimed_by=marker, claimed_at=at) == 1


def claim_next(marker: User, at: datetime) -> WrittenAnswer | None:
    """Take the oldest one that `marker` may mark and nobody has; None when there is none."""
    for written in WrittenAnswer.objects.for_marker(marker).free_for(marker, at).oldest_first().iterator():
        if claim(written, marker, at):  # else somebody was faster
            return written
    return None


def give_back(written: WrittenAnswer, marker: User) -> None:
    WrittenAnswer.objects.filter(pk=written.pk, claimed_by=marker).update(claimed_by=None, claimed_at=None)


def log_view(viewer: User, attempt: Attempt, at: datetime) -> None:
    """Keep that somebody saw what another person answered."""
    AnswerView.objects.create(viewer=viewer, attempt=attempt, at=at)


@transaction.atomic
def assess(written: WrittenAnswer, marker: User, points: Mapping[str, int], comment: str, at: datetime) -> bool:
    """Store what a marker gave. What had been settled, or was disputed, it decides.

    False, and nothing is stored, where the marker no longer has the answer before them: sent twice, or taken by
    somebody else after half an hour. The last mark of an attempt makes its grade.
    """
    # The update locks the row: of two that are sent at once the second finds nothing.
    mine = WrittenAnswer.objects.filter(pk=written.pk, claimed_by=marker)
    if not mine.update(claimed_by=None, claimed_at=None):
        return False
    written = WrittenAnswer.objects.for_list().select_related("response__text__version").get(pk=written.pk)
    before = list(written.assessments.all())
    share: Fraction = written.response.text.version.spec().share_of(points)
    assessment = Assessment.objects.create(
        written=written,
        number=len(before) + 1,
        marker=marker,
        points=dict(points),
        share=as_stored(share),
        comment=comment,
        decides=written.state != WrittenAnswer.State.WAITING,
        made_at=at,
    )
    _settle(written, [one.as_assessed() for one in (*before, assessment)])
    if written.state == WrittenAnswer.State.SETTLED:
        _grade_when_complete(written.attempt, marker, at)
    dismiss_markers(written.attempt.work, at)
    return True


def _settle(written: WrittenAnswer, assessed: list[marking.Assessed]) -> None:
    apart = Fraction(written.attempt.revision.terms.marks_apart, 100)
    outcome = marking.outcome(assessed, needed=written.needed, apart=apart)
    written.state = WrittenAnswer.State(outcome.state.value)
    written.share = None if outcome.share is None else as_stored(outcome.share)
    written.save(update_fields=["state", "share"])


def _grade_when_complete(attempt: Attempt, marker: User, at: datetime) -> None:
    # Locked, so that of the last two answers of an attempt, marked at once, the second finds the first settled.
    Attempt.objects.filter(pk=attempt.pk).update(sequence=F("sequence"))
    if attempt.written.unsettled().exists():
        return
    before = Grade.objects.standing().filter(attempt=attempt).first()
    grade = store_grade(attempt, marks_after_marking(attempt), reason=Grade.Reason.MARKED, at=at, by=marker)
    if before and before.passed and not grade.passed:
        _take_back(attempt, at)
    else:
        _follow(attempt, grade, at)
    inbox.tell(
        kind=Notice.Kind.QUIZ_MARKED,
        about=f"attempt:{attempt.pk}:{grade.number}",
        recipients={attempt.learner_id: None},
        titles=titles_of(attempt.work),
        path=f"/learn/attempts/{attempt.pk}/result/",
        at=at,
    )


def _follow(attempt: Attempt, grade: Grade, at: datetime) -> None:
    """What hangs on a grade: the quiz is done when it was passed, and so may be what it belongs to."""
    passed = bool(who_passed([attempt.learner_id], attempt.work))
    answers: list[tuple[Any, int | None]] = attempt_graded.send(
        Attempt, attempt=attempt, grade=grade, passed=passed, at=at
    )
    also = [work for _receiver, work in answers if work]
    if done := [*([attempt.work_id] if passed else []), *also]:
        complete_for([attempt.learner], done, at, own=next(iter(also), None))


def _take_back(attempt: Attempt, at: datetime) -> None:
    """A correction took the pass: what hung on it is open again, unless another attempt passed."""
    still = who_passed([attempt.learner_id], attempt.work)
    if not still:
        reopen_for([attempt.learner], [attempt.work_id], at)
    lost = [] if still else [attempt]
    attempts_regraded.send(Attempt, work=attempt.work, attempts=[attempt], gained=[], lost=lost, at=at)
