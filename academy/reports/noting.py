"""Managers write a note to one of their people."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.reports.actions import write_note
from academy.staff.models import User


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("The person reads it on their record, as does whoever leads them. It stays as it is."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def note(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.answerable_to(request.user).active(), pk=pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        write_note(request.user, person, form.cleaned_data["text"], form.cleaned_data["key"], now())
        messages.success(request, _("The note is written. The person finds it in their inbox."))
        return redirect("person", pk)
    return render(request, "reports/note.html", {"person": person, "form": form})
