"""Managers grant their people more tries and more time."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from academy.access import places_of
from academy.assignments.models import Work
from academy.reports.forms import ExtraTimeForm, QuizExceptionForm
from academy.staff.models import Team, User
from quizzes import actions
from quizzes.models import QuizException


def led_team(user: Any, person: User) -> Team | None:
    """The team of `person`, if `user` leads everybody in it and below it."""
    if person.team is None:
        return None
    members = User.objects.active().filter(team__path__startswith=person.team.path).exclude(pk=user.pk)
    return None if members.exclude(pk__in=User.objects.answerable_to(user).values("pk")).exists() else person.team


def quiz_exception(request: HttpRequest, pk: int, work_id: int) -> HttpResponse:
    person = get_object_or_404(User.objects.answerable_to(request.user).select_related("team"), pk=pk)
    work = get_object_or_404(Work.objects.quizzes(), pk=work_id)
    team = led_team(request.user, person)
    form = QuizExceptionForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        exception = form.save(commit=False)
        exception.work = work
        exception.team, exception.person = (team, None) if form.cleaned_data.get("for_team") else (None, person)
        actions.grant_exception(exception, request.user, now())
        messages.success(request, _("That is granted. It holds from now on."))
        return redirect("person", pk)
    place = places_of([work.translation_key], get_language()).get(work.translation_key)
    context = {"person": person, "place": place, "work": work, "form": form}
    return render(request, "reports/quiz_exception.html", context)


@require_POST
def end_quiz_exception(request: HttpRequest, pk: int, exception_id: int) -> HttpResponse:
    """Take back what holds for a person. What a whole team was given is taken back by who leads all of it."""
    person = get_object_or_404(User.objects.answerable_to(request.user).select_related("team"), pk=pk)
    granted = QuizException.objects.in_force().concerning(person)
    exception = get_object_or_404(granted, pk=exception_id)
    if exception.team_id:
        team = led_team(request.user, person)
        exception = get_object_or_404(granted, pk=exception_id, team=team)
    actions.end_exception(exception, request.user, now())
    messages.success(request, _("That holds no longer."))
    return redirect("person", pk)


def extra_time(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.answerable_to(request.user), pk=pk)
    form = ExtraTimeForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        actions.set_extra_time(person, form.cleaned_data["extra_time"], request.user, now())
        messages.success(request, _("That is granted. It holds from now on."))
        return redirect("person", pk)
    return render(request, "reports/extra_time.html", {"person": person, "form": form})
