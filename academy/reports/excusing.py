"""Managers excuse one of their people from a piece of work, and take that back."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from academy.access import places_of
from academy.assignments import actions
from academy.assignments.models import Assignment
from academy.staff.models import User


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The person sees it, and whoever leads them."),
    )


def _assignment(request: HttpRequest, pk: int, assignment_id: int) -> Assignment:
    """Raises Http404 for work of people for whom the reader does not answer."""
    person = get_object_or_404(User.objects.answerable_to(request.user), pk=pk)
    theirs = Assignment.objects.filter(learner=person).select_related("work", "learner")
    return get_object_or_404(theirs, pk=assignment_id)


def excuse(request: HttpRequest, pk: int, assignment_id: int) -> HttpResponse:
    assignment = _assignment(request, pk, assignment_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if actions.excuse(assignment, form.cleaned_data["reason"], request.user, now()):
            messages.success(request, _("They need not do it. They see your reason."))
        else:
            messages.info(request, _("There is nothing to excuse: that was done or closed in the meantime."))
        return redirect("person", pk)
    key = assignment.work.translation_key
    place = places_of([key], get_language()).get(key)
    context = {"person": assignment.learner, "assignment": assignment, "place": place, "form": form}
    return render(request, "reports/excuse.html", context)


@require_POST
def ask_again(request: HttpRequest, pk: int, assignment_id: int) -> HttpResponse:
    if actions.ask_again(_assignment(request, pk, assignment_id), now()):
        messages.success(request, _("They have it to do again."))
    return redirect("person", pk)
