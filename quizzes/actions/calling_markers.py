"""Telling markers that something waits for them: once for each quiz, until they have nothing to mark in it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from academy.assignments.actions import titles_of
from academy.assignments.models import Work
from academy.inbox import actions as inbox
from academy.inbox.models import Notice
from academy.staff.models import Team, User
from quizzes.models import Attempt, WrittenAnswer

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def call_markers(attempt: Attempt, at: datetime) -> None:
    """Tell whoever may mark the answers of a learner that there are some, if they do not know of their quiz yet."""
    told = _open_notices(attempt.work_id)
    last = Notice.objects.filter(kind=Notice.Kind.QUIZ_TO_MARK, about=_about(attempt.work_id)).aggregate(Max("number"))
    inbox.tell(
        kind=Notice.Kind.QUIZ_TO_MARK,
        about=_about(attempt.work_id),
        recipients=dict.fromkeys(_markers_of(attempt.learner).exclude(notices__in=told).values_list("pk", flat=True)),
        titles=titles_of(attempt.work),
        path="/marking/",
        at=at,
        number=(last["number__max"] or 0) + 1,  # of two that call at once one is heard
    )


def dismiss_markers(work: Work, at: datetime) -> None:
    """Take the notice from those who have nothing left to mark in a quiz."""
    called = User.objects.filter(notices__in=_open_notices(work.pk))
    idle = [marker.pk for marker in called if not _waits_for(marker, work)]
    inbox.withdraw([_about(work.pk)], idle, at)


def _about(work: int) -> str:
    return f"marking:{work}"


def _open_notices(work: int) -> QuerySet[Notice]:
    return Notice.objects.filter(kind=Notice.Kind.QUIZ_TO_MARK, about=_about(work), withdrawn_at=None)


def _markers_of(learner: Any) -> QuerySet[User]:
    """Of those who may mark the nearest: who leads the learner, else who stands above, else who sees everybody."""
    able = User.objects.with_perm("quizzes.mark_responses", include_superusers=False, backend=BACKEND)
    able = able.exclude(pk=learner.pk)
    above = learner.team.get_ancestors().values("pk") if learner.team else Team.objects.none().values("pk")
    seeing = User.objects.with_perm("staff.view_all_records", include_superusers=False, backend=BACKEND)
    nearest = (
        Q(pk=learner.manager_id) | Q(leads_teams=learner.team_id, leads_teams__isnull=False),
        Q(leads__person=learner) | Q(leads_teams__in=above),
        Q(pk__in=seeing.values("pk")),
    )
    tiers = (able.filter(pk__in=User.objects.filter(tier).values("pk")) for tier in nearest)
    return next((tier for tier in tiers if tier.exists()), User.objects.none())


def _waits_for(marker: User, work: Work) -> bool:
    return WrittenAnswer.objects.for_marker(marker).filter(attempt__work=work).exists()
