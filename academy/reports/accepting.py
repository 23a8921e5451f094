"""Managers accept that one of their people did the work elsewhere."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from academy.access import places_of
from academy.assignments import actions
from academy.assignments.domain.validity import Validity, valid_until
from academy.assignments.models import Assignment, Renewal, Work
from academy.domain.dates import day
from academy.staff.models import User

YEARS = 10


class EvidenceForm(forms.Form):
    done_on = forms.DateField(
        label=gettext_lazy("Done on"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The day on the evidence. It counts from that day."),
    )
    note = forms.CharField(
        label=gettext_lazy("What you accept, and why"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("For example a certificate and its number. The person sees it, and whoever leads them."),
    )

    def __init__(self, *args: Any, today: date, validity: Validity | None, **options: Any) -> None:
        """`today`: where the person is. `validity`: how long such work counts, None for good."""
        super().__init__(*args, **options)
        self.today, self.validity = today, validity
        self.fields["done_on"].widget.attrs["max"] = today.isoformat()

    def clean_done_on(self) -> date:
        done_on: date = self.cleaned_data["done_on"]
        if done_on > self.today:
            raise forms.ValidationError(_("That day is still to come. Choose today or an earlier day."))
        if done_on.year < self.today.year - YEARS:
            raise forms.ValidationError(_("That is more than ten years ago. Choose a later day."))
        until = valid_until(done_on, self.validity) if self.validity else None
        if until and until < self.today:
            raise forms.ValidationError(
                _("What was done on that day counted until %(day)s. The person has to do it anew.")
                % {"day": day(until, get_language())}
            )
        return done_on


def accept_evidence(request: HttpRequest, pk: int, assignment_id: int) -> HttpResponse:
    """Not for a policy: that is acknowledged, by the person or on their behalf."""
    person = get_object_or_404(User.objects.answerable_to(request.user), pk=pk)
    theirs = Assignment.objects.filter(learner=person, work__kind__in=Work.TAUGHT)
    assignment = get_object_or_404(theirs.select_related("work", "learner"), pk=assignment_id)
    renewal = Renewal.objects.filter(work=assignment.work_id).first()
    at = now()
    today = at.astimezone(person.zone).date()
    form = EvidenceForm(request.POST or None, today=today, validity=renewal.validity if renewal else None)
    if request.method == "POST" and form.is_valid():
        if actions.accept_evidence(assignment, by=request.user, at=at, **form.cleaned_data):
            messages.success(request, _("It counts as done. The person sees that with your note."))
        else:
            messages.info(request, _("There is nothing to accept: that was done or closed in the meantime."))
        return redirect("person", pk)
    key = assignment.work.translation_key
    place = places_of([key], get_language()).get(key)
    context = {"person": person, "assignment": assignment, "place": place, "renewal": renewal, "form": form}
    return render(request, "reports/accept_evidence.html", context)
