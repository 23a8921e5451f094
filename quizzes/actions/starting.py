"""Beginning an attempt: whether it may be, what it is dealt, until when it lasts."""

import random
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from academy.assignments.models import Work
from academy.content import stamp as read_stamp
from quizzes.actions.refused import Refused
from quizzes.domain import attempts as rules
from quizzes.domain.timing import deadline
from quizzes.models import Attempt, QuestionVersion, QuizRevision
from quizzes.signals import attempt_begins
from quizzes.standing import allowance_of, denial_of

Asked = tuple[int, int]
"""A version and its points."""

CHANCE = random.SystemRandom()


def start_attempt(learner: Any, work: Work, at: datetime, stamp: int | None = None) -> Attempt:
    """The learner's open attempt at a quiz, or a new one. Raises Refused when none may be started.

    `stamp`: the content stamp, where it is known; it spares the look for the latest revision.
    """
    try:
        with transaction.atomic():
            return _start(learner, work, at, read_stamp() if stamp is None else stamp)
    except IntegrityError:  # a second click was faster: theirs is the attempt
        return Attempt.objects.of(learner).open().get(work=work)


def _start(learner: Any, work: Work, at: datetime, stamp: int) -> Attempt:
    tried = Attempt.objects.tried(learner, work)
    open_attempt = next((attempt for attempt in tried if attempt.state == Attempt.State.OPEN), None)
    if open_attempt:
        return open_attempt
    revision = QuizRevision.objects.in_force(work, stamp)
    if revision is None:
        raise Refused(rules.Refusal.NOT_PUBLISHED)
    for _receiver, refusal in attempt_begins.send(Attempt, learner=learner, work=work, stamp=stamp):
        if refusal:
            raise Refused(refusal)
    allowance = allowance_of(learner, work)
    used = [attempt for attempt in tried if attempt.counts]
    if denial := denial_of(revision.terms, used, allowance, at):
        raise Refused(denial.reason, denial.until)
    return Attempt.objects.create(
        learner=learner,
        work=work,
        revision=revision,
        number=tried[-1].number + 1 if tried else 1,  # imported attempts may leave numbers out
        layout=[dealt.as_json() for dealt in _deal(revision, tried)],
        started_at=at,
        deadline_at=deadline(at, revision.terms, learner.extra_time, allowance),
    )


def shuffle(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(CHANCE.sample(keys, len(keys)))


def _deal(revision: QuizRevision, tried: Sequence[Attempt]) -> list[rules.Dealt]:
    asked = [*revision.asked]
    if revision.draws:
        asked += _draw(revision, [version for version, _points in asked], tried)
    specs = QuestionVersion.objects.specs(version for version, _points in asked)
    return rules.deal(
        [(version, points, specs[version]) for version, points in asked],
        shuffle_questions=revision.terms.shuffle_questions,
        shuffle_options=revision.terms.shuffle_options,
        shuffle=shuffle,
    )


def _draw(revision: QuizRevision, fixed: Collection[int], tried: Sequence[Attempt]) -> list[Asked]:
    """What the draws of a revision give this learner, who has seen the questions of the attempts before."""
    seen_versions = {item.version for attempt in tried for item in attempt.dealt}
    pooled = {version for draw in revision.draws for version in draw["versions"]}
    known = {*seen_versions, *pooled, *fixed}
    question_of = dict(QuestionVersion.objects.filter(pk__in=known).values_list("pk", "question_id"))
    seen = {question_of[version] for version in seen_versions}
    taken = {question_of[version] for version in fixed}
    drawn: list[Asked] = []
    for draw in revision.draws:
        pool = {version: question_of[version] for version in draw["versions"]}
        versions = rules.draw(pool, draw["count"], seen, taken, shuffle)
        taken |= {pool[version] for version in versions}
        drawn += [(version, draw["points"]) for version in versions]
    return drawn
