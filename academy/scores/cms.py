"""Scores into the academy, in the CMS: check a file, then take it in."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin import messages

from academy.cms import show
from academy.domain.dates import number
from academy.scores.actions import Outcome, import_scores
from academy.scores.models import Criterion
from academy.scores.wording import sentence

LARGEST = 20 * 1024 * 1024
SHOWN = 200  # refusals


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("CSV in UTF-8, at most 20 MB."))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("As its columns tell")), *Criterion.Kind.choices],
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 20 MB. Take it apart into several."))
        return file


def import_file(request: HttpRequest) -> HttpResponse:
    """Without “import” in what is sent the file is only checked."""
    if not request.user.has_perm("scores.add_score"):
        raise PermissionDenied
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    outcome = None
    if request.method == "POST" and form.is_valid():
        dry_run = "import" not in request.POST
        data = form.cleaned_data["file"].read()
        outcome = import_scores(data, form.cleaned_data["kind"], now(), dry_run=dry_run)
        if outcome.sound and not dry_run:
            messages.success(request, told(outcome))
            return redirect("import_scores")
    context = {"form": form, "outcome": outcome, "told": told(outcome) if outcome else "", **refused(outcome)}
    return show(request, "scores/cms/import.html", _("Import scores"), context, [], "upload")


def told(outcome: Outcome) -> str:
    words = ngettext(
        "%(new)s new score, %(corrected)s corrected, %(same)s there already.",
        "%(new)s new scores, %(corrected)s corrected, %(same)s there already.",
        outcome.new,
    )
    counts = {"new": outcome.new, "corrected": outcome.corrected, "same": outcome.same}
    return words % {name: number(count, get_language()) for name, count in counts.items()}


def refused(outcome: Outcome | None) -> dict[str, Any]:
    refusals = outcome.refusals if outcome else []
    return {
        "refusals": [(one, sentence(one)) for one in refusals[:SHOWN]],
        "refused": len(refusals),
        "unshown": max(0, len(refusals) - SHOWN),
    }
