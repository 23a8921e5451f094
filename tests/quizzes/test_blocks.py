"""The forms in which an editor writes the answers of a question."""

from collections.abc import Iterator

import pytest
from wagtail.blocks import Block, FieldBlock, ListBlock, StructBlock

from courses.blocks import LessonBody
from quizzes.blocks import AnswerBlock


@pytest.mark.parametrize("kind", AnswerBlock().child_blocks)
def test_a_new_question_begins_with_everything_that_its_form_shows(kind: str) -> None:
    """The browser reads a value for each field and gives up on a list or a choice without one."""
    block = AnswerBlock().child_blocks[kind]
    state = block.get_form_state(block.get_default())
    assert set(state) == set(block.child_blocks)
    for name, child in block.child_blocks.items():
        if isinstance(child, ListBlock) and isinstance(child.child_block, StructBlock):
            assert [set(item["value"]) for item in state[name]] == [set(child.child_block.child_blocks)] * len(
                state[name]
            )


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("single_choice", "options"),
        ("multiple_choice", "options"),
        ("matching", "pairs"),
        ("ordering", "items"),
        ("groups", "groups"),
        ("best_reply", "replies"),
        ("mistake", "lines"),
    ],
)
def test_where_one_alone_can_not_be_asked_it_begins_with_two(kind: str, field: str) -> None:
    block = AnswerBlock().child_blocks[kind]
    first, second = block.get_form_state(block.get_default())[field]
    assert first["id"] != second["id"]


def blocks_in(block: Block) -> Iterator[Block]:
    yield block
    children = [block.child_block] if isinstance(block, ListBlock) else getattr(block, "child_blocks", {}).values()
    for child in children:
        yield from blocks_in(child)


@pytest.mark.parametrize("form", [AnswerBlock(), LessonBody()], ids=["question", "lesson"])
def test_every_item_of_a_list_bears_a_name(form: Block) -> None:
    """Above an item that is still empty; beside a single field Wagtail writes nothing, so the field itself bears it."""
    items = [block.child_block for block in blocks_in(form) if isinstance(block, ListBlock)]
    assert [item for item in items if not item.label] == []
    fields = [item.field for item in items if isinstance(item, FieldBlock)]
    assert [field for field in fields if not field.widget.attrs.get("aria-label")] == []
