from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.feedback.models import ANSWERS, CourseFeedback

MISSING = {"required": _("Choose one of the answers.")}


class CourseFeedbackForm(forms.Form):
    useful = forms.TypedChoiceField(
        coerce=int,
        choices=CourseFeedback.Useful.choices,
        widget=forms.RadioSelect,
        label=_("How useful was it for your work?"),
        error_messages=MISSING,
    )
    change = forms.CharField(
        required=False,
        max_length=2000,
        label=_("What should change?"),
        help_text=_("If you like. Its editors read it without your name: write nothing that tells who you are."),
        widget=forms.Textarea({"rows": 3}),
    )


class PulseForm(forms.Form):
    """A field for each question."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for question, answers in ANSWERS.items():
            self.fields[question.value] = forms.TypedChoiceField(
                coerce=int,
                choices=answers.choices,
                widget=forms.RadioSelect,
                label=question.label,
                error_messages=MISSING,
            )
