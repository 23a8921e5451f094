"""The CMS screens of people, teams and audiences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from academy.staff.models import Audience, JobRole, Location, Team, User

FIELDS = {
    "language",
    "time_zone",
    "external_id",
    "team",
    "job_role",
    "location",
    "manager",
    "starts_on",
    "leaves_on",
}


class StaffCreationForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | FIELDS


class StaffEditForm(UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | FIELDS

    def clean_manager(self) -> User | None:
        """Nobody stands below themselves, at any distance."""
        manager = self.cleaned_data["manager"]
        if manager == self.instance:
            raise forms.ValidationError(_("Nobody is their own manager. Choose somebody else."))
        if manager and manager.led.filter(leader=self.instance).exists():
            raise forms.ValidationError(
                _("%(manager)s works below %(person)s. Choose somebody else.")
                % {"manager": manager, "person": self.instance}
            )
        return manager


class StaffViewSet(UserViewSet):
    """Wagtail finds the templates with the further fields in templates/wagtailusers/users/."""

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return StaffEditForm if for_update else StaffCreationForm


class TeamForm(WagtailAdminModelForm):
    """A team is put into the tree by naming the team above it."""

    parent = forms.ModelChoiceField(
        Team.objects.all(), required=False, label=_("belongs to"), help_text=_("Empty: at the top.")
    )

    class Meta:
        model = Team
        fields = ["name", "leads"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["parent"] = self.instance.get_parent()
            self.fields["parent"].queryset = Team.objects.exclude(path__startswith=self.instance.path)

    def save(self, commit: bool = True) -> Team:
        parent = self.cleaned_data["parent"]
        team = super().save(commit=False)
        if team.pk is None:
            team = parent.add_child(instance=team) if parent else Team.add_root(instance=team)
        else:
            team.save()
            if parent != team.get_parent():
                target, place = (parent, "last-child") if parent else (Team.get_last_root_node(), "right")
                team.move(target, place)
                team.refresh_from_db()
        self.save_m2m()
        return team


class TeamViewSet(SnippetViewSet):
    model = Team
    icon = "group"
    list_display = ["name"]
    search_fields = ["name"]
    add_to_settings_menu = False
    panels = [FieldPanel("name"), FieldPanel("parent"), FieldPanel("leads")]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return TeamForm


class JobRoleViewSet(SnippetViewSet):
    model = JobRole
    icon = "user"
    panels = [FieldPanel("name")]


class LocationViewSet(SnippetViewSet):
    model = Location
    icon = "site"
    list_display = ["name", "time_zone"]
    panels = [FieldPanel("name"), FieldPanel("time_zone")]


class AudienceViewSet(SnippetViewSet):
    model = Audience
    icon = "group"
    list_display = ["name", "everyone"]
    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldPanel("everyone"),
                FieldPanel("teams", widget=forms.CheckboxSelectMultiple),
                FieldPanel("job_roles", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Whom it names"),
            help_text=_("Everybody; or whoever is in one of the teams or has one of the job roles."),
        ),
    ]


class PeopleGroup(SnippetViewSetGroup):
    items = (AudienceViewSet, TeamViewSet, JobRoleViewSet, LocationViewSet)
    menu_label = _("People")
    menu_icon = "group"
    menu_order = 320
