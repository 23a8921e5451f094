"""The page that looks ahead, and back at the last twelve weeks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from academy.navigation import direction_of
from academy.reports.outlook.forecast import forecast
from academy.reports.outlook.weeks import weeks_of
from academy.reports.skills.forms import TeamForm
from academy.reports.team import people_in, teams_of


@require_safe
def team_outlook(request: HttpRequest) -> HttpResponse:
    at, language = now(), get_language()
    form = TeamForm(request.GET or None, teams_of(request.user))
    people = people_in(request.user, form.chosen)
    context = {
        "at": at,
        "form": form,
        "found": forecast(people, at, language),
        "weeks": weeks_of(people, at, rtl=direction_of(language) == "rtl"),
    }
    return render(request, "reports/outlook/outlook.html", context)
