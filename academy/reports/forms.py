"""What a manager grants to their people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.staff.models import User
from quizzes.models import QuizException

GRANTS = ("extra_tries", "extra_minutes", "closes_at", "no_cooling_down")


class QuizExceptionForm(forms.ModelForm):
    for_team = forms.BooleanField(required=False)

    class Meta:
        model = QuizException
        fields = [*GRANTS, "reason"]
        widgets = {
            "closes_at": forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "reason": forms.Textarea({"rows": 3}),
        }
        help_texts = {
            "extra_minutes": _("Holds at once, also in a try that runs."),
            "closes_at": _("For a quiz that closes: until when it stays open for them."),
            "reason": _("The person sees it, and whoever leads them."),
        }

    def __init__(self, *args: Any, team: Any = None, **options: Any) -> None:
        """`team`: the one that it may be granted to instead of the person; None for none."""
        super().__init__(*args, **options)
        for name in ("extra_tries", "extra_minutes"):
            self.fields[name].max_value = 600
            self.fields[name].widget.attrs.update({"min": 0, "max": 600})
        if team is None:
            del self.fields["for_team"]
        else:
            self.fields["for_team"].label = _("For everybody in %(team)s and the teams below it") % {"team": team}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in GRANTS):
            raise forms.ValidationError(_("Say what you give: another try, more minutes, a later end, or no waiting."))
        return cleaned


class ExtraTimeForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["extra_time"]
