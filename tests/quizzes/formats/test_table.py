"""Our CSV as people fill it in by hand."""

from fractions import Fraction

import pytest

from quizzes.domain.formats import items, read_file, write_file
from quizzes.domain.formats.items import Choice, Item, SingleChoice, TrueFalse
from quizzes.domain.formats.problems import Reason

HEADER = "type,question,answer 1,right 1,share 1,reason 1,answer 2,right 2,share 2,reason 2"


def read(*rows: str, header: str = HEADER) -> list[Item]:
    content = read_file("csv", "\n".join([header, *rows]).encode())
    assert not content.rejections
    return content.items


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_separate_by_what_they_like(separator: str) -> None:
    rows = [line.replace(",", separator) for line in (HEADER, "single_choice,What?,a,x,,Why,b,,-50,")]
    (item,) = read(rows[1], header=rows[0])
    assert item.asked == SingleChoice((Choice("a", Fraction(1), True, "Why"), Choice("b", Fraction(-1, 2))))


@pytest.mark.parametrize("name", ["Single choice", "single-choice", " SINGLE_CHOICE "])
def test_a_type_may_be_written_as_people_do(name: str) -> None:
    assert read(f"{name},What?,a,yes,,,b,,,")[0].type == "single_choice"


def test_blank_rows_and_rows_of_several_lines_are_counted() -> None:
    content = read_file("csv", f'{HEADER}\n\n,,,\ntrue_false,"Two\nlines",true,x\ntrue_false,Next,maybe,x'.encode())
    assert [(item.stem, item.line) for item in content.items] == [("Two\nlines", 4)]
    assert [(found.line, found.item) for found in content.rejections] == [(6, "Next")]


@pytest.mark.parametrize("text", ["=1+1", "+1 more", "-1 less", "@here", "'=quoted", "-5", "'tis"])
def test_no_cell_is_a_formula(text: str) -> None:
    item = Item(text, TrueFalse(True))
    data = write_file("csv", [item])[0]
    assert read_file("csv", data).items == [item]
    cell = data.decode("utf-8-sig").split("\n")[1].split(",")[1]
    assert not cell.startswith(("=", "+", "@")), cell
    assert not cell.startswith("-") or cell == "-5"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("essay,What?", Reason.TYPE),
        ("single_choice,,a,x,,,b", Reason.NO_STEM),
        ("single_choice,What?,a,x", Reason.TOO_FEW_OPTIONS),
        ("single_choice,What?,a,,,,b", Reason.NO_RIGHT_OPTION),
        ("single_choice,What?,a,x,,,,x", Reason.EMPTY_OPTION),
        ("single_choice,What?,a,x,101,,b", Reason.SHARE),
        ("true_false,What?,perhaps,x", Reason.NO_RIGHT_OPTION),
        ("number,What?,many", Reason.NUMBER),
        ("number,What?", Reason.NO_ANSWER),
        ("short_text,What?", Reason.NO_ANSWER),
        ("ordering,What?,a", Reason.TOO_FEW_OPTIONS),
        ("matching,What?,a,,,,b", Reason.PAIR),
    ],
)
def test_what_is_rejected(row: str, reason: Reason) -> None:
    (found,) = read_file("csv", f"{HEADER}\n{row}".encode()).rejections
    assert (found.line, found.problem.reason) == (2, reason)


@pytest.mark.parametrize(
    "details", ["[1]", "{", '{"a": NaN}', '{"a": "\\ud800"}', '{"a": "\\u0000"}', "[" * 100_000, "{}}"]
)
def test_details_that_are_none(details: str) -> None:
    data = f'type,question,details\ngroups,What?,"{details.replace(chr(34), chr(34) * 2)}"'.encode()
    assert [found.problem.reason for found in read_file("csv", data).rejections] == [Reason.DETAILS]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"question,answer 1\nWhat?,a", Reason.NO_HEADER),
        (b"type,question", Reason.EMPTY),
        (b"", Reason.EMPTY),
        (b"PK\x03\x04\x00\x00", Reason.NOT_TEXT),
    ],
)
def test_files_that_are_no_table_of_questions(data: bytes, reason: Reason) -> None:
    assert [found.problem.reason for found in read_file("csv", data).rejections] == [reason]


def test_points_are_kept() -> None:
    item = Item("What?", TrueFalse(True), points=Fraction(5, 2))
    assert read_file("csv", write_file("csv", [item])[0]).items == [item]
    with pytest.raises(items.ItemError):
        items.whole_points(item)
