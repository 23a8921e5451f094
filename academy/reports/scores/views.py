"""Scores from outside: of a team by criterion and month, and before and after a course."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from academy.access import address_of
from academy.assignments.models import Work
from academy.navigation import direction_of
from academy.reports.domain import before_after
from academy.reports.scores.reading import WINDOW, comparisons, completed_courses, criteria_of
from academy.reports.skills.forms import TeamForm
from academy.reports.skills.views import page_of
from academy.reports.team import people_in, people_of, teams_of


@require_safe
def team_scores(request: HttpRequest) -> HttpResponse:
    """What is said is of the people who are on the page."""
    at, language = now(), get_language()
    form = TeamForm(request.GET or None, teams_of(request.user))
    page = page_of(request, form.chosen)
    context = {
        "at": at,
        "form": form,
        "team": form.chosen,
        "page_of_people": page,
        "parts": criteria_of(list(page), at, language, rtl=direction_of(language) == "rtl"),
        "courses": completed_courses(people_in(request.user, form.chosen), language),
        "more": f"&team={form.chosen.pk}" if form.chosen else "",
    }
    return render(request, "reports/scores/team.html", context)


@require_safe
def course_scores(request: HttpRequest, work_id: int) -> HttpResponse:
    """Of the reader's people who completed the course, or those of one team."""
    people = people_of(request.user)
    if not people.exists():
        raise Http404
    work = get_object_or_404(Work.objects.filter(kind=Work.Kind.COURSE), pk=work_id)
    place = address_of(work, get_language())
    if place is None:
        raise Http404
    form = TeamForm(request.GET or None, teams_of(request.user))
    context = {
        "work": work,
        "place": place,
        "form": form,
        "team": form.chosen,
        "found": comparisons(work, people_in(request.user, form.chosen)),
        "days": WINDOW.days,
        "least_people": before_after.LEAST_PEOPLE,
        "least_cases": before_after.LEAST_CASES,
    }
    return render(request, "reports/scores/course.html", context)
