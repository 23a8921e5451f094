"""The blocks of which a policy is made, and how a version keeps them."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from academy.policies.domain import clauses as rules


class ClauseBlock(blocks.StructBlock):
    """One clause. The id of the block is the id of the clause: it survives reordering and translation."""

    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("1", _("1: section")), ("2", _("2: clause")), ("3", _("3: sub-clause"))],
        default="2",
    )
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), required=False, features=["bold", "italic", "ol", "ul"])

    class Meta:
        icon = "list-ol"
        label = _("Clause")
        label_format = "{heading}"


class ClausesBlock(blocks.StreamBlock):
    clause = ClauseBlock()

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        value = super().clean(value)
        _tell_apart(value)
        skipped = rules.skips_level([int(clause.value["level"]) for clause in value])
        if skipped is not None and not self.is_deferred_validation:
            raise blocks.StreamBlockValidationError(
                block_errors={
                    skipped: ValidationError(
                        _("This is two levels deeper than the clause before it. Choose one level deeper at most.")
                    )
                }
            )
        return value


def _tell_apart(clauses: blocks.StreamValue) -> None:
    """A clause is known by its id everywhere: of two with the same one, the later is a copy and gets its own."""
    seen: set[str] = set()
    for clause in clauses:
        if not clause.id or clause.id in seen:
            clause.id = str(uuid4())
        seen.add(clause.id)


def frozen_clauses(clauses: blocks.StreamValue) -> list[dict[str, Any]]:
    """The clauses as a version keeps them: numbered, each with its id."""
    numbers = rules.numbers([int(clause.value["level"]) for clause in clauses])
    return [
        {
            "id": clause.id,
            "number": number,
            "level": int(clause.value["level"]),
            "heading": clause.value["heading"],
            "text": str(clause.value["text"]),
        }
        for number, clause in zip(numbers, clauses, strict=True)
    ]
