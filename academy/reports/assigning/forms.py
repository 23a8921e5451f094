"""What a manager says when they ask people for something: what, whom, by when and why."""

import uuid
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet, TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from academy.access import Place, places_of
from academy.assignments.models import AssignmentRule, Work
from academy.staff.models import Team, User

FOUND = 30
FARTHEST = timedelta(days=3653)


class Whom(TextChoices):
    PEOPLE = "people", gettext_lazy("People by name")
    TEAMS = "teams", gettext_lazy("Teams, with the teams below them")
    ALL = "all", gettext_lazy("Everybody I may ask")


def works_in(language: str) -> list[tuple[Work, Place]]:
    """What can be assigned by hand and is live, by kind and title. Two queries."""
    works = list(Work.objects.filter(kind__in=Work.TAUGHT).order_by("kind"))
    places = places_of([work.translation_key for work in works], language)
    found = [(work, places[work.translation_key]) for work in works if work.translation_key in places]
    return sorted(found, key=lambda one: (Work.TAUGHT.index(one[0].kind), one[1].title.casefold()))


def grouped(works: Iterable[tuple[Work, Place]]) -> list[tuple[str, Any]]:
    groups: dict[str, list[tuple[int, str]]] = {}
    for work, place in works:
        groups.setdefault(str(work.get_kind_display()).capitalize(), []).append((work.pk, place.title))
    return [("", _("Choose")), *groups.items()]


def within_reach(leader: User) -> QuerySet[Team]:
    """Teams with people for whom `leader` may act, and those above them that they lead."""
    people = User.objects.answerable_to(leader).active()
    theirs = Q(pk__in=people.order_by().values("team"))
    for path in Team.objects.filter(leads=leader).values_list("path", flat=True):
        theirs |= Q(path__startswith=path)
    return Team.objects.filter(theirs).order_by("path")


class AssignForm(forms.ModelForm):
    work = forms.TypedChoiceField(coerce=int, label=gettext_lazy("What"))
    whom = forms.ChoiceField(
        choices=Whom.choices, initial=Whom.PEOPLE, widget=forms.RadioSelect, label=gettext_lazy("For whom")
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("People")
    )
    find = forms.CharField(required=False, max_length=100, label=gettext_lazy("Name"))
    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Teams")
    )
    joiners = forms.BooleanField(required=False, label=gettext_lazy("Also whoever joins these teams later"))
    sent_as = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = AssignmentRule
        fields = ["due_on", "due_days", "working_days", "close_days", "note"]
        widgets = {"due_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, leader: User, language: str, data: Any = None, initial: Any = None) -> None:
        first = {"sent_as": uuid.uuid4(), "due_days": 14}
        super().__init__(data, initial={**first, **(initial or {})})
        self.leader = leader
        self.works = works_in(language)
        self.fields["work"].choices = grouped(self.works)
        self.fields["teams"].queryset = within_reach(leader)
        self.fields["people"].queryset = self._shown(self._named(), self["find"].value() or "")
        self.fields["due_on"].widget.attrs["min"] = localdate().isoformat()

    def _named(self) -> Collection[str]:
        return [str(value) for value in self["people"].value() or [] if str(value).isdecimal()]

    def _shown(self, chosen: Collection[str], words: str) -> QuerySet[User]:
        """Those who were chosen, and the first who are found by name."""
        mine = User.objects.answerable_to(self.leader).active()
        found = mine if words.strip() else mine.none()
        for word in words.split():
            found = found.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(username=word))
        first = list(found.order_by("first_name", "last_name", "pk").values_list("pk", flat=True)[:FOUND])
        shown = mine.filter(Q(pk__in=first) | Q(pk__in=chosen)).select_related("team")
        return shown.order_by("first_name", "last_name", "pk")

    @property
    def place(self) -> Place:
        """Where the chosen work stands."""
        return next(place for work, place in self.works if work.pk == self.cleaned_data["work"])

    def clean_due_on(self) -> Any:
        day, today = self.cleaned_data["due_on"], localdate()
        if day and day < today:
            raise forms.ValidationError(_("That day is over. Choose today or a later day."))
        if day and day > today + FARTHEST:
            raise forms.ValidationError(_("That is more than ten years away. Choose an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        whom = cleaned.get("whom")
        if whom == Whom.PEOPLE and not self.errors and not cleaned.get("people"):
            self.add_error("people", _("Choose at least one person: find them by name, then tick them."))
        if whom == Whom.TEAMS and not self.errors:
            self._check_teams(cleaned)
        if cleaned.get("close_days") is not None and not (cleaned.get("due_on") or cleaned.get("due_days") is not None):
            self.add_error("close_days", _("Without a due date there is nothing to count from: give one, or leave it."))
        return cleaned

    def _check_teams(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("teams"):
            self.add_error("teams", _("Choose at least one team."))
        elif cleaned.get("joiners"):
            for team in cleaned["teams"]:
                if not self._leads_all_of(team):
                    text = _("You lead only some of %(team)s. Take the tick away, and those whom you lead are asked.")
                    self.add_error("joiners", text % {"team": team})

    def _leads_all_of(self, team: Team) -> bool:
        if self.leader.has_perm("staff.change_user"):
            return True
        return any(team.path.startswith(led.path) for led in Team.objects.filter(leads=self.leader))

    def concerned(self) -> QuerySet[User]:
        """Whom it concerns now, of those for whom the manager may act."""
        mine = User.objects.answerable_to(self.leader).active()
        whom = self.cleaned_data["whom"]
        if whom == Whom.PEOPLE:
            return mine.filter(pk__in=[person.pk for person in self.cleaned_data["people"]])
        if whom == Whom.TEAMS:
            below = Q()
            for team in self.cleaned_data["teams"]:
                below |= Q(team__path__startswith=team.path)
            return mine.filter(below)
        return mine

    @property
    def asks_joiners(self) -> bool:
        return self.cleaned_data["whom"] == Whom.TEAMS and bool(self.cleaned_data["joiners"])
