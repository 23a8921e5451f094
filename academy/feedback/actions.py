"""Writes of feedback and of the pulse."""

from collections.abc import Mapping
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from academy.feedback.models import ANSWERS, ASKED, CourseFeedback, Pulse, PulseCount, PulsePlan, PulseSlip, week_of
from academy.staff.models import Team, User


def give_feedback(learner: User, course_id: int, useful: int, change: str, at: datetime) -> None:
    """The one answer of this person about this course; a later one takes its place."""
    CourseFeedback.objects.update_or_create(
        learner=learner, course_id=course_id, defaults={"useful": useful, "change": change, "changed_at": at}
    )


@transaction.atomic
def plan_pulse(team: Team, at: datetime) -> None:
    """Ask a team every week, from this one on. A repeat changes nothing."""
    PulsePlan.objects.get_or_create(team=team)
    open_pulses([team], at)


def stop_pulse(team: Team) -> None:
    """What is open stays open until its week is over."""
    PulsePlan.objects.filter(team=team).delete()


@transaction.atomic
def open_pulses(teams: list[Team], at: datetime) -> None:
    """Open the pulse of this week for these teams, where it is not open or over already."""
    Pulse.objects.bulk_create([Pulse(team=team, week=week_of(at)) for team in teams], ignore_conflicts=True)
    opened = Pulse.objects.filter(team__in=teams, week=week_of(at))
    # All at once and before anybody answers, so that no row tells when its answer was first given.
    PulseCount.objects.bulk_create(
        [
            PulseCount(pulse=pulse, question=question, value=value)
            for pulse in opened
            for question, answers in ANSWERS.items()
            for value in answers.values
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(lambda: cache.delete(ASKED))


@transaction.atomic
def answer_pulse(pulse: Pulse, person: User, values: Mapping[str, int]) -> bool:
    """Count what `person` answers, once; False where they have answered already, or the week is over.

    `values`: by question, one for each.
    """
    if not Pulse.objects.open().select_for_update().filter(pk=pulse.pk).exists():
        return False
    _slip, is_new = PulseSlip.objects.get_or_create(pulse=pulse, person=person)
    if is_new:
        for question, value in values.items():
            PulseCount.objects.filter(pulse=pulse, question=question, value=value).update(count=F("count") + 1)
    return is_new


@transaction.atomic
def end_pulses(pulses: list[Pulse]) -> int:
    """Take no more answers, forget who has answered, and let the counts be shown. Return how many were open."""
    ended = Pulse.objects.open().filter(pk__in=[pulse.pk for pulse in pulses]).update(is_over=True)
    PulseSlip.objects.filter(pulse__in=pulses, pulse__is_over=True).delete()
    return ended
