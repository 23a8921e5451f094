"""What an editor says when questions come in or go out."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from academy.skills.models import Skill

LARGEST = 5 * 1024 * 1024
FORMATS = [
    ("gift", _("GIFT (text)")),
    ("aiken", _("Aiken (text)")),
    ("moodle-xml", _("Moodle XML")),
    ("csv", _("CSV (spreadsheet)")),
]


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("At most 5 MB. UTF-8 is best; Windows-1252 is understood."))
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB. Take it apart into several."))
        return file


class DecisionForm(forms.Form):
    publish = forms.BooleanField(
        label=_("Publish them at once"),
        required=False,
        help_text=_("Otherwise they come into the question bank as drafts."),
    )

    def __init__(self, *args: Any, may_publish: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_publish:
            del self.fields["publish"]


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS, initial="csv")
    skill = forms.ModelChoiceField(
        Skill.objects.all(), label=_("Skill"), required=False, empty_label=_("All questions"), blank=True
    )
