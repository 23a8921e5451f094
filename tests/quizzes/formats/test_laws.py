"""What holds of every format: a round trip changes nothing, and no bytes bring a reader down."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.domain.formats import FORMATS, items, percents, read_file, values, write_file
from quizzes.domain.formats.items import Item
from quizzes.domain.formats.problems import Reason
from tests.quizzes.formats import strategies

VALID = {
    "gift": b"$CATEGORY: A\n\n::b::[html]c{=d#e ~%-50%f####g}\n\nh{#1..2}\n\ni{=j -> k =l -> m}\n\n{T#n#o} p",
    "aiken": b"a\nA) b\nB) c\nANSWER: A\n\nd\nA. e\nB. f\nANSWER: B",
    "moodle-xml": write_file(
        "moodle-xml",
        [
            Item("a", items.TrueFalse(True, "b", "c"), "d", ("e",)),
            Item("f", items.Number((items.Band(Fraction(1)),), (items.Unit(("m",), Fraction(1)),), "may")),
            Item("g", items.Matching((items.Pair("h", "i"), items.Pair("j", "k"))), picture=items.Picture("l", b"m")),
        ],
    )[0],
    "csv": write_file(
        "csv",
        [
            Item("a", items.single_choice([items.Choice("b", Fraction(1)), items.Choice("c", Fraction(-1, 3))])),
            Item("d", items.ShortText((items.Spelling(("e", "f")),)), picture=items.Picture("g", b"h")),
            Item("i", items.Own("groups", {"groups": [1]})),
        ],
    )[0],
}


def carried(format_: str, item: Item) -> Item:
    """What Aiken has no place for is no part of the comparison."""
    if format_ != "aiken" or not isinstance(item.asked, items.SingleChoice):
        return item
    options = tuple(replace(option, feedback="") for option in item.asked.options)
    return replace(item, asked=items.SingleChoice(options), feedback="", skills=())


@pytest.mark.parametrize("format_", FORMATS)
@given(st.lists(strategies.questions(), max_size=3))
def test_what_was_written_is_read_as_it_was(format_: str, questions: list[Item]) -> None:
    data, left = write_file(format_, questions)
    places = {found.line for found in left}
    expected = [carried(format_, item) for place, item in enumerate(questions, 1) if place not in places]
    content = read_file(format_, data)
    assert content.items == expected
    assert [found.problem.reason for found in content.rejections] == ([] if expected else [Reason.EMPTY])


IN_CSV = (
    strategies.ASKED
    | strategies.ORDERING.map(lambda asked: replace(asked, items=(*asked.items, items.Step("last", "why"))))
    | strategies.multiple_choice().map(lambda asked: replace(asked, marking="all_or_nothing"))
    | strategies.SHORT_TEXT.map(lambda asked: replace(asked, ignore_case=False, ignore_accents=True))
    | strategies.WITH_UNITS
    | strategies.NUMBER.map(lambda asked: items.Number((items.Band(Fraction(1), up_to=Fraction(2)), *asked.bands)))
    | strategies.gaps()
    | strategies.gaps().map(lambda asked: replace(asked, gaps=(*asked.gaps, items.BankGap("w", 2)), extra=("x",)))
    | st.builds(items.Own, st.just("groups"), st.dictionaries(strategies.TEXTS, st.lists(strategies.TEXTS)))
)


@given(IN_CSV)
def test_a_form_keeps_what_a_question_asks(asked: items.Asked) -> None:
    kept = replace(asked, options=tuple(map(without_share, asked.options))) if only_named(asked) else asked
    assert values.asked_of(asked.type, values.value_of(asked)) == kept


def only_named(asked: items.Asked) -> bool:
    """A rule that says by itself what an option earns."""
    return isinstance(asked, items.MultipleChoice) and asked.marking != "per_option"


def without_share(option: items.Choice) -> items.Choice:
    return replace(option, share=Fraction(option.right))


@given(st.lists(strategies.questions(IN_CSV), max_size=3))
def test_our_csv_carries_everything(questions: list[Item]) -> None:
    data, left = write_file("csv", questions)
    assert not left
    assert read_file("csv", data).items == questions


@given(strategies.questions(strategies.WITH_UNITS | strategies.ORDERING))
def test_moodle_carries_units_and_orders(item: Item) -> None:
    data, left = write_file("moodle-xml", [item])
    assert not left
    assert read_file("moodle-xml", data).items == [item]


@pytest.mark.parametrize(("format_", "model"), [("gift", ""), ("moodle-xml", ""), ("moodle-xml", "Names the feeling")])
def test_a_free_text_without_a_rubric_is_carried(format_: str, model: str) -> None:
    item = Item("Say it", items.essay(model), "Why")
    data, left = write_file(format_, [item])
    assert not left
    assert read_file(format_, data).items == [item]


@given(strategies.gaps(), st.sampled_from(["Fill in.", "Two\nlines"]))
def test_moodle_carries_gaps(asked: items.Gaps, stem: str) -> None:
    item = Item(stem, asked, points=Fraction(sum(gap.weight for gap in asked.gaps)))
    data, left = write_file("moodle-xml", [item])
    assert not left
    assert read_file("moodle-xml", data).items == [item]


@given(strategies.questions(strategies.CHOICES | strategies.TRUE_FALSE))
def test_gift_and_moodle_carry_every_choice(item: Item) -> None:
    item = replace(item, skills=())  # a skill that ends in a backslash has no tag in GIFT
    assert write_file("gift", [item])[1] == []
    assert write_file("moodle-xml", [item])[1] == []


@pytest.mark.parametrize("format_", FORMATS)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_report(format_: str, data: bytes) -> None:
    assert read_file(format_, data).entries


@pytest.mark.parametrize("format_", FORMATS)
@given(st.data())
def test_a_damaged_file_gives_a_report(format_: str, draw: st.DataObject) -> None:
    data = bytearray(VALID[format_])
    for _time in range(draw.draw(st.integers(1, 4))):
        place = draw.draw(st.integers(0, len(data)))
        length = draw.draw(st.integers(0, 6))
        data[place : place + length] = draw.draw(
            st.binary(max_size=4) | st.sampled_from([b"{", b"}", b"~", b"<", b"1e99"])
        )
    assert read_file(format_, bytes(data)).entries


@given(strategies.SHARES)
def test_a_share_is_read_as_it_was_written(share: Fraction) -> None:
    assert percents.share(percents.percent(share)) == share


@pytest.mark.parametrize(
    ("percent", "share"),
    [
        ("33.33333", Fraction(1, 3)),
        ("-33.333", Fraction(-1, 3)),
        ("33.33", Fraction(3333, 10_000)),
        ("14.28571", Fraction(1, 7)),
        ("83.33333", Fraction(5, 6)),
        ("9.09091", Fraction(909091, 10_000_000)),
        ("100", Fraction(1)),
        ("0", Fraction(0)),
    ],
)
def test_what_a_percentage_means(percent: str, share: Fraction) -> None:
    assert percents.share(percent) == share


@pytest.mark.parametrize("format_", FORMATS)
def test_the_files_of_these_tests_are_sound(format_: str) -> None:
    assert read_file(format_, VALID[format_]).items
