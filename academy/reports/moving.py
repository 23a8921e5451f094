"""Managers give their people a date of their own."""

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
from academy.assignments.actions import move_due
from academy.assignments.models import Assignment
from academy.staff.models import User


class DateForm(forms.Form):
    due_on = forms.DateField(
        label=gettext_lazy("New date"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Until the end of that day, where the person is."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The person sees it, and whoever leads them."),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        """`today`: where the person is."""
        super().__init__(*args, **options)
        self.today = today
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError(_("That day is over. Choose today or a later day."))
        if due_on.year > self.today.year + 10:
            raise forms.ValidationError(_("That is more than ten years away. Choose an earlier day."))
        return due_on


def move_date(request: HttpRequest, pk: int, assignment_id: int) -> HttpResponse:
    person = get_object_or_404(User.objects.answerable_to(request.user), pk=pk)
    mine = Assignment.objects.waiting().filter(learner=person).select_related("work", "learner")
    assignment = get_object_or_404(mine, pk=assignment_id)
    at = now()
    form = DateForm(request.POST or None, today=at.astimezone(person.zone).date())
    if request.method == "POST" and form.is_valid():
        if move_due(assignment, form.cleaned_data["due_on"], form.cleaned_data["reason"], request.user, at):
            messages.success(request, _("The date is moved. The person sees it with your reason."))
        else:
            messages.info(request, _("There is nothing to move: that was done in the meantime."))
        return redirect("person", pk)
    key = assignment.work.translation_key
    place = places_of([key], get_language()).get(key)
    context = {"person": person, "assignment": assignment, "place": place, "form": form}
    return render(request, "reports/move_date.html", context)
