"""The form of questions that are answered in one's own words."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.blocks.base import AnswerTypeBlock, Wording, keys_of, read_the_same
from quizzes.domain.questions import FreeText, Question


class CriterionBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Criterion"), max_length=120, help_text=_("“Names the feeling”, “Offers a way”."))
    description = blocks.TextBlock(
        label=_("What earns the points"),
        rows=2,
        help_text=_("Marker and learner both read it: the learner with the result."),
    )
    points = blocks.IntegerBlock(label=_("Points"), default=2, min_value=1, max_value=20)

    class Meta:
        icon = "tick-inverse"
        label = _("Criterion")
        label_format = "{name}"


class FreeTextBlock(AnswerTypeBlock):
    criteria = blocks.ListBlock(
        CriterionBlock(),
        min_num=1,
        max_num=8,
        label=_("Rubric"),
        help_text=_("A person marks the answer by these. The share of their points is the share of the mark."),
    )
    model = blocks.TextBlock(
        label=_("Model answer"),
        rows=4,
        help_text=_("An answer that earns everything. Markers see it; learners see it when right answers are shown."),
    )
    least = blocks.IntegerBlock(
        label=_("At least this many words"),
        required=False,
        min_value=0,
        max_value=1000,
        help_text=_("Advice to the learner. A shorter answer can be handed in all the same."),
    )
    most = blocks.IntegerBlock(
        label=_("At most this many words"), required=False, min_value=0, max_value=1000, help_text=_("Advice likewise.")
    )

    class Meta:
        icon = "edit"
        label = _("Free text")
        description = _("The learner writes; a person marks by a rubric.")

    def problem(self, value: blocks.StructValue) -> str | None:
        if value["least"] and value["most"] and value["least"] > value["most"]:
            return _("The least number of words is more than the most.")
        if read_the_same(criterion["name"] for criterion in value["criteria"]):
            return _("Two criteria have the same name: a marker could not tell them apart.")
        return None

    def question(self, value: blocks.StructValue) -> Question:
        points = {item.id: item.value["points"] for item in value["criteria"].bound_blocks}
        return FreeText(keys_of(value["criteria"]), points, value["least"] or 0, value["most"] or 0)

    def wording(self, value: blocks.StructValue) -> Wording:
        return {
            "model": value["model"],
            "criteria": {
                item.id: {"name": item.value["name"], "description": item.value["description"]}
                for item in value["criteria"].bound_blocks
            },
        }
