"""The CMS screens of people, teams and audiences."""

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import DeleteView, EditView, SnippetViewSet, SnippetViewSetGroup
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from academy.cms import DayColumn
from academy.staff.choosing import person_chooser
from academy.staff.cms_forms import AbsenceForm, AudienceForm, CalendarForm
from academy.staff.models import Absence, Audience, JobRole, Location, Team, User, WorkCalendar

FIELDS = {
    "extra_time",
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

    @transaction.atomic  # the news of it goes out when the team stands where it belongs
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
    list_display = ["name", "time_zone", "calendar"]
    panels = [
        FieldPanel("name"),
        FieldPanel("time_zone"),
        FieldPanel("calendar", help_text=_("Empty: work is done from Monday to Friday, and no day is a holiday.")),
    ]


class NamedNowPanel(Panel):
    """How many people a saved audience names, and the first of them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "staff/cms/named_now.html"
        first = 12

        def is_shown(self) -> bool:
            return self.instance.pk is not None and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            people = self.instance.people(now()).order_by("first_name", "last_name", "pk")
            context = super().get_context_data(parent_context)
            return {**context, "count": people.count(), "people": people[: self.first]}


class AudienceViewSet(SnippetViewSet):
    model = Audience
    icon = "group"
    list_display = ["name", BooleanColumn("everyone", label=capfirst(_("everyone")), sort_key="everyone")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Audience]:
        return Audience.objects.filter(listed=True)

    edit_handler = ObjectList(
        [
            NamedNowPanel(heading=_("People")),
            FieldPanel("name"),
            MultiFieldPanel(
                [
                    FieldPanel("everyone"),
                    FieldPanel("teams", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("job_roles", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("languages"),
                    FieldPanel("named"),
                ],
                heading=_("Whom it names"),
                help_text=_(
                    "Everybody; or whoever is in one of the teams, has one of the job roles, reads one of the "
                    "languages or is named. People who start later are asked on their first day."
                ),
            ),
            FieldPanel("excepted"),
        ],
        base_form_class=AudienceForm,
    )


class WorkCalendarViewSet(SnippetViewSet):
    model = WorkCalendar
    icon = "calendar-alt"
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("weekdays"),
            InlinePanel(
                "holidays",
                [FieldRowPanel([FieldPanel("day"), FieldPanel("name")])],
                heading=_("Holidays"),
                label=_("Holiday"),
            ),
        ],
        base_form_class=CalendarForm,
    )


class OfTheirPeople:
    """Managers see the leave of the people that they lead, and of nobody else."""

    def get_object(self, *args: Any) -> Absence:
        absence: Absence = super().get_object(*args)  # type: ignore[misc]
        return get_object_or_404(Absence.objects.visible_to(self.request.user), pk=absence.pk)  # type: ignore[attr-defined]


class AbsenceEditView(OfTheirPeople, EditView):
    pass


class AbsenceDeleteView(OfTheirPeople, DeleteView):
    pass


class AbsenceViewSet(SnippetViewSet):
    """Whoever leads people keeps their leave; an import of many adds rows of the same kind."""

    model = Absence
    icon = "calendar"
    list_display = [
        "person",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        DayColumn("starts_on", label=capfirst(_("first day")), sort_key="starts_on"),
        DayColumn("ends_on", label=capfirst(_("last day")), sort_key="ends_on"),
    ]
    list_filter = ["kind"]
    copy_view_enabled = False
    edit_view_class = AbsenceEditView
    delete_view_class = AbsenceDeleteView
    edit_handler = ObjectList(
        [
            FieldPanel("person", widget=person_chooser.widget_class),
            FieldPanel("kind"),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        ],
        base_form_class=AbsenceForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Absence]:
        return Absence.objects.visible_to(request.user).select_related("person")


class RightItem(MenuItem):
    """For whoever has a right."""

    def __init__(self, label: Any, url: str, right: str, icon: str) -> None:
        super().__init__(label, url, icon_name=icon)
        self.right = right

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.right))


class PeopleGroup(SnippetViewSetGroup):
    items = (AudienceViewSet, TeamViewSet, JobRoleViewSet, LocationViewSet, WorkCalendarViewSet, AbsenceViewSet)
    menu_label = _("People")
    menu_icon = "group"
    menu_order = 320

    def get_submenu_items(self) -> list[MenuItem]:
        items = super().get_submenu_items()
        ways = [
            RightItem(_("Import people"), reverse("staff_import", args=["people"]), "staff.add_user", "download"),
            RightItem(_("Import leave"), reverse("staff_import", args=["leave"]), "staff.add_absence", "download"),
            RightItem(_("Invitations"), reverse("staff_invitations"), "staff.change_user", "mail"),
        ]
        for order, item in enumerate(ways, len(items) + 1):
            item.order = order
        return [*items, *ways]
