"""The matrices: who has done what, who may do what, and the same as files."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from academy.assignments.models import Work
from academy.navigation import direction_of
from academy.readiness.standing import gates
from academy.reports.compliance.exporting import Cells, as_csv, as_xlsx
from academy.reports.compliance.standing import may_see
from academy.reports.matrix import readiness, work
from academy.reports.matrix.evidence import trail
from academy.reports.matrix.paper import matrix_pdf
from academy.reports.matrix.people import DayForm, WorkForm
from academy.reports.saving import save_form
from academy.staff.models import User

ROWS, COLUMNS = 50, 50
File = HttpResponse | StreamingHttpResponse | FileResponse


def _managers_only(request: HttpRequest) -> None:
    """Raises Http404 for whoever leads nobody."""
    if not may_see(request.user):
        raise Http404


@require_safe
def work_matrix(request: HttpRequest) -> HttpResponse:
    _managers_only(request)
    at, language = now(), get_language()
    form = WorkForm(request.GET, at)
    page = Paginator(form.people(request.user).select_related("team"), ROWS).get_page(request.GET.get("page"))
    pieces = Paginator(work.works_asked(form.cleaned_data.get("kind", "")), COLUMNS).get_page(request.GET.get("works"))
    columns = work.columns_of(list(pieces.object_list), language)
    context = {
        "at": at,
        "form": form,
        "page_of_people": page,
        "page_of_works": pieces,
        "columns": columns,
        "rows": work.rows_of(list(page.object_list), columns, at, language),
        **_addresses(form.address, works=pieces.number),
        "people_query": _addresses(form.address, page=page.number)["query"],
        "save": save_form("work_matrix", form.address),
    }
    return render(request, "reports/matrix/work.html", context)


@require_safe
def readiness_matrix(request: HttpRequest) -> HttpResponse:
    _managers_only(request)
    at, language = now(), get_language()
    form = DayForm(request.GET, at)
    people, shown = form.people(request.user), gates()
    page = Paginator(people.select_related("team"), ROWS).get_page(request.GET.get("page"))
    context = {
        "at": at,
        "form": form,
        "day": form.day,
        "ahead": (form.day - form.today).days,
        "page_of_people": page,
        "gates": shown,
        "rows": readiness.rows_of(list(page.object_list), shown, form.day, language),
        "days": readiness.days_from(form.day),
        "lines": readiness.lines_of(people, shown, form.day),
        **_addresses(form.address),
        "save": save_form("readiness_matrix", form.address),
    }
    return render(request, "reports/matrix/readiness.html", context)


def _addresses(address: str, **others: int) -> dict[str, str]:
    """`query`: what follows the page in an address of the same; `same`: the same as a file."""
    more = urlencode({name: value for name, value in others.items() if value > 1})
    query = "&".join(part for part in (address, more) if part)
    return {"query": f"&{query}" if query else "", "same": f"?{address}" if address else ""}


@require_safe
def work_cell(request: HttpRequest, pk: int, work_id: int) -> HttpResponse:
    """What stands behind one cell: every cycle with its dates, the evidence, and what happened."""
    person = get_object_or_404(User.objects.visible_to(request.user).select_related("team"), pk=pk)
    piece = get_object_or_404(Work.objects.filter(kind__in=Work.ASSIGNABLE), pk=work_id)
    language = get_language()
    (column,) = work.columns_of([piece], language)
    context = {"at": now(), "person": person, "place": column.place, "work": piece, **trail(person, piece)}
    return render(request, "reports/matrix/cell.html", context)


@require_safe
def work_export(request: HttpRequest, kind: str) -> File:
    _managers_only(request)
    at = now()
    form = WorkForm(request.GET, at)
    lines = work.lines_of(form.people(request.user), form.cleaned_data.get("kind", ""), at)
    return as_file(kind, f"work-{at:%Y-%m-%d}", _("People and work"), work.heading(), lines)


@require_safe
def readiness_export(request: HttpRequest, kind: str) -> File:
    _managers_only(request)
    form = DayForm(request.GET, now())
    lines = readiness.file_lines(form.people(request.user), form.day, get_language())
    name = f"readiness-{form.day.isoformat()}"
    return as_file(kind, name, _("Who may do what"), readiness.heading(gates()), lines)


def as_file(kind: str, name: str, title: str, heading: list[str], lines: Iterable[Cells]) -> File:
    """`kind`: "csv", "xlsx" or "pdf"; of a PDF the first lines, for paper ends somewhere."""
    if kind == "csv":
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return StreamingHttpResponse(as_csv(heading, lines), content_type="text/csv; charset=utf-8", headers=headers)
    if kind == "pdf":
        headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
        return HttpResponse(matrix_pdf(title, heading, lines, now()), content_type="application/pdf", headers=headers)
    rtl = direction_of(get_language()) == "rtl"
    return FileResponse(as_xlsx(heading, lines, title=title, rtl=rtl), as_attachment=True, filename=f"{name}.xlsx")
