"""Aiken: snippets and what they ask."""

import pytest

from quizzes.domain.formats import read_file, write_file
from quizzes.domain.formats.items import Choice, Item, MultipleChoice, SingleChoice, single_choice
from quizzes.domain.formats.problems import Reason

FILE = """What is the capital of Iceland?
A) Oslo
B) Reykjavík
ANSWER: B

Which of these
is a fruit?
A. Carrot
B. Apple
ANSWER: B
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_file(encoding: str, line_end: str) -> None:
    content = read_file("aiken", FILE.replace("\n", line_end).encode(encoding))
    assert not content.rejections
    assert [(item.stem, item.line) for item in content.items] == [
        ("What is the capital of Iceland?", 1),
        ("Which of these\nis a fruit?", 6),
    ]
    assert content.items[0].asked == SingleChoice((Choice("Oslo"), Choice("Reykjavík", 1, True)))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("Q\nA) a\nANSWER: A", 1, Reason.TOO_FEW_OPTIONS),
        ("Q\nA) a\nB) b\nANSWER: C", 1, Reason.NO_RIGHT_OPTION),
        ("Q\nA) a\nB) b\nANSWER: A and B", 1, Reason.NO_RIGHT_OPTION),
        ("Q\nA) a\nB) b", 1, Reason.NO_RIGHT_OPTION),
        ("\nA) a\nB) b\nANSWER: A", 2, Reason.NO_STEM),
        ("Q\nA) a\nwho knows\nB) b\nANSWER: A", 1, Reason.STRAY_LINE),
        ("Q\nA)\nB) b\nANSWER: B", 1, Reason.EMPTY_OPTION),
        ("Q\na) a\nb) b\nANSWER: A", 1, Reason.TOO_FEW_OPTIONS),
        ("  \n ", 0, Reason.EMPTY),
    ],
)
def test_what_is_rejected(text: str, line: int, reason: Reason) -> None:
    (found,) = read_file("aiken", text.encode()).rejections
    assert (found.line, found.problem.reason) == (line, reason)


def test_one_bad_question_hides_no_other() -> None:
    content = read_file("aiken", f"Q\nA) a\nANSWER: A\n\n{FILE}".encode())
    assert (len(content.items), len(content.rejections)) == (2, 1)


@pytest.mark.parametrize(
    "item",
    [
        Item("Several", MultipleChoice((Choice("a", 1, True), Choice("b")), "all_or_nothing")),
        Item("Shares", single_choice([Choice("a", 1), Choice("b", -1)])),
        Item("Lines", single_choice([Choice("a", 1), Choice("b\nc")])),
        Item("A) like an option", single_choice([Choice("a", 1), Choice("b")])),
        Item("ANSWER: like an answer", single_choice([Choice("a", 1), Choice("b")])),
        Item("Many", single_choice([Choice(str(number), number == 0) for number in range(27)])),
    ],
)
def test_what_aiken_can_not_carry_is_named(item: Item) -> None:
    assert [found.line for found in write_file("aiken", [item])[1]] == [1]
