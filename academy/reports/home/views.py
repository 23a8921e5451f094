"""The team leader's home, the people behind its numbers, and how far they are with each piece of work."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from academy.assignments.models import Work
from academy.reports.home.parts import Part, counts, newest, people_of_part
from academy.reports.home.rows import rows_of
from academy.reports.home.stuck import StuckPeople
from academy.reports.home.work import late_lines, lines_of, work_report, works_of
from academy.reports.team import people_in, people_of, teams_of

FIRST, FEW, PER_PAGE = 5, 3, 50


class PeopleForm(forms.Form):
    """What the address of a list holds: a part, and a team with all the teams below it."""

    part = forms.ChoiceField(choices=Part.choices, label=_("Who"))
    team = forms.ModelChoiceField(None, required=False, label=_("Team"), empty_label=_("All"))

    def __init__(self, data: Any, teams: Any) -> None:
        super().__init__(data)
        self.fields["team"].queryset = teams
        self.is_valid()

    @property
    def chosen(self) -> Part:
        """What is not understood is overdue."""
        return Part(self.cleaned_data.get("part") or Part.OVERDUE)

    @property
    def address(self) -> str:
        team = self.cleaned_data.get("team")
        return urlencode({"part": self.chosen.value, **({"team": team.pk} if team else {})})


def assigning() -> str:
    """Where work is assigned to a person; "" while there is no such page."""
    try:
        return reverse("assign")
    except NoReverseMatch:
        return ""


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    at, language = now(), get_language()
    people = people_of(request.user)
    found = counts(people, at, FIRST)
    context: dict[str, Any] = {"at": at, "counts": found}
    if found.people:
        stuck, stuck_count = StuckPeople(people, at).first(FIRST)
        new, new_count = newest(people, at, FIRST)
        first = {Part.STUCK: stuck, Part.OVERDUE: found.first_overdue, Part.SOON: found.first_soon, Part.NEW: new}
        rows = rows_of(first, at, language)
        context |= {
            "stuck_count": stuck_count,
            "new_count": new_count,
            **{f"{part.value}_rows": rows[part] for part in first},
            "late_work": late_lines(people, at, FEW, language) if found.overdue else [],
            "assigning": assigning(),
        }
    return render(request, "reports/home/team.html", context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people behind a number. The address holds which: `?part=stuck&team=7`."""
    at = now()
    form = PeopleForm(request.GET, teams_of(request.user))
    chosen = people_in(request.user, form.cleaned_data.get("team"))
    page = Paginator(people_of_part(form.chosen, chosen, at), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "at": at,
        "form": form,
        "part": form.chosen,
        "page_of_people": page,
        "rows": rows_of({form.chosen: list(page.object_list)}, at, get_language())[form.chosen],
        "query": f"&{form.address}",
        "assigning": assigning(),
    }
    return render(request, "reports/home/people.html", context)


@require_safe
def works(request: HttpRequest) -> HttpResponse:
    """Everything that the team was asked to do."""
    at = now()
    chosen = people_of(request.user)
    page = Paginator(works_of(chosen), PER_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(chosen, list(page), at, get_language())
    return render(request, "reports/home/works.html", {"at": at, "page_of_works": page, "lines": lines})


@require_safe
def team_work(request: HttpRequest, work_id: int) -> HttpResponse:
    work = get_object_or_404(Work.objects.filter(kind__in=Work.ASSIGNABLE), pk=work_id)
    if work.kind == Work.Kind.POLICY:
        return redirect("compliance", work.pk)
    report = work_report(people_of(request.user), work, request.GET.get("page"), get_language())
    return render(request, "reports/home/work.html", {"at": now(), "report": report})
