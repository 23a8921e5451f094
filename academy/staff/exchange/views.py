"""People and leave from a file in the CMS: send it, read what would become of everybody, agree."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.cms import show
from academy.staff.actions import uploads
from academy.staff.domain.problems import Reason, Refusal
from academy.staff.exchange.forms import AgreeForm, UploadForm
from academy.staff.exchange.wording import COLUMN_NAMES, sentence
from academy.staff.models import StaffUpload, User
from academy.templatetags.academy import day

State, Kind = StaffUpload.State, StaffUpload.Kind
RIGHTS = {Kind.PEOPLE: ("staff.add_user", "staff.change_user"), Kind.LEAVE: ("staff.add_absence",)}
TITLES = {Kind.PEOPLE: gettext_lazy("Import people"), Kind.LEAVE: gettext_lazy("Import leave")}
DAYS = {"starts_on", "leaves_on", "ends_on"}
A_PAGE = 50


def need(request: HttpRequest, kind: str) -> None:
    if kind not in RIGHTS:
        raise Http404
    if not request.user.has_perms(RIGHTS[Kind(kind)]):
        raise PermissionDenied


def upload(request: HttpRequest, kind: str) -> HttpResponse:
    need(request, kind)
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        kept = uploads.keep_upload(kind, file.name, file.read(), request.user, now())
        return redirect("staff_import_report", kept.pk)
    return show(request, f"staff/cms/import_{kind}.html", TITLES[Kind(kind)], {"form": form}, [], "download")


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become of everybody; then, that it is being done, and what was."""
    kept = get_object_or_404(StaffUpload.objects.of(request.user), pk=pk)
    need(request, kept.kind)
    found = kept.report
    form = AgreeForm(
        request.POST or None, needs_yes=found.get("needs_yes", False), initial={"agreed": found.get("mark")}
    )
    if request.method == "POST":
        if kept.state == State.READ and not found["refusals"] and form.is_valid():
            agreed, yes = form.cleaned_data["agreed"], form.cleaned_data.get("yes", False)
            uploads.agree_to_upload(kept, agreed, now(), yes=yes)
        if not form.errors:
            return redirect("staff_import_report", pk)
    title = TITLES[Kind(kept.kind)]
    way = [{"url": reverse("staff_import", args=[kept.kind]), "label": title}]
    return show(request, "staff/cms/import_report.html", kept.name, context_of(kept, form), way, "download")


def context_of(kept: StaffUpload, form: AgreeForm) -> dict[str, Any]:
    found = kept.report
    refusals = [
        Refusal(line, column, Reason(reason), detail) for line, column, reason, detail in found.get("refusals", [])
    ]
    return {
        "upload": kept,
        "counts": found.get("counts", {}),
        "groups": [
            (words, found["counts"][name], [(one, list(map(in_words, one["fields"]))) for one in found[name]])
            for name, words in kinds(kept.kind)
            if found.get(name)
        ],
        "refusals": [(one.line, COLUMN_NAMES.get(one.column, one.column), sentence(one)) for one in refusals],
        "nothing": found.get("nothing", False),
        "needs_yes": found.get("needs_yes", False),
        "active": found.get("active", 0),
        "again": found.get("again", False),
        "form": form,
        "another": reverse("staff_import", args=[kept.kind]),
    }


def kinds(kind: str) -> list[tuple[str, str]]:
    if kind == Kind.LEAVE:
        return [("new", _("New leave"))]
    return [("new", _("New")), ("changed", _("Changed")), ("leaving", _("Leaving"))]


def in_words(field: list[str]) -> tuple[str, str, str]:
    """A column with what was and what will be, as its reader says it."""
    column, before, after = field
    return str(COLUMN_NAMES[column]), value_in_words(column, before), value_in_words(column, after)


def value_in_words(column: str, value: str) -> str:
    if column in DAYS and value:
        return day(date.fromisoformat(value))
    if column == "active" and value:
        return _("yes") if value == "yes" else _("no")
    return value


def invitations(request: HttpRequest) -> HttpResponse:
    """Who has no password yet, and what became of their invitation."""
    if not request.user.has_perm("staff.change_user"):
        raise PermissionDenied
    page = Paginator(User.objects.not_in_yet(), A_PAGE).get_page(request.GET.get("p"))
    at = now()
    rows = [(person, latest, latest.state(at) if latest else "") for person, latest in with_latest(page.object_list)]
    return show(request, "staff/cms/invitations.html", _("Invitations"), {"rows": rows, "page": page}, [], "mail")


def with_latest(people: Any) -> list[tuple[User, Any]]:
    return [(person, next(iter(person.invitations.all()), None)) for person in people]
