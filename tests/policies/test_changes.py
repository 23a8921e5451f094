"""What changed between two texts of a policy, in tables and laws."""

import html
import re
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.domain.pieces import Op
from academy.policies.domain import clauses as numbering
from academy.policies.domain.changes import Changes, Kind, changes, longest_rise
from academy.policies.domain.words import Passage, Run, compare, lines_of, text_of

SIGNS = {Op.SAME: "{}", Op.ADDED: "[+{}]", Op.REMOVED: "[-{}]"}


def text(*clauses: str) -> dict[str, Any]:
    """Clauses as "id level words"; words before a slash are the heading."""
    parts = [clause.split(" ", 2) for clause in clauses]
    numbers = numbering.numbers([int(level) for _id, level, _words in parts])
    made = []
    for (pk, level, words), number in zip(parts, numbers, strict=True):
        heading, _slash, body = words.rpartition("/") if "/" in words and "<" not in words else ("", "", words)
        made.append(
            {
                "id": pk,
                "number": number,
                "level": int(level),
                "heading": heading,
                "text": body if "<" in body else f"<p>{body}</p>",
            }
        )
    return {"clauses": made}


def runs(parts: Iterable[Run]) -> str:
    return "".join(SIGNS[run.op].format(run.html) for run in parts)


def written(parts: Iterable[Passage]) -> str:
    return " ".join(f"{passage.kind}:{runs(line.runs)}" for passage in parts for line in passage.lines)


def told(found: Changes) -> list[str]:
    """In a line for each clause: kind, number before and after, whether it moved."""
    return [
        f"{one.id} {one.kind.value} {one.was or '–'}→{one.number or '–'}{' moved' if one.moved else ''}"
        for one in found.clauses
    ]


A, B, C = "a 1 Greet.", "b 1 Ask twice.", "c 1 Close."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((), (), []),
        ((A, B), (A, B), ["a unchanged 1→1", "b unchanged 2→2"]),
        ((), (A,), ["a new –→1"]),
        ((A,), (), ["a removed 1→–"]),
        ((A, B), (A, "b 1 Ask once."), ["a unchanged 1→1", "b changed 2→2"]),
        ((A, B), (A, "b 1 First/Ask twice."), ["a unchanged 1→1", "b changed 2→2"]),
        ((A, B), (C, A, B), ["c new –→1", "a unchanged 1→2", "b unchanged 2→3"]),
        ((A, C, B), (A, B), ["a unchanged 1→1", "c removed 2→–", "b unchanged 3→2"]),
        ((C, A), (A,), ["c removed 1→–", "a unchanged 2→1"]),
        ((A, B, C), (C, A, B), ["c unchanged 3→1 moved", "a unchanged 1→2", "b unchanged 2→3"]),
        ((A, B, C), (A, "c 1 Close it.", B), ["a unchanged 1→1", "c changed 3→2 moved", "b unchanged 2→3"]),
        ((A, "b 2 Ask.", C), (A, C, "b 2 Ask."), ["a unchanged 1→1", "c unchanged 2→2", "b unchanged 1.1→2.1 moved"]),
        ((A, "b 2 Ask."), (A, "b 1 Ask."), ["a unchanged 1→1", "b unchanged 1.1→2 moved"]),
        ((A, "b 1 <p>Ask <b>twice</b>.</p>"), (A, B), ["a unchanged 1→1", "b unchanged 2→2"]),
    ],
)
def test_what_became_of_each_clause(before: tuple[str, ...], after: tuple[str, ...], expected: list[str]) -> None:
    found = changes(text(*before), text(*after))
    assert sorted(told(found)) == sorted(expected)
    assert found.touched == {line.split()[0] for line in expected if "unchanged" not in line}
    assert found.nothing == all("unchanged" in line and "moved" not in line for line in expected)


def test_a_number_that_changed_because_of_others_is_no_move() -> None:
    found = changes(text(A, B), text(C, A, B))
    assert [one.id for one in found.renumbered] == ["a", "b"]
    assert found.moved == []


def test_what_is_to_be_folded_stands_together() -> None:
    found = changes(text(A, B, C), text(A, B, "c 1 Close it."))
    assert [(fold.folded, len(fold.clauses), fold.renumbered) for fold in found.folds] == [(True, 2, 0), (False, 1, 0)]


def test_words_to_read_are_those_of_what_is_new_or_changed() -> None:
    assert changes(text(A, B), text(A, "b 1 Ask/Ask only once.", "c 1 Close it.")).words == 4 + 2


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("<p>Up to 50 euros.</p>", "<p>Up to 80 euros, once.</p>", "p:Up to [-50][+80] euros[+, once]."),
        ("<p>One.</p><p>Two here.</p>", "<p>One.</p>", "p:One. p:[-Two here.]"),
        ("<p>One.</p>", "<p>Zero.</p><p>One.</p>", "p:[+Zero.] p:One."),
        ("<ul><li>Ask</li></ul>", "<ul><li>Ask</li><li>Wait</li></ul>", "ul:Ask ul:[+Wait]"),
        ("<p>Ask</p>", "<ul><li>Ask</li></ul>", "ul:[+Ask] p:[-Ask]"),
        ("<p>Do <b>not</b> pay</p>", "<p>Do <b>never</b> pay</p>", "p:Do [-<b>not</b>][+<b>never</b>] pay"),
        ("<p>a < b</p>", "<p>a &lt; c &amp; d</p>", "p:a &lt; [-b][+c &amp; d]"),
        ("<p>One<br/>two</p>", "<p>One<br>three</p>", "p:One<br>[-two][+three]"),
        ("<p>x</p>", "<p>x<script>y</script></p>", "p:x[+y]"),
        ("<p>تا ۵۰ یورو می‌توان داد</p>", "<p>تا ۸۰ یورو می‌توان داد</p>", "p:تا [-۵۰][+۸۰] یورو می‌توان داد"),
    ],
)
def test_words_within_a_clause(before: str, after: str, expected: str) -> None:
    (found,) = changes(
        {"clauses": [{"id": "a", "number": "1", "level": 1, "heading": "", "text": before}]},
        {"clauses": [{"id": "a", "number": "1", "level": 1, "heading": "", "text": after}]},
    ).clauses
    assert written(found.passages) == expected


def test_items_keep_the_numbers_that_they_had_and_have() -> None:
    old = lines_of("<ol><li>Greet</li><li>Sing</li><li>Ask</li></ol>")
    new = lines_of("<ol><li>Greet</li><li>Ask</li></ol>")
    shown = compare(old, new)
    assert [(one.line.number, one.runs[0].op.value) for one in shown] == [(1, "same"), (2, "removed"), (2, "same")]


def test_lists_within_lists_are_deeper() -> None:
    lines = lines_of("<ul><li>Ask<ol><li>who</li><li>when</li></ol></li><li>Go</li></ul>")
    assert [(line.kind, line.depth, line.number, line.text) for line in lines] == [
        ("ul", 1, 0, "Ask"),
        ("ol", 2, 1, "who"),
        ("ol", 2, 2, "when"),
        ("ul", 1, 0, "Go"),
    ]


def test_a_letter_with_its_mark_is_the_same_however_it_is_written() -> None:
    assert text_of("<p>tiê\u0301ng</p>") == text_of("<p>tiếng</p>")


WORDS = st.lists(st.sampled_from(["ask", "pay", "50", "می‌خواهم", "trả", "<", "&", "."]), min_size=1, max_size=6)
PARAGRAPHS = st.builds(lambda words: f"<p>{html.escape(' '.join(words))}</p>", WORDS)
ITEMS = st.builds(
    lambda words, tag: f"<{tag}><li>{html.escape(' '.join(words))}</li></{tag}>", WORDS, st.sampled_from(["ul", "ol"])
)
HTML = st.builds("".join, st.lists(st.one_of(PARAGRAPHS, ITEMS), max_size=4))


@given(HTML, HTML)
def test_law_what_was_taken_in_and_out_gives_both_texts_in_their_order(before: str, after: str) -> None:
    shown = compare(lines_of(before), lines_of(after))
    assert read(shown, Op.REMOVED) == [(line.kind, line.text) for line in lines_of(after)]
    assert read(shown, Op.ADDED) == [(line.kind, line.text) for line in lines_of(before)]


def read(shown: Any, without: Op) -> list[tuple[str, str]]:
    kept = [(one.line.kind, "".join(plain(run.html) for run in one.runs if run.op is not without)) for one in shown]
    return [(kind, words) for kind, words in kept if words]


def plain(shown: str) -> str:
    return html.unescape(re.sub(r"</?[bi]>", "", shown).replace("<br>", "\n"))


IDS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("123"), st.sampled_from(["Ask.", "Pay."])),
    unique_by=lambda one: one[0],
)


@given(IDS, IDS)
def test_law_each_clause_of_both_texts_is_there_once(before: Any, after: Any) -> None:
    old, new = (text(*(" ".join(one) for one in clauses)) for clauses in (before, after))
    found = changes(old, new)
    kept = [one.id for one in found.clauses if one.kind is not Kind.REMOVED]
    assert kept == [clause["id"] for clause in new["clauses"]]
    assert {one.id for one in found.clauses if one.kind is not Kind.NEW} == {clause["id"] for clause in old["clauses"]}
    assert changes(old, old).nothing


@given(st.permutations(range(7)))
def test_law_the_longest_rise_rises(values: list[int]) -> None:
    rise = [values[place] for place in longest_rise(values)]
    assert rise == sorted(rise)
    assert len(rise) == max(length(values[n:]) for n in range(len(values)))


def length(values: list[int]) -> int:
    """By trying all: the longest rise that begins with the first."""
    return 1 + max((length(values[n:]) for n in range(1, len(values)) if values[n] > values[0]), default=0)
