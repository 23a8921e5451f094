from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from academy.assignments.models import Work
from academy.readiness.standing import gates_of
from academy.reports.team import person_report, team_of, work_report
from academy.staff.models import User


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    at = now()
    return render(request, "reports/team.html", {"at": at, **team_of(request.user, at, get_language())})


@require_safe
def team_work(request: HttpRequest, work_id: int) -> HttpResponse:
    at = now()
    work = get_object_or_404(Work.objects.filter(kind__in=Work.ASSIGNABLE), pk=work_id)
    if work.kind == Work.Kind.POLICY:
        return redirect("compliance", work.pk)
    return render(request, "reports/team_work.html", {"at": at, **work_report(request.user, work, at, get_language())})


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person of the reader's team; or the reader, who sees the same."""
    at = now()
    people = User.objects.visible_to(request.user).select_related("team", "job_role", "location")
    person = get_object_or_404(people, pk=pk)
    return render(
        request,
        "reports/person.html",
        {
            "at": at,
            "person": person,
            "may_grant": User.objects.answerable_to(request.user).filter(pk=pk).exists(),
            "gates": gates_of(person, at.astimezone(person.zone).date(), get_language()),
            **person_report(person, at, get_language()),
        },
    )
