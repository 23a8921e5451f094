"""What is held about a person, in the CMS: take it along, or erase it."""

import io
import zipfile
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.log_actions import log

from academy.cms import show
from academy.staff import actions
from academy.staff.exporting import files_of
from academy.staff.models import User

BECOMES = {
    "deleted": gettext_lazy("deleted"),
    "cleared": gettext_lazy("kept, without names and free text"),
    "kept": gettext_lazy("kept, under an id"),
}


class EraseForm(forms.Form):
    username = forms.CharField(label=gettext_lazy("User name"), max_length=150)

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_username(self) -> str:
        typed: str = self.cleaned_data["username"]
        if typed != self.person.username:
            raise forms.ValidationError(_("That is not the user name of this person. Nothing was erased."))
        return typed


def person_for(request: HttpRequest, pk: int) -> User:
    """Administrators look after everybody but themselves, and superusers are for superusers."""
    if not request.user.has_perms(["staff.change_user", "staff.view_all_records"]):
        raise PermissionDenied
    people = User.objects.kept().exclude(pk=request.user.pk)
    if not request.user.is_superuser:
        people = people.filter(is_superuser=False)
    return get_object_or_404(people, pk=pk)


def personal_data(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_for(request, pk)
    form = EraseForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        actions.erase_person(person, now())
        log(User.objects.get(pk=pk), "staff.erase", user=request.user)
        messages.success(request, _("All that names this person is erased."))
        return redirect("wagtailusers_users:index")
    lines = [(line.title, line.count, BECOMES[line.becomes]) for line in actions.erasure_of(person)]
    way = [
        {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
        {"url": reverse("wagtailusers_users:edit", args=[pk]), "label": str(person)},
    ]
    context = {"person": person, "lines": lines, "form": form}
    return show(request, "staff/cms/personal_data.html", _("Personal data"), context, way, "user")


@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_for(request, pk)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, override(person.language):
        for name, content in files_of(person, now()):
            archive.writestr(name, content)
    log(person, "staff.export", user=request.user)
    return HttpResponse(
        packed.getvalue(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="person-{person.opaque_id}.zip"'},
    )
