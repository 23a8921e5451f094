"""What the address of a page of compliance holds: a day, and whose rows."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from academy.reports.compliance.reading import NO_TEAM
from academy.reports.compliance.standing import Moment, Standing


class MomentForm(forms.Form):
    on = forms.DateField(
        required=False,
        label=_("At the end of"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, data: Any, at: datetime) -> None:
        super().__init__(data)
        self.at = at
        self.fields["on"].widget.attrs["max"] = localdate(at).isoformat()

    def clean_on(self) -> date | None:
        chosen: date | None = self.cleaned_data["on"]
        if chosen and chosen > localdate(self.at):
            raise forms.ValidationError(_("That day has not come yet."))
        return chosen

    @property
    def moment(self) -> Moment:
        """The end of the day that was chosen, where the reader is; now, for none, for today and for nonsense."""
        today = localdate(self.at)
        chosen = self.cleaned_data.get("on") if self.is_valid() else None
        if chosen is None or chosen == today:
            return Moment(self.at, today, past=False)
        return Moment(datetime.combine(chosen, time.max, get_current_timezone()), chosen, past=True)


class RowsForm(MomentForm):
    state = forms.ChoiceField(required=False, label=_("State"))
    team = forms.ChoiceField(required=False, label=_("Team"))
    language = forms.ChoiceField(required=False, label=_("Language"))

    def __init__(self, data: Any, at: datetime, teams: list[tuple[int, str]]) -> None:
        """`teams`: those that there are, id and name."""
        super().__init__(data, at)
        everything = ("", _("All"))
        named = [(str(pk), name) for pk, name in teams]
        self.fields["state"].choices = [everything, *Standing.choices]
        self.fields["team"].choices = [everything, *named, (NO_TEAM, _("No team"))]
        self.fields["language"].choices = [everything, *settings.LANGUAGES]

    @property
    def chosen(self) -> dict[str, str]:
        """What is asked for, without what was not understood."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in ("state", "team", "language")}
