"""Blocks that several kinds of pages share. Each has its template in templates/blocks/."""

from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class CharItemBlock(blocks.CharBlock):
    """One line, as an item of a list. Wagtail writes no label beside it: its field bears it, for who listens."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.field.widget.attrs["aria-label"] = self.label


class TextItemBlock(blocks.TextBlock):
    """Some lines, as an item of a list; with its label likewise."""

    @cached_property
    def field(self) -> forms.Field:
        field = super().field
        field.widget.attrs["aria-label"] = self.label
        return field


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **options: object) -> None:
        super().__init__(features=TEXT_FEATURES, **options)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, headings and lists.")
        template = "blocks/text.html"
        preview_value = "<h2>First the feeling, then the fact</h2><p>A customer who feels heard can listen.</p>"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What it shows"),
        required=False,
        max_length=300,
        help_text=_("Read aloud to who cannot see it. Leave empty when it only decorates."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"), rows=3)
    source = blocks.CharBlock(label=_("Who said it, and where"), max_length=300)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quotation.html"
        preview_value = {"text": "Good service costs less than bad service.", "source": "Sally Gronow"}


class FactBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Fact"), rows=2)
    source = blocks.CharBlock(label=_("Source and year"), max_length=300)

    class Meta:
        icon = "info-circle"
        label = _("Fact with its source")
        template = "blocks/fact.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("What the table shows"), max_length=200)
    head = blocks.ListBlock(CharItemBlock(label=_("Column")), min_num=1, max_num=6, label=_("Column headings"))
    rows = blocks.ListBlock(
        blocks.ListBlock(CharItemBlock(label=_("Cell"), required=False), label=_("Row")),
        min_num=1,
        label=_("Rows"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"

    def get_context(self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Adds `rows`: on a narrow screen each cell stands beside the heading of its column."""
        rows = [list(zip_longest(value["head"], row, fillvalue="")) for row in value["rows"]]
        return {**super().get_context(value, parent_context=parent_context), "rows": rows}


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    items = blocks.ListBlock(CharItemBlock(label=_("Point")), min_num=1, label=_("Points"))

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        template = "blocks/checklist.html"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=[("tip", _("Tip")), ("caution", _("Caution"))], default="tip")
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    text = blocks.TextBlock(label=_("Text"), rows=3)

    class Meta:
        icon = "help"
        label = _("Callout")
        template = "blocks/callout.html"


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("What it is"), max_length=200)

    class Meta:
        icon = "download"
        label = _("Download")
        template = "blocks/download.html"
