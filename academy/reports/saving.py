"""Keeping a view of a report under a name, and having it come by mail."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from academy.domain.dates import weekday
from academy.reports.compliance.standing import may_see
from academy.reports.models import SavedView
from academy.staff.cms_forms import MONDAY

SALT = "academy.reports.saving"


def days_of_the_week() -> list[tuple[int, str]]:
    return [(day, capfirst(weekday(MONDAY.replace(day=day + 1), get_language() or "en"))) for day in range(7)]


class SaveForm(forms.Form):
    report = forms.ChoiceField(choices=SavedView.Report.choices, widget=forms.HiddenInput)
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    name = forms.CharField(max_length=80, label=gettext_lazy("Keep this view as"))


class MailForm(forms.Form):
    weekdays = forms.TypedMultipleChoiceField(
        coerce=int,
        choices=days_of_the_week,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Send it to me by mail on"),
        help_text=gettext_lazy("In the morning where you are, as a spreadsheet. None: it is not sent."),
    )


def save_form(report: str, address: str) -> SaveForm:
    return SaveForm(initial={"report": report, "query": address}, auto_id="save_%s")


@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    if not may_see(request.user):
        raise Http404
    views = [
        (view, MailForm(initial={"weekdays": view.weekdays}, auto_id=f"view{view.pk}_%s"))
        for view in request.user.saved_views.all()
    ]
    return render(request, "reports/saved/views.html", {"views": views})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """The same name again takes the place of the view that had it."""
    if not may_see(request.user):
        raise Http404
    form = SaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 80 letters, and keep it again."))
        return redirect("saved_views")
    kept: dict[str, Any] = form.cleaned_data
    SavedView.objects.update_or_create(
        owner=request.user,
        report=kept["report"],
        name=kept["name"],
        defaults={"query": kept["query"]},
        create_defaults={"query": kept["query"], "created_at": now()},
    )
    messages.success(request, _("The view is kept. You find it under “Kept views”."))
    return redirect("saved_views")


@require_POST
def send_by_mail(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(request.user.saved_views, pk=pk)
    form = MailForm(request.POST)
    if form.is_valid():
        view.weekdays = sorted(form.cleaned_data["weekdays"])
        view.save(update_fields=["weekdays"])
        sent = _("It comes by mail on the days that you chose.") if view.weekdays else _("It is not sent any more.")
        messages.success(request, sent)
    return redirect("saved_views")


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    request.user.saved_views.filter(pk=pk).delete()
    messages.success(request, _("The view is removed."))
    return redirect("saved_views")


def stop_token(view: SavedView) -> str:
    return signing.dumps(view.pk, salt=SALT)


@login_not_required
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """From the link in the mail: works for whoever has the mail, without signing in."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature as wrong:
        raise Http404 from wrong
    view = get_object_or_404(SavedView, pk=pk)
    if request.method == "POST":
        SavedView.objects.filter(pk=pk).update(weekdays=[])
        view.weekdays = []
    return render(request, "reports/saved/stop.html", {"view": view, "stopped": not view.weekdays})
