"""Asking people for something, and how far they are with it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from academy.assignments.models import Work
from academy.reports.assigning.asking import ask, stop
from academy.reports.assigning.effect import effect_of
from academy.reports.assigning.forms import AssignForm
from academy.reports.assigning.reading import SHOWN, lines_of, people_behind, rules_of
from academy.reports.compliance.standing import may_see
from academy.staff.models import User

RULES, PEOPLE = 20, 50


def assign(request: HttpRequest) -> HttpResponse:
    """First what it does, then doing it. Finding people by name keeps what was filled in."""
    if not User.objects.answerable_to(request.user).active().exists():
        raise Http404
    go = request.POST.get("go", "")
    if go == "find" or request.method != "POST":
        form = AssignForm(request.user, get_language(), initial=_asked(request))
        return _form(request, form)
    form = AssignForm(request.user, get_language(), data=request.POST)
    if not form.is_valid():
        return _form(request, form)
    form.instance.work = get_object_or_404(Work, pk=form.cleaned_data["work"])
    return _assign(request, form) if go == "assign" else _form(request, form, effect=_effect(form))


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the form begins with: what was filled in, or what the address says (`work`, `people` with commas)."""
    if request.method == "POST":
        many = ("people", "teams")
        return {name: request.POST.getlist(name) if name in many else value for name, value in request.POST.items()}
    query: QueryDict = request.GET
    begun: dict[str, Any] = {name: query[name] for name in ("work", "note", "due_days") if name in query}
    if named := query.get("people") or query.get("person"):
        begun["people"] = named.split(",")
    return begun


def _effect(form: AssignForm) -> Any:
    return effect_of(form.instance, form.concerned(), now())


def _assign(request: HttpRequest, form: AssignForm) -> HttpResponse:
    teams = list(form.cleaned_data["teams"]) if form.asks_joiners else []
    rule = ask(form.instance, form.concerned(), teams, request.user, form.cleaned_data["sent_as"])
    if rule is None:
        form.add_error(None, _("All of them have it to do already. Choose other people, or other work."))
        return _form(request, form)
    messages.success(request, _("They are being asked. Each of them finds it in their work and in their inbox."))
    return redirect("team_assignment", rule.pk)


def _form(request: HttpRequest, form: AssignForm, effect: Any = None) -> HttpResponse:
    return render(request, "reports/assigning/assign.html", {"form": form, "effect": effect})


@require_safe
def assignments(request: HttpRequest) -> HttpResponse:
    if not may_see(request.user):
        raise Http404
    at = now()
    page = Paginator(rules_of(request.user), RULES).get_page(request.GET.get("page"))
    lines = lines_of(list(page.object_list), request.user, at, get_language())
    return render(request, "reports/assigning/list.html", {"at": at, "page_of_rules": page, "lines": lines})


@require_safe
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    at = now()
    rule = get_object_or_404(rules_of(request.user), pk=pk)
    (line,) = lines_of([rule], request.user, at, get_language())
    state = request.GET.get("state", "")
    state = state if state in SHOWN else ""
    page = Paginator(people_behind(rule, request.user, state, at), PEOPLE).get_page(request.GET.get("page"))
    context = {
        "at": at,
        "line": line,
        "rule": rule,
        "state": state,
        "more": f"&state={state}" if state else "",
        "page_of_people": page,
        "figures": [(name, line.counts[name]) for name in SHOWN if line.counts[name]],
    }
    return render(request, "reports/assigning/assignment.html", context)


@require_POST
def stop_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Policies end by another version or by being withdrawn, not here."""
    rule = get_object_or_404(rules_of(request.user).filter(work__kind__in=Work.TAUGHT), pk=pk)
    if stop(rule):
        messages.success(request, _("Nobody is asked for it any more. What is done stays done."))
    return redirect("team_assignment", pk)
