"""Compliance: all policies, one policy, the people behind each figure, their files, and a reminder for them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, now
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_POST, require_safe

from academy.assignments import reminding
from academy.assignments.models import Work
from academy.domain.dates import number
from academy.navigation import direction_of
from academy.reports.compliance import exporting, reading
from academy.reports.compliance.forms import MomentForm, RowsForm
from academy.reports.compliance.standing import WAITING, Moment, cycle_at, may_see, standings
from academy.staff.models import Team

PER_PAGE = 50


def policy_of(request: HttpRequest, work_id: int) -> Work:
    """Raises Http404 for what is no policy, and for whoever leads nobody."""
    if not may_see(request.user):
        raise Http404
    return get_object_or_404(Work.objects.filter(kind=Work.Kind.POLICY), pk=work_id)


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    if not may_see(request.user):
        raise Http404
    form = MomentForm(request.GET or None, now())
    lines = reading.lines_of(form.moment, request.user, get_language())
    context = {"form": form, "moment": form.moment, "lines": lines, "on": _address(form.moment)}
    return render(request, "reports/compliance/policies.html", context)


@require_safe
def policy(request: HttpRequest, work_id: int) -> HttpResponse:
    work = policy_of(request, work_id)
    form = MomentForm(request.GET or None, now())
    language = get_language()
    found = reading.compliance_of(
        work, form.moment, request.user, get_current_timezone(), rtl=direction_of(language) == "rtl"
    )
    context = {
        "work": work,
        "place": reading.place_of(work, language),
        "form": form,
        "moment": form.moment,
        "on": _address(form.moment),
        "day": form.moment.day.isoformat() if form.moment.past else "",
        "found": found,
    }
    return render(request, "reports/compliance/policy.html", context)


@require_safe
def people(request: HttpRequest, work_id: int) -> HttpResponse:
    """The rows behind a figure. The address holds which: `?state=overdue&team=7&language=fa&on=2026-03-01`."""
    work = policy_of(request, work_id)
    form = _rows_form(request.GET)
    cycle, rows = _rows(request, work, form)
    page = Paginator(reading.named(rows, _path(form.moment)), PER_PAGE).get_page(request.GET.get("page"))
    query = _address(form.moment, form.chosen)
    context = {
        "work": work,
        "place": reading.place_of(work, get_language()),
        "form": form,
        "moment": form.moment,
        "version": cycle,
        "page_of_rows": page,
        "rows": reading.rows_of(page, work, cycle, form.moment, request.user),
        "query": query,
        "on": _address(form.moment),
        "more": f"&{query.removeprefix('?')}" if query else "",
    }
    return render(request, "reports/compliance/people.html", context)


@require_safe
def export(request: HttpRequest, work_id: int, kind: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The same rows as a file, `kind` "csv" or "xlsx"."""
    work = policy_of(request, work_id)
    form = _rows_form(request.GET)
    _cycle, rows = _rows(request, work, form)
    cells = exporting.cells_of(rows, _path(form.moment), form.moment.at)
    name = f"compliance-{work.pk}-{form.moment.day.isoformat()}.{kind}"
    if kind == "csv":
        return StreamingHttpResponse(
            exporting.as_csv(exporting.heading(), cells),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    rtl = direction_of(get_language()) == "rtl"
    title = reading.place_of(work, get_language()).title
    return FileResponse(
        exporting.as_xlsx(exporting.heading(), cells, title=title, rtl=rtl), as_attachment=True, filename=name
    )


@require_POST
def remind(request: HttpRequest, work_id: int) -> HttpResponse:
    """Remind whoever of these rows has not acknowledged yet; once more today changes nothing."""
    work = policy_of(request, work_id)
    form = _rows_form(request.POST)
    _cycle, rows = _rows(request, work, form)
    waiting = reading.open_assignments(rows.filter(standing__in=WAITING))
    reminded = reminding.remind_now(waiting, request.user, form.at)
    words = ngettext(
        "%(count)s person was reminded. Who was reminded today already is not reminded again.",
        "%(count)s people were reminded. Who was reminded today already is not reminded again.",
        reminded,
    )
    messages.success(request, words % {"count": number(reminded, get_language())})
    back = "compliance_people" if any(form.chosen.values()) else "compliance"
    return redirect(reverse(back, args=[work.pk]) + _address(form.moment, form.chosen))


def _rows_form(data: Any) -> RowsForm:
    return RowsForm(data, now(), list(Team.objects.order_by("name").values_list("pk", "name")))


def _rows(request: HttpRequest, work: Work, form: RowsForm) -> tuple[int, QuerySet[Any]]:
    cycle = cycle_at(work, form.moment) or 0
    return cycle, reading.filtered(standings({work.pk: cycle}, form.moment, request.user), form.chosen)


def _path(moment: Moment) -> str:
    """From a row to its learner."""
    return "assignment__learner__" if moment.past else "learner__"


def _address(moment: Moment, chosen: dict[str, str] | None = None) -> str:
    """The query of an address that shows the same; "" for all of it, now."""
    held = {name: value for name, value in (chosen or {}).items() if value}
    if moment.past:
        held["on"] = moment.day.isoformat()
    return f"?{urlencode(held)}" if held else ""
