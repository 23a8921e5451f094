"""A clause of a policy inside another page."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from academy.policies.reading import clause_choices, clause_of


class PolicyClauseBlock(blocks.StructBlock):
    """Shows a clause as its policy has it now. It is found by its id, so it may be moved and renumbered."""

    clause = blocks.ChoiceBlock(label=_("Clause"), choices=clause_choices)

    class Meta:
        icon = "list-ol"
        label = _("Clause")
        template = "blocks/policy_clause.html"

    def get_context(self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        return {**super().get_context(value, parent_context), "cited": clause_of(value["clause"], get_language())}
