"""What is said when a file of people or leave is sent."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST = 50 * 1024 * 1024


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("At most 50 MB, in UTF-8."))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 50 MB. Is it the right one?"))
        return file


class AgreeForm(forms.Form):
    agreed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    yes = forms.BooleanField(label=_("It is right that so many leave"), required=False)

    def __init__(self, *args: object, needs_yes: bool, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        if needs_yes:
            self.fields["yes"].required = True
        else:
            del self.fields["yes"]
