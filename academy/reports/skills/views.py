"""Skills: of a team as a map, one skill of a team with what teaches it, and all skills of one person."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from academy.reports.scores.reading import scores_of
from academy.reports.skills.forms import TeachForm, TeamForm
from academy.reports.skills.reading import masteries, skills_of
from academy.reports.skills.showing import asking_of, person_lines, skill_map
from academy.reports.skills.teaching import what_teaches
from academy.reports.team import people_in, people_of, teams_of
from academy.skills.models import Skill
from academy.staff.models import Team, User

PER_PAGE = 60


@require_safe
def team_skills(request: HttpRequest) -> HttpResponse:
    """The people by name, so many on a page; what is said is of those who are shown."""
    at = now()
    form = TeamForm(request.GET or None, teams_of(request.user))
    page = page_of(request, form.chosen)
    context = {
        "at": at,
        "form": form,
        "team": form.chosen,
        "page_of_people": page,
        "found": skill_map(list(page), at),
        "more": f"&team={form.chosen.pk}" if form.chosen else "",
    }
    return render(request, "reports/skills/team.html", context)


def page_of(request: HttpRequest, team: Team | None) -> Any:
    """A page of the reader's people by name: those that what is shown speaks of."""
    people = people_in(request.user, team).select_related("team")
    return Paginator(people, PER_PAGE).get_page(request.GET.get("page"))


def team_skill(request: HttpRequest, pk: int) -> HttpResponse:
    """Who of a team knows a skill how well; and having some of them take what teaches it."""
    at = now()
    people = people_of(request.user)
    if not people.exists():
        raise Http404
    skill = get_object_or_404(Skill, pk=pk)
    filters = TeamForm(request.GET or None, teams_of(request.user))
    page = page_of(request, filters.chosen)
    found = masteries([person.pk for person in page], at)
    asking = asking_of(skill, list(page), found)
    teaching = what_teaches(skill, get_language())
    chosen = request.GET.get("people", "").split(",")  # whom another page speaks of
    low = [person for person in page if str(person.pk) in chosen] or (asking.people if asking else [])
    form = TeachForm(request.POST or None, teaching, _on_page(page, people), low)
    if request.method == "POST" and form.is_valid():
        return _assign(skill, form)
    context = {
        "at": at,
        "skill": skill,
        "filters": filters,
        "team": filters.chosen,
        "asking": asking,
        "lines": person_lines(skill, list(page), found),
        "page_of_people": page,
        "more": f"&team={filters.chosen.pk}" if filters.chosen else "",
        "teaching": teaching,
        "form": form,
    }
    return render(request, "reports/skills/skill.html", context)


def _on_page(page: Any, people: QuerySet[User]) -> QuerySet[User]:
    return people.filter(pk__in=[person.pk for person in page])


def _assign(skill: Skill, form: TeachForm) -> HttpResponse:
    """The page on which work is assigned goes on from here."""
    people = ",".join(str(person.pk) for person in form.cleaned_data["people"])
    chosen = {"work": form.cleaned_data["course"], "people": people, "note": skill.name}
    return redirect(f"{reverse('assign')}?{urlencode(chosen, safe=',')}")


@require_safe
def person_skills(request: HttpRequest, pk: int) -> HttpResponse:
    """A person of the reader's team; or the reader, who sees the same."""
    at = now()
    person = get_object_or_404(User.objects.visible_to(request.user).select_related("team"), pk=pk)
    context = {
        "at": at,
        "person": person,
        "skills": skills_of(person, at),
        "scores": scores_of(person, at),
        "own": person == request.user,
    }
    return render(request, "reports/skills/person.html", context)


@require_safe
def my_skills(request: HttpRequest) -> HttpResponse:
    return redirect("person_skills", request.user.pk)
