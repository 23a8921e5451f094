from datetime import datetime

from academy.feedback.actions import end_pulses, open_pulses
from academy.feedback.models import Pulse, week_of
from academy.periodic import periodic
from academy.staff.models import Team


@periodic
def ask_every_week(at: datetime) -> None:
    """The teams that are asked every week and were not yet in this one."""
    waiting = Team.objects.filter(pulse_plan__isnull=False).exclude(pulses__week=week_of(at))
    if teams := list(waiting):
        open_pulses(teams, at)


@periodic
def end_what_is_over(at: datetime) -> None:
    if pulses := list(Pulse.objects.to_end(at)):
        end_pulses(pulses)
