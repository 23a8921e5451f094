"""Words to a grade."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class BandBlock(blocks.StructBlock):
    least = blocks.IntegerBlock(label=_("From"), min_value=0, max_value=100, help_text=_("Percent."))
    text = blocks.TextBlock(
        label=_("Words"), rows=2, help_text=_("What the grade means, and what to do next: one or two sentences.")
    )

    class Meta:
        label = _("Words to a grade")
        icon = "comment"
