from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from academy.feedback import actions
from academy.feedback.domain.anonymity import LEAST
from academy.feedback.models import Pulse
from academy.navigation import direction_of
from academy.reports.pulse.reading import led_teams, pulses_of
from academy.staff.models import Team

PER_PAGE = 10


@require_safe
def team_pulse(request: HttpRequest) -> HttpResponse:
    at, language = now(), get_language()
    teams = led_teams(request.user)
    page = Paginator(teams, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "at": at,
        "page_of_teams": page,
        "teams": pulses_of(teams, list(page), at, language, rtl=direction_of(language) == "rtl"),
        "least": LEAST,
    }
    return render(request, "reports/pulse/team.html", context)


def _team(request: HttpRequest, pk: int) -> Team:
    """Raises Http404 for a team of which the reader does not lead everybody."""
    team = next((team for team in led_teams(request.user) if team.pk == pk), None)
    if team is None:
        raise Http404
    return team


@require_POST
def plan_pulse(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask every week, or with “stop” no longer."""
    team = _team(request, pk)
    if "stop" in request.POST:
        actions.stop_pulse(team)
        messages.success(request, _("The team is not asked any more."))
    else:
        actions.plan_pulse(team, now())
        messages.success(request, _("The team is asked every week, from this one on."))
    return redirect("team_pulse")


@require_POST
def end_pulse(request: HttpRequest, pk: int) -> HttpResponse:
    """End this week's before the week is over: nobody answers any more, and what may be shown is."""
    if actions.end_pulses(list(Pulse.objects.open().filter(team=_team(request, pk)))):
        messages.success(request, _("It is over. What may be shown of it is shown."))
    return redirect("team_pulse")
