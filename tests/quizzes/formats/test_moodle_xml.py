"""Moodle XML as Moodle exports it: snippets and what they ask."""

import base64
from fractions import Fraction

import pytest

from quizzes.domain.formats import read_file, write_file
from quizzes.domain.formats.items import (
    Band,
    Choice,
    ChosenGap,
    Gaps,
    Item,
    Matching,
    MultipleChoice,
    Number,
    Ordering,
    Own,
    Pair,
    Picture,
    ShortText,
    SingleChoice,
    Spelling,
    Step,
    TrueFalse,
    TypedGap,
    Unit,
    essay,
)
from quizzes.domain.formats.problems import Note, Reason

HALF, ONE = Fraction(1, 2), Fraction(1)
STEM = '<name><text>Name</text></name><questiontext format="html"><text><![CDATA[<p>What?</p>]]></text></questiontext>'


def quiz(kind: str, inside: str, stem: str = STEM) -> bytes:
    question = f'<question type="{kind}">{stem}{inside}</question>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{question}\n</quiz>'.encode()


def answer(text: str, fraction: str, feedback: str = "", more: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>'
        f'<feedback format="html"><text><![CDATA[{feedback}]]></text></feedback>{more}</answer>'
    )


def box(text: str, group: int) -> str:
    return f"<text>{text}</text><group>{group}</group>"


def read(data: bytes) -> Item:
    content = read_file("moodle-xml", data)
    assert not content.rejections
    (item,) = content.items
    return item


def reason(data: bytes) -> Reason:
    (found,) = read_file("moodle-xml", data).rejections
    return found.problem.reason


ASKED = [
    (
        "multichoice",
        "<single>true</single>" + answer("<p>a</p>", "100", "<p>Yes</p>") + answer("b", "-33.33333") + answer("c", "0"),
        SingleChoice((Choice("a", ONE, True, "Yes"), Choice("b", Fraction(-1, 3)), Choice("c"))),
    ),
    (
        "multichoice",
        "<single>false</single>" + answer("a", "50") + answer("b", "50") + answer("c", "-50"),
        MultipleChoice((Choice("a", HALF, True), Choice("b", HALF, True), Choice("c", -HALF)), "right_minus_wrong"),
    ),
    (
        "multichoice",
        "<single>false</single>" + answer("a", "50") + answer("b", "50") + answer("c", "-100"),
        MultipleChoice((Choice("a", HALF, True), Choice("b", HALF, True), Choice("c", -ONE)), "per_option"),
    ),
    ("truefalse", answer("true", "0", "No") + answer("false", "100", "Yes"), TrueFalse(False, "No", "Yes")),
    ("truefalse", answer("false", "0", "No") + answer("true", "100", "Yes"), TrueFalse(True, "Yes", "No")),
    ("truefalse", answer("Wahr", "100", "Ja") + answer("Falsch", "0", "Nein"), TrueFalse(True, "Ja", "Nein")),
    (
        "shortanswer",
        "<usecase>0</usecase>" + answer("frog", "100") + answer("*toad", "50", "Nearly") + answer("*", "0", "No"),
        ShortText((Spelling(("frog",)), Spelling(("*toad",), HALF, "Nearly"), Spelling(("*",), Fraction(0), "No"))),
    ),
    ("shortanswer", "<usecase>1</usecase>" + answer("Frog", "100"), ShortText((Spelling(("Frog",)),), False)),
    (
        "numerical",
        answer("3.14", "100", "", "<tolerance>0.005</tolerance>") + answer("*", "0", "No"),
        Number((Band(Fraction("3.14"), Fraction("0.005")), Band(None, share=Fraction(0), feedback="No"))),
    ),
    (
        "numerical",
        answer("1.5", "100", "", "<tolerance>0</tolerance>")
        + "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit>"
        "<unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units>",
        Number((Band(Fraction("1.5")),), (Unit(("m",), ONE), Unit(("cm",), Fraction(1, 100))), "may"),
    ),
    (
        "numerical",
        answer("1.5", "100") + "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>"
        "<unitgradingtype>1</unitgradingtype><unitpenalty>0.1</unitpenalty>",
        Number((Band(Fraction("1.5")),), (Unit(("m",), ONE),), "must", Fraction(1, 10)),
    ),
    (
        "matching",
        "".join(
            f'<subquestion format="html"><text>{prompt}</text><answer><text>{match}</text></answer></subquestion>'
            for prompt, match in (("frog", "amphibian"), ("cat", "mammal"), ("newt", "amphibian"), ("", "insect"))
        ),
        Matching((Pair("frog", "amphibian"), Pair("cat", "mammal"), Pair("newt", "amphibian")), ("insect",)),
    ),
    (
        "ordering",
        "<gradingtype>ABSOLUTE_POSITION</gradingtype>" + answer("one", "1.0000000") + answer("two", "2.0000000"),
        Ordering((Step("one"), Step("two"))),
    ),
    ("ordering", answer("one", "1") + answer("two", "2"), Ordering((Step("one"), Step("two")), "neighbours")),
    ("essay", "<responseformat>editor</responseformat>", essay()),
    ("essay", "<graderinfo><text>Names the feeling</text></graderinfo>", essay("Names the feeling")),
]


@pytest.mark.parametrize(("kind", "inside", "asked"), ASKED)
def test_what_a_question_asks(kind: str, inside: str, asked: object) -> None:
    item = read(quiz(kind, inside))
    assert (item.asked, item.stem, item.name, item.line) == (asked, "What?", "Name", 3)


CAT_OR_DOG = ChosenGap((Choice("cat", ONE, True), Choice("dog")))
GAPS = [
    (
        "gapselect",
        "The [[1]] eats the [[4]].",
        f"<selectoption>{box('cat', 1)}</selectoption><selectoption>{box('mouse', 2)}</selectoption>"
        f"<selectoption>{box('dog', 1)}</selectoption><selectoption>{box('rat', 2)}</selectoption>",
        Gaps("The [[1]] eats the [[2]].", (CAT_OR_DOG, ChosenGap((Choice("mouse"), Choice("rat", ONE, True))))),
    ),
    (
        "ddwtos",
        "[[2]] first",
        f"<dragbox>{box('a', 1)}</dragbox><dragbox>{box('b', 1)}</dragbox>",
        Gaps("[[1]] first", (ChosenGap((Choice("a"), Choice("b", ONE, True))),)),
    ),
    (
        "cloze",
        "Paris is in {1:SHORTANSWER:=France#Yes~%50%Gaul\\~ia} and {:MC:Asia~%100%Europe}.",
        "",
        Gaps(
            "Paris is in [[1]] and [[2]].",
            (
                TypedGap((Spelling(("France",), ONE, "Yes"), Spelling(("Gaul~ia",), HALF))),
                ChosenGap((Choice("Asia"), Choice("Europe", ONE, True))),
            ),
        ),
    ),
    (
        "multianswer",
        "&lt;p&gt;One {2:SAC:=A}&lt;/p&gt;",
        "",
        Gaps("One [[1]]", (TypedGap((Spelling(("A",)),), 2),), ignore_case=False),
    ),
]


@pytest.mark.parametrize(("kind", "text", "inside", "asked"), GAPS)
def test_gaps(kind: str, text: str, inside: str, asked: Gaps) -> None:
    stem = f'<name><text>Name</text></name><questiontext format="html"><text>{text}</text></questiontext>'
    assert read(quiz(kind, inside, stem)).asked == asked


def test_what_stands_above_the_first_gap_is_what_is_asked() -> None:
    text = "<![CDATA[<p>Complete the sentence.</p><p>It is {1:SA:=red}<br>or {3:SA:=blue}.</p>]]>"
    item = read(quiz("cloze", "", f'<questiontext format="html"><text>{text}</text></questiontext>'))
    assert (item.stem, item.asked.text, item.points) == ("Complete the sentence.", "It is [[1]]\nor [[2]].", 4)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (quiz("description", ""), Reason.NO_QUESTION),
        (quiz("calculated", answer("{a}+{b}", "100")), Reason.TYPE),
        (quiz("multichoice", answer("a", "100")), Reason.TOO_FEW_OPTIONS),
        (quiz("multichoice", answer("a", "50") + answer("b", "50")), Reason.NO_RIGHT_OPTION),
        (quiz("multichoice", answer("a", "100") + answer("", "0")), Reason.EMPTY_OPTION),
        (quiz("multichoice", answer("a", "much") + answer("b", "0")), Reason.NUMBER),
        (quiz("truefalse", answer("true", "100") + answer("false", "100")), Reason.NO_RIGHT_OPTION),
        (quiz("shortanswer", ""), Reason.NO_ANSWER),
        (quiz("numerical", answer("*", "0")), Reason.NO_ANSWER),
        (quiz("ordering", "<gradingtype>2</gradingtype>" + answer("a", "1") + answer("b", "2")), Reason.TYPE),
        (quiz("truefalse", answer("true", "100") + answer("false", "0"), ""), Reason.NO_STEM),
        (quiz("cloze", ""), Reason.GAP),
        (quiz("cloze", "", "<questiontext><text>{1:NUMERICAL:=5:1}</text></questiontext>"), Reason.GAP),
        (quiz("cloze", "", "<questiontext><text>{1:SA:=a} {1:SAC:=b}</text></questiontext>"), Reason.GAP),
        (quiz("gapselect", "", "<questiontext><text>[[1]]</text></questiontext>"), Reason.GAP),
        (b"<quiz></quiz>", Reason.EMPTY),
        (b"<course></course>", Reason.NOT_A_QUIZ),
        (b"<quiz>", Reason.NOT_XML),
        (b"", Reason.NOT_XML),
        (b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', Reason.NOT_XML),
        (b'<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>', Reason.NOT_XML),
    ],
)
def test_what_is_rejected(data: bytes, expected: Reason) -> None:
    assert reason(data) == expected


def test_categories_and_tags_become_skills() -> None:
    category = '<question type="category"><category><text>$course$/top/Tone</text></category></question>'
    tags = "<tags><tag><text>Calls</text></tag><tag><text>Tone</text></tag></tags>"
    data = quiz("truefalse", answer("true", "100") + answer("false", "0") + tags)
    assert read(data.replace(b"<quiz>", b"<quiz>" + category.encode())).skills == ("Tone", "Calls")


def test_what_is_left_out_is_noted() -> None:
    more = "<hint><text>Think</text></hint><correctfeedback><text>Good</text></correctfeedback>"
    item = read(quiz("truefalse", answer("true", "100") + answer("false", "0") + more))
    assert item.notes == (Note.HINTS, Note.FEEDBACK)


@pytest.mark.parametrize("name", ["map.png", "a map.png", "kaart-š.png"])
def test_a_picture_in_the_stem(name: str) -> None:
    image = b"\x89PNG\r\n\x1a\n..."
    item = Item("Where?\nHere  <there>?", TrueFalse(True), picture=Picture(name, image, 'A "map" & more'))
    data, left = write_file("moodle-xml", [item])
    assert not left
    assert base64.b64encode(image) in data
    assert read(data) == item


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    text = quiz("truefalse", answer("true", "100") + answer("false", "0")).decode().replace("What", "Hvað")
    declared = text.replace('encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig")}"')
    assert read(declared.encode(encoding)).stem == "Hvað?"


@pytest.mark.parametrize(
    "asked",
    [
        MultipleChoice((Choice("a", ONE, True), Choice("b")), "all_or_nothing"),
        ShortText((Spelling(("a",)),), ignore_accents=True),
        Number((Band(ONE, ONE, relative=True),)),
        Own("best_reply", {"replies": []}),
        Own("free_text", {"rubric": ["a"]}),
    ],
)
def test_what_moodle_can_not_carry_is_named(asked: object) -> None:
    assert [found.item for found in write_file("moodle-xml", [Item("It", asked)])[1]] == ["It"]
