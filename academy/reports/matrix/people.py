"""Whose rows a matrix shows: the people that the reader sees, by what the address asks for."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from academy.assignments.models import Work
from academy.staff.models import JobRole, Location, Team, User

AHEAD = timedelta(weeks=8)
LONGEST = 100


def in_view(reader: User) -> QuerySet[User]:
    """The active people whose records `reader` sees as a manager: everybody's, or those of the people below."""
    everybody = User.objects.active()
    if reader.has_perm("staff.view_all_records"):
        return everybody
    return everybody.filter(pk__in=User.objects.led_by(reader).values("pk"))


class PeopleForm(forms.Form):
    """What is not understood is not asked for."""

    q = forms.CharField(required=False, max_length=LONGEST, label=_("Name"))
    team = forms.ModelChoiceField(Team.objects.order_by("path"), required=False, label=_("Team"), empty_label=_("All"))
    location = forms.ModelChoiceField(Location.objects, required=False, label=_("Location"), empty_label=_("All"))
    role = forms.ModelChoiceField(JobRole.objects, required=False, label=_("Job role"), empty_label=_("All"))
    language = forms.ChoiceField(required=False, label=_("Language"))

    def __init__(self, data: Any, at: datetime) -> None:
        super().__init__(data)
        self.at = at
        self.fields["language"].choices = [("", _("All")), *settings.LANGUAGES]
        self.is_valid()

    def people(self, reader: User) -> QuerySet[User]:
        """By name. A team brings the teams below it."""
        asked = self.cleaned_data
        rows = in_view(reader)
        if team := asked.get("team"):
            rows = rows.filter(team__path__startswith=team.path)
        if location := asked.get("location"):
            rows = rows.filter(location=location)
        if role := asked.get("role"):
            rows = rows.filter(job_role=role)
        if language := asked.get("language"):
            rows = rows.filter(language=language)
        for word in (asked.get("q") or "").split():
            rows = rows.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(username=word))
        return rows.order_by("first_name", "last_name", "pk")

    @property
    def address(self) -> str:
        """The part of an address that asks for the same; "" for everything."""
        held = {name: str(self.data[name]) for name in self.fields if self.cleaned_data.get(name)}
        return urlencode(held)


class WorkForm(PeopleForm):
    """With which kind of work the columns are of."""

    kind = forms.ChoiceField(required=False, label=_("What"))

    def __init__(self, data: Any, at: datetime) -> None:
        super().__init__(data, at)
        labels = dict(Work.Kind.choices)
        self.fields["kind"].choices = [("", _("All")), *((kind.value, labels[kind]) for kind in Work.ASSIGNABLE)]
        self.is_valid()
        self.full_clean()


class DayForm(PeopleForm):
    """With the day that is looked at: today or one of the next eight weeks."""

    on = forms.DateField(
        required=False,
        label=_("On"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    field_order = ["on", "team", "location", "role", "language", "q"]

    def __init__(self, data: Any, at: datetime) -> None:
        self.today = localdate(at)
        super().__init__({"on": self.today.isoformat(), **data.dict()}, at)
        self.fields["on"].widget.attrs |= {
            "min": self.today.isoformat(),
            "max": (self.today + AHEAD).isoformat(),
        }

    @property
    def day(self) -> date:
        """What is over or too far away becomes the nearest day that can be shown."""
        chosen: date = self.cleaned_data.get("on") or self.today
        return min(max(chosen, self.today), self.today + AHEAD)
