"""Correcting grades: somebody asks, a manager agrees where a pass would be lost, the worker carries it out."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from academy.assignments.actions import complete_for, reopen_for, titles_of
from academy.assignments.models import Work
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.staff.models import User
from quizzes import proof
from quizzes.actions.grading import as_stored, mark_rows
from quizzes.corrections import CHUNK, Plan, by_mean, may_take_pass, preview_of
from quizzes.domain.regrading import Change, Refusal
from quizzes.models import Attempt, Grade, Mark, Regrade, RegradeEvent
from quizzes.signals import attempts_regraded
from quizzes.standing import who_passed

Changed = list[tuple[Attempt, Grade, Change]]
"""Attempts with the grade that stood until now, and what becomes of it."""


class NotDecided(Exception):
    """A decision could not be taken. `reason`'s words stand beside the view."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@transaction.atomic
def ask_regrade(plan: Plan, note: str, by: User, at: datetime) -> Regrade:
    """Store a correction. It is carried out at once unless it takes a pass from somebody: then it waits for a yes."""
    regrade = Regrade.objects.create(
        question=plan.question,
        kind=plan.kind.value,
        version=plan.version,
        only_if_better=plan.only_if_better,
        note=note,
        created_by=by,
        created_at=at,
    )
    regrade.works.set(plan.works)
    if not preview_of(plan).needs_yes:
        _decide(regrade, RegradeEvent.Kind.APPROVED, by, "", at)
    return regrade


def approve_regrade(regrade: Regrade, by: User, at: datetime) -> None:
    """A manager agrees, also to what takes a pass. Raises NotDecided: nobody agrees to their own, nobody twice."""
    if regrade.created_by_id == by.pk:
        raise NotDecided(Refusal.OWN)
    _decide(regrade, RegradeEvent.Kind.APPROVED, by, "", at)


def refuse_regrade(regrade: Regrade, note: str, by: User, at: datetime) -> None:
    """Nothing changes. Who asked for it may refuse it as well. Raises NotDecided if it was decided before."""
    _decide(regrade, RegradeEvent.Kind.REFUSED, by, note, at)


def _decide(regrade: Regrade, kind: RegradeEvent.Kind, by: User, note: str, at: datetime) -> None:
    from quizzes.tasks import carry_out_regrade

    try:
        with transaction.atomic():
            RegradeEvent.objects.create(regrade=regrade, kind=kind, by=by, note=note, at=at)
    except IntegrityError:
        raise NotDecided(Refusal.DECIDED_BEFORE) from None
    if kind == RegradeEvent.Kind.APPROVED:
        transaction.on_commit(lambda: carry_out_regrade.enqueue(regrade.pk))


def carry_out(regrade: Regrade, at: datetime) -> None:
    """Give each attempt that the correction changes its new grade, in batches that each stay done.

    May be repeated, also after it was killed in the middle: an attempt gets one grade for one correction.
    """
    plan = Plan.of(regrade)
    last = 0
    while last is not None:
        last = _next_batch(regrade, plan, last, at)
    RegradeEvent.objects.get_or_create(regrade=regrade, kind=RegradeEvent.Kind.APPLIED, defaults={"at": at})


@transaction.atomic
def _next_batch(regrade: Regrade, plan: Plan, after: int, at: datetime) -> int | None:
    """Correct the next attempts after this id; return the id of the last one, None when there was none."""
    waiting = plan.concerned().filter(pk__gt=after)
    # Locked, so that nobody else grades them at this moment; then looked at: another worker may have been here.
    batch = list(waiting.select_for_update(of=["self"])[:CHUNK])
    if not batch:
        return None
    done = set(Grade.objects.filter(regrade=regrade, attempt__in=batch).values_list("attempt_id", flat=True))
    left = [attempt for attempt in batch if attempt.pk not in done]
    agreed = _losses_are_agreed(regrade)
    changed = [
        (attempt, grade, change)
        for attempt, grade, change in plan.changes(left)
        if change and (agreed or not may_take_pass(attempt, change))
    ]
    works = Work.objects.in_bulk({attempt.work_id for attempt, _grade, _change in changed})
    rows = {work: [row for row in changed if row[0].work_id == work.pk] for work in works.values()}
    passed = {work: who_passed(_turned(rows[work]), work) for work in rows}
    _store(regrade, changed, at)
    for work in rows:
        _follow(regrade, work, rows[work], passed[work], at)
    return batch[-1].pk


def _losses_are_agreed(regrade: Regrade) -> bool:
    """Whether somebody else said yes. Otherwise it took no pass when it was asked for, and takes none now."""
    decision = regrade.events.filter(kind=RegradeEvent.Kind.APPROVED)
    return decision.exclude(by=regrade.created_by_id).exists()


def _store(regrade: Regrade, changed: Changed, at: datetime) -> None:
    grades = Grade.objects.bulk_create(
        [
            Grade(
                attempt=attempt,
                number=before.number + 1,
                percent=as_stored(change.after.percent),
                passed=change.after.passed,
                reason=Grade.Reason.REGRADED,
                by_id=regrade.created_by_id,
                note=regrade.note,
                regrade=regrade,
                graded_at=at,
            )
            for attempt, before, change in changed
        ],
        batch_size=CHUNK,
    )
    rows = [
        mark
        for grade, (_attempt, _before, change) in zip(grades, changed, strict=True)
        for mark in mark_rows(grade, change.marks)
    ]
    Mark.objects.bulk_create(rows, batch_size=CHUNK)
    proof.graded(grades, at)


def _follow(regrade: Regrade, work: Work, changed: Changed, passed: Collection[User], at: datetime) -> None:
    """What hangs on a pass follows it, and everybody is told. `changed`: of one quiz, which `passed` had passed."""
    every = [attempt for attempt, _grade, _change in changed]
    had, have = set(passed), set(who_passed(_turned(changed), work))
    gained, lost = have - had, had - have
    complete_for(gained, [work.pk], at)
    reopen_for(lost, [work.pk], at)
    attempts_regraded.send(
        Attempt, work=work, attempts=every, gained=_one_each(every, gained), lost=_one_each(every, lost), at=at
    )
    _tell(regrade, work, every, {learner.pk for learner in lost}, at)


def _turned(changed: Changed) -> set[int]:
    """Those whom the quiz may pass otherwise than before."""
    return {
        attempt.learner_id
        for attempt, _grade, change in changed
        if change.to_pass or change.to_fail or by_mean(attempt)
    }


def _one_each(attempts: Sequence[Attempt], learners: Collection[User]) -> list[Attempt]:
    """An attempt of each of these people, who is at hand with it."""
    people = {learner.pk: learner for learner in learners}
    first = {attempt.learner_id: attempt for attempt in reversed(attempts) if attempt.learner_id in people}
    for pk, attempt in first.items():
        attempt.learner = people[pk]
    return list(first.values())


def _people(attempts: Sequence[Attempt]) -> set[int]:
    return {attempt.learner_id for attempt in attempts}


def _tell(regrade: Regrade, work: Work, attempts: Sequence[Attempt], lost: set[int], at: datetime) -> None:
    titles = titles_of(work)
    kinds = {
        Notice.Kind.QUIZ_REOPENED: lost,
        Notice.Kind.QUIZ_REGRADED: _people(attempts) - lost,
    }
    for kind, people in kinds.items():
        if people:
            inbox.tell(
                kind=kind,
                about=f"regrade:{regrade.pk}:{work.pk}",
                recipients=dict.fromkeys(people),
                titles=titles,
                path=f"/learn/corrections/{regrade.pk}/quizzes/{work.pk}/",
                at=at,
            )
