"""GIFT as Moodle reads it: snippets and what they ask."""

from fractions import Fraction

import pytest

from quizzes.domain.formats import gift_writer, read_file, write_file
from quizzes.domain.formats.items import (
    Band,
    Choice,
    Item,
    Matching,
    MultipleChoice,
    Number,
    Own,
    Pair,
    ShortText,
    SingleChoice,
    Spelling,
    TrueFalse,
    essay,
)
from quizzes.domain.formats.problems import Note, Reason

HALF, THIRD, NONE = Fraction(1, 2), Fraction(1, 3), Fraction(0)


def right(text: str, feedback: str = "", share: Fraction = Fraction(1)) -> Choice:
    return Choice(text, share, True, feedback)


def read(text: str) -> Item:
    content = read_file("gift", text.encode())
    assert not content.rejections
    (item,) = content.items
    return item


def rejection(text: str) -> tuple[int, Reason]:
    (found,) = read_file("gift", text.encode()).rejections
    return found.line, found.problem.reason


ASKED = {
    "Who's buried in Grant's tomb?{=Grant ~no one ~Napoleon}": SingleChoice(
        (right("Grant"), Choice("no one"), Choice("Napoleon"))
    ),
    "2?{~Grant#No, that is \\# 1 =no one#Yes\\: really}": SingleChoice(
        (Choice("Grant", feedback="No, that is # 1"), right("no one", "Yes: really"))
    ),
    "weighted single{=a ~%50%b ~%-25%c}": SingleChoice((right("a"), Choice("b", HALF), Choice("c", Fraction(-1, 4)))),
    "two right ones{=a =b ~c}": SingleChoice((right("a"), Choice("b", Fraction(1)), Choice("c"))),
    "several{~%50%a ~%50%b ~%-100%c}": MultipleChoice(
        (right("a", share=HALF), right("b", share=HALF), Choice("c", Fraction(-1))), "per_option"
    ),
    "thirds{~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-33.33333%d}": MultipleChoice(
        (*(right(name, share=THIRD) for name in "abc"), Choice("d", -THIRD)), "right_minus_wrong"
    ),
    "sloppy thirds{~%33%a ~%67%b ~c}": MultipleChoice(
        (right("a", share=Fraction(33, 100)), right("b", share=Fraction(67, 100)), Choice("c")), "per_option"
    ),
    "The sun rises in the east.{T}": TrueFalse(True),
    "The sun rises in the east.{TRUE}": TrueFalse(True),
    "The sun rises in the west.{F}": TrueFalse(False),
    "The sun rises in the west.{FALSE#It does not#Just so}": TrueFalse(False, "It does not", "Just so"),
    "The sun rises in the east.{T#It does#Just so####More}": TrueFalse(True, "Just so", "It does"),
    "In Moodle this is a short answer{true}": ShortText((Spelling(("true",)),)),
    "Two plus two{=four =4}": ShortText((Spelling(("four", "4")),)),
    "Two plus two{=%100%four#Good =%50%fuor#Mind the spelling}": ShortText(
        (Spelling(("four",), Fraction(1), "Good"), Spelling(("fuor",), HALF, "Mind the spelling"))
    ),
    "No mark at all{four}": ShortText((Spelling(("four",)),)),
    "When?{#1822}": Number((Band(Fraction(1822)),)),
    "When?{#1822:5}": Number((Band(Fraction(1822), Fraction(5)),)),
    "Pi?{#3.141..3.142}": Number((Band(Fraction("3.141"), up_to=Fraction("3.142")),)),
    "Pi?{#=3.1:0.5 =%50%-3:2#Nearly}": Number(
        (Band(Fraction("3.1"), HALF), Band(Fraction(-3), Fraction(2), share=HALF, feedback="Nearly"))
    ),
    "How many?{#5:1 ~#Not quite}": Number(
        (Band(Fraction(5), Fraction(1)), Band(None, share=NONE, feedback="Not quite"))
    ),
    "Match{=Canada->Ottawa =Italy  ->  Rome =Japan -> Tokyo}": Matching(
        (Pair("Canada", "Ottawa"), Pair("Italy", "Rome"), Pair("Japan", "Tokyo"))
    ),
    "Match{=a -> 1 =b -> 2 = -> 3}": Matching((Pair("a", "1"), Pair("b", "2")), ("3",)),
    "Two prompts, one match{=a -> 1 =b -> 1}": Matching((Pair("a", "1"), Pair("b", "1"))),
    "Tell us{}": essay(),
    "Across lines{\n\t=a#yes\n\t~b\n}": SingleChoice((right("a", "yes"), Choice("b"))),
    "Escapes{=\\{a\\=b\\} ~\\~c\\\\ ~d\\ne}": SingleChoice((right("{a=b}"), Choice("~c\\"), Choice("d\ne"))),
    "Other backslashes stay{=\\(x\\) ~\\t}": SingleChoice((right("\\(x\\)"), Choice("\\t"))),
    "Less < more{=1 < 2 ~2 < 1}": SingleChoice((right("1 < 2"), Choice("2 < 1"))),
    "[html]<p>Bold</p>{=<b>a</b>&amp;b ~[plain]<b>c</b>}": SingleChoice((right("a&b"), Choice("<b>c</b>"))),
}


@pytest.mark.parametrize("text", ASKED)
def test_what_a_snippet_asks(text: str) -> None:
    assert read(text).asked == ASKED[text]


STEMS = {
    "What is it?{=a ~b}": "What is it?",
    "::Name:: What is it? {=a ~b}": "What is it?",
    "Grant is {~buried =entombed ~living} in Grant's tomb.": "Grant is _____ in Grant's tomb.",
    "The capital is {=Paris =paris}.": "The capital is _____.",
    "// a comment\nWhat?{=a ~b}": "What?",
    "What\n// a comment within\nis it?{=a ~b}": "What\n\nis it?",
    "Not a comment: http\\://x // y{T}": "Not a comment: http://x // y",
    "[html]<p>One</p><p>Two<br>three &lt;</p>{T}": "One\nTwo\nthree <",
    "[markdown]*One* `two`{T}": "One two",
    "[moodle]One <b>two</b>\\nthree{T}": "One two\nthree",
    "[plain]One <b>two</b>{T}": "One <b>two</b>",
    "[sic] One{T}": "[sic] One",
    "10<sup>-7</sup> and H<sub>2</sub>O{T}": "10⁻⁷ and H₂O",
}


@pytest.mark.parametrize("text", STEMS)
def test_the_stem(text: str) -> None:
    assert read(text).stem == STEMS[text]


def test_what_stands_around_a_question() -> None:
    item = read("// question: 7  name: Seven [id:a-1] [tag:Tone] [tag:a\\]b]\n::Se\\:ven::What?{=a ~b####In general}")
    assert (item.name, item.skills, item.feedback, item.line) == ("Se:ven", ("Tone", "a]b"), "In general", 2)


@pytest.mark.parametrize(
    ("path", "skills"),
    [
        ("$course$/top/Default for Empathy", ()),
        ("$course$/top/Default for Empathy/Tone of voice", ("Tone of voice",)),
        ("Calls and // or chats", ("Calls and / or chats",)),
        ("top", ()),
        ("", ()),
    ],
)
def test_a_category_becomes_a_skill(path: str, skills: tuple[str, ...]) -> None:
    assert read(f"$CATEGORY: {path}\n\nWhat?{{T}}").skills == skills


def test_a_category_holds_until_the_next() -> None:
    content = read_file("gift", b"$CATEGORY: A\n\none{T}\n\ntwo{T}\n\n$CATEGORY: B\nthree{T}\r\n\r\nfour{F}")
    assert [(item.stem, item.skills, item.line) for item in content.items] == [
        ("one", ("A",), 3),
        ("two", ("A",), 5),
        ("three", ("B",), 8),
        ("four", ("B",), 10),
    ]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("\n\nA text that asks nothing.", 3, Reason.NO_QUESTION),
        ("Half{=a ~b", 1, Reason.BRACES),
        ("Half=a ~b}", 1, Reason.BRACES),
        ("A blank line ends it{=a\n", 1, Reason.BRACES),
        ("Twice{=a} and {=b}", 1, Reason.SECOND_BRACES),
        ("{T}", 1, Reason.NO_STEM),
        ("Alone{~a}", 1, Reason.TOO_FEW_OPTIONS),
        ("Empty{=a ~}", 1, Reason.EMPTY_OPTION),
        ("Nothing right{~%-50%a ~b}", 1, Reason.NO_RIGHT_OPTION),
        ("Too much{~%150%a ~b}", 1, Reason.SHARE),
        ("No number{#many}", 1, Reason.NUMBER),
        ("Nor this{#1_000}", 1, Reason.NUMBER),
        ("Nor this{#1e999}", 1, Reason.NUMBER),
        ("Below nothing{#5:-1}", 1, Reason.NUMBER),
        ("By a plugin{>3 ALL VERTICAL\none\ntwo\nthree}", 1, Reason.TYPE),
        ("None{#}", 1, Reason.NO_ANSWER),
        ("Unpaired{=a -> 1 =b}", 1, Reason.PAIR),
        ("One pair{=a -> 1}", 1, Reason.TOO_FEW_OPTIONS),
        ("", 0, Reason.EMPTY),
        ("// only a comment", 0, Reason.EMPTY),
    ],
)
def test_what_is_rejected(text: str, line: int, reason: Reason) -> None:
    assert rejection(text) == (line, reason)


def test_what_is_left_out_is_noted() -> None:
    assert read('[html]<img src\\="a.png"> What?{T}').notes == (Note.PICTURES,)


@pytest.mark.parametrize(
    "asked",
    [
        MultipleChoice((right("a"), Choice("b")), "all_or_nothing"),
        ShortText((Spelling(("a",)),), ignore_case=False),
        ShortText((Spelling(("a",)),), ignore_accents=True),
        ShortText((Spelling(("a -> b",)),)),
        Matching((Pair("a -> b", "1"), Pair("c", "2"))),
        Number((Band(Fraction(1), Fraction(5), relative=True),)),
        Own("best_reply", {"replies": []}),
    ],
)
def test_what_gift_can_not_carry_is_named(asked: object) -> None:
    other = Item("The other", TrueFalse(True))
    data, left = write_file("gift", [Item("It", asked), other])
    assert [(found.line, found.item) for found in left] == [(1, "It")]
    assert read_file("gift", data).items == [other]


def test_a_stem_that_looks_like_syntax_is_read_as_it_was() -> None:
    for stem in ("// no comment", "$CATEGORY: none", "::no name::", "[html]<b>", "{T}", "a\n\n// b\n\nc"):
        item = Item(stem, TrueFalse(True))
        assert read(gift_writer.block(item)) == item
