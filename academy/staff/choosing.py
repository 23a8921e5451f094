"""Choosing people in the CMS: by search, for an organisation has too many for a list."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import BlockField, StreamBlock

from academy.staff.models import User


class PeopleOnly:
    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("team", label=_("Team")),
            Column("job_role", label=_("Job role")),
        ]

    def get_object_list(self) -> Any:
        return User.objects.active().select_related("team", "job_role").order_by("first_name", "last_name", "pk")


class ChoosePersonView(PeopleOnly, ChooseView):
    pass


class ChoosePersonResultsView(PeopleOnly, ChooseResultsView):
    pass


class PersonChooserViewSet(ChooserViewSet):
    model = User
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    choose_view_class = ChoosePersonView
    choose_results_view_class = ChoosePersonResultsView
    per_page = 20
    register_widget = False  # other forms have their own ways to name people


person_chooser = PersonChooserViewSet("person_chooser")
PersonBlock = person_chooser.get_block_class(name="PersonBlock", module_path="academy.staff.choosing")


class PeopleField(BlockField):
    """Several people, each from the chooser. Its value in a form is a list of them."""

    def __init__(self, **options: Any) -> None:
        # Not a ListBlock, which Wagtail's script can not show by itself: only inside of another block.
        people = StreamBlock([("person", PersonBlock(label=_("Person")))], required=False)
        super().__init__(block=people, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, (list, tuple)):
            return self.block.to_python([{"type": "person", "value": person.pk} for person in value or []])
        return value

    def clean(self, value: Any) -> list[User]:
        return list(dict.fromkeys(child.value for child in super().clean(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != [child.value for child in data]
