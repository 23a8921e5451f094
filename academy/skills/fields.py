"""A field in which an editor says on which clauses something rests."""

from typing import Any

from django import forms
from django.db import models

from academy.skills.citing import clause_choices


class GroupedCheckboxes(forms.CheckboxSelectMultiple):
    """Boxes under the title of each policy, in a frame that scrolls by itself."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "academy-clauses", **(attrs or {})}, choices)


class ClausesFormField(forms.MultipleChoiceField):
    """What was chosen before and is no longer offered may stay until it is unchosen."""

    widget = GroupedCheckboxes

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "choices": clause_choices})

    def valid_value(self, value: Any) -> bool:
        return True


class ClauseReferencesField(models.JSONField):
    """References to clauses, as `citing.clause_choices` offers them: a list of strings."""

    def formfield(self, **options: Any) -> forms.Field:
        given = {"form_class": ClausesFormField, "show_hidden_initial": False, **options}
        return models.Field.formfield(self, **given)
