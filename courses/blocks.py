"""Blocks for teaching. Each has its template in templates/blocks/."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from academy import blocks as shared
from academy import recordings
from academy.policies.blocks import PolicyClauseBlock


class SayPairBlock(blocks.StructBlock):
    say = blocks.TextBlock(label=_("Say"), rows=2)
    rather_not = blocks.TextBlock(label=_("Rather not"), rows=2)
    why = blocks.TextBlock(label=_("Why"), required=False, rows=2)

    class Meta:
        icon = "comment"
        label = _("Pair")
        label_format = "{say}"


class SayBlock(blocks.StructBlock):
    pairs = blocks.ListBlock(SayPairBlock(), min_num=1, label=_("Pairs"))

    class Meta:
        icon = "comment"
        label = _("Say / rather not")
        description = _("What helps beside what hurts, in the agent's own words.")
        template = "blocks/say.html"


class LineBlock(blocks.StructBlock):
    who = blocks.ChoiceBlock(
        label=_("Who speaks"),
        choices=[("customer", _("Customer")), ("agent", _("Agent"))],
        default="customer",
    )
    text = blocks.TextBlock(label=_("Words"), rows=2)
    note = blocks.TextBlock(
        label=_("Note beside it"), required=False, rows=2, help_text=_("What the reader should notice here.")
    )

    class Meta:
        icon = "comment"
        label = _("Line")
        label_format = "{who}: {text}"


class TranscriptBlock(blocks.StructBlock):
    channel = blocks.ChoiceBlock(label=_("Channel"), choices=[("call", _("Call")), ("chat", _("Chat"))], default="call")
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    lines = blocks.ListBlock(LineBlock(), min_num=1, label=_("Lines"))

    class Meta:
        icon = "form"
        label = _("Transcript of a call or chat")
        template = "blocks/transcript.html"


class CheckOptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Option"), rows=2)
    correct = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.TextBlock(label=_("Why"), rows=2)

    class Meta:
        icon = "list-ul"
        label = _("Option")
        label_format = "{text}"


class CheckBlock(blocks.StructBlock):
    question = blocks.TextBlock(label=_("Question"), rows=2)
    options = blocks.ListBlock(CheckOptionBlock(), min_num=2, max_num=6, label=_("Options"))

    class Meta:
        icon = "help"
        label = _("Check yourself")
        description = _("A question on the way. It is not graded and not recorded.")
        template = "blocks/check.html"


class TakeawaysBlock(blocks.StructBlock):
    items = blocks.ListBlock(shared.TextItemBlock(label=_("Point"), rows=1), min_num=1, max_num=5, label=_("Points"))

    class Meta:
        icon = "tick"
        label = _("Take with you")
        description = _("What should stay. At the end of a lesson.")
        template = "blocks/takeaways.html"


class LessonBody(blocks.StreamBlock):
    text = shared.TextBlock(group=_("Read"))
    picture = shared.PictureBlock(group=_("Read"))
    fact = shared.FactBlock(group=_("Read"))
    quotation = shared.QuotationBlock(group=_("Read"))
    table = shared.TableBlock(group=_("Read"))
    callout = shared.CalloutBlock(group=_("Read"))
    policy_clause = PolicyClauseBlock(group=_("Read"))
    video = recordings.VideoBlock(group=_("Watch and listen"))
    audio = recordings.AudioBlock(group=_("Watch and listen"))
    say = SayBlock(group=_("Practise"))
    transcript = TranscriptBlock(group=_("Practise"))
    check = CheckBlock(group=_("Practise"))
    checklist = shared.ChecklistBlock(group=_("Keep"))
    takeaways = TakeawaysBlock(group=_("Keep"))
    download = shared.DownloadBlock(group=_("Keep"))
