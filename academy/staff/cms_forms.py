"""The forms of audiences, work calendars and absences in the CMS."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from academy.domain.dates import weekday
from academy.settings.languages import LANGUAGES
from academy.staff.choosing import PeopleField
from academy.staff.models import Absence, Audience, User, WorkCalendar
from academy.staff.models.calendars import monday_to_friday

MONDAY = date(2024, 1, 1)


class AudienceForm(WagtailAdminModelForm):
    languages = forms.MultipleChoiceField(
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=gettext_lazy("Languages"),
        help_text=gettext_lazy("Whoever reads the academy in one of them."),
    )
    named = PeopleField(
        label=gettext_lazy("People by name"), help_text=gettext_lazy("They belong to it, whatever else holds.")
    )
    excepted = PeopleField(
        label=gettext_lazy("Except"), help_text=gettext_lazy("They are never asked, whatever else holds.")
    )

    class Meta:
        model = Audience
        fields = ["name", "everyone", "teams", "job_roles", "languages", "named", "excepted"]


def days_of_the_week() -> list[tuple[int, str]]:
    return [(day, capfirst(weekday(MONDAY.replace(day=day + 1), get_language()))) for day in range(7)]


class CalendarForm(WagtailAdminModelForm):
    weekdays = forms.TypedMultipleChoiceField(
        coerce=int,
        choices=days_of_the_week,
        initial=monday_to_friday,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Working days"),
        help_text=gettext_lazy("The days of the week on which work is done."),
    )

    class Meta:
        model = WorkCalendar
        fields = ["name", "weekdays"]


class AbsenceForm(WagtailAdminModelForm):
    class Meta:
        model = Absence
        fields = ["person", "kind", "starts_on", "ends_on"]

    def clean_person(self) -> User:
        """Managers keep the leave of the people that they lead."""
        person: User = self.cleaned_data["person"]
        if not User.objects.visible_to(self.for_user).filter(pk=person.pk).exists():
            raise forms.ValidationError(_("You do not lead this person. Choose somebody from your teams."))
        return person

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        return cleaned
