"""Whose skills are shown, and who is to be taught what."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from academy.reports.skills.teaching import Teaching
from academy.staff.models import Team, User


class TeamForm(forms.Form):
    """What the address holds: a team with all the teams below it."""

    team = forms.ModelChoiceField(Team.objects.none(), required=False, label=_("Team"), empty_label=_("All"))

    def __init__(self, data: Any, teams: Any) -> None:
        super().__init__(data)
        self.fields["team"].queryset = teams

    @property
    def chosen(self) -> Team | None:
        """None for all of them, and for what was not understood."""
        return self.cleaned_data.get("team") if self.is_valid() else None


class TeachForm(forms.Form):
    course = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect, label=_("Course"))
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label=_("People"),
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, data: Any, teaching: Iterable[Teaching], people: Any, low: list[User]) -> None:
        super().__init__(data)
        choices = [(one.work_id, one.place.title) for one in teaching]
        self.fields["course"].choices = choices
        self.fields["people"].queryset = people
        if choices:
            self.initial["course"] = choices[0][0]
        self.initial["people"] = [person.pk for person in low]
