"""The form of questions that ask where each item belongs."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes.blocks.base import TWO_EMPTY, AnswerTypeBlock, ItemBlock, Wording, keys_of, read_the_same
from quizzes.domain.questions import Groups, Question


class GroupItemBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Item"), rows=2)
    feedback = blocks.TextBlock(
        label=_("Why"), required=False, rows=2, help_text=_("Shown with the result: why it belongs to this group.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Item")
        label_format = "{text}"


class GroupBlock(ItemBlock):
    name = blocks.CharBlock(label=_("Group"), max_length=120)
    items = blocks.ListBlock(
        GroupItemBlock(),
        min_num=0,
        max_num=12,
        default=[],
        label=_("Items of this group"),
        help_text=_("A group may stay empty, to tempt."),
    )

    class Meta:
        icon = "folder-open-inverse"
        label = _("Group")
        label_format = "{name}"


class GroupsBlock(AnswerTypeBlock):
    groups = blocks.ListBlock(
        GroupBlock(),
        default=TWO_EMPTY,
        min_num=2,
        max_num=6,
        label=_("Groups"),
        help_text=_("Write each item under its group. Learners see all items together, mixed."),
    )
    all_or_nothing = blocks.BooleanBlock(
        label=_("All or nothing"),
        required=False,
        help_text=_("Only a complete answer counts. Otherwise each item earns the same share."),
    )

    class Meta:
        icon = "folder-open-inverse"
        label = _("Sort into groups")
        description = _("Items, each of which belongs to one of several groups.")

    def problem(self, value: blocks.StructValue) -> str | None:
        texts = [item["text"] for group in value["groups"] for item in group["items"]]
        if len(texts) < 2:
            return _("Write at least two items to sort.")
        if read_the_same(texts):
            return _("Two items read the same: a learner could not tell them apart.")
        if read_the_same(group["name"] for group in value["groups"]):
            return _("Two groups have the same name: a learner could not tell them apart.")
        return None

    def question(self, value: blocks.StructValue) -> Question:
        belongs = {
            item.id: group.id for group in value["groups"].bound_blocks for item in group.value["items"].bound_blocks
        }
        return Groups(tuple(belongs), keys_of(value["groups"]), belongs, value["all_or_nothing"])

    def wording(self, value: blocks.StructValue) -> Wording:
        groups = value["groups"].bound_blocks
        return {
            "groups": {group.id: {"name": group.value["name"]} for group in groups},
            "items": {
                item.id: {"text": item.value["text"], "feedback": item.value["feedback"]}
                for group in groups
                for item in group.value["items"].bound_blocks
            },
        }
