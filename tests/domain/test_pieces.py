"""What changed between two texts, in tables and laws."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy.domain.pieces import Op, Piece, pieces, tokens

SIGNS = {Op.SAME: "{}", Op.ADDED: "[+{}]", Op.REMOVED: "[-{}]"}


def written(parts: Iterable[Piece]) -> str:
    return "".join(SIGNS[piece.op].format(piece.text) for piece in parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Up to 50 euros.", ["Up", " ", "to", " ", "50", " ", "euros", "."]),
        ("don't e-mail 1,000.50!", ["don't", " ", "e-mail", " ", "1,000.50", "!"]),
        ("می‌خواهم، ۱٬۰۰۰", ["می‌خواهم", "،", " ", "۱٬۰۰۰"]),  # the non-joiner stands inside a word
        ("مُشتری", ["مُشتری"]),
        ("tiê\u0301ng", ["tiê\u0301ng"]),  # a mark that stands by itself belongs to its letter
        ("a \n b", ["a", " \n ", "b"]),
        ("€50, 50€, $1,000.50", ["€50", ",", " ", "50€", ",", " ", "$1,000.50"]),  # money in one piece
        ("20%, 20 %, €, a%", ["20%", ",", " ", "20", " ", "%", ",", " ", "€", ",", " ", "a", "%"]),
        ("۲۰٪", ["۲۰٪"]),
    ],
)
def test_words_as_readers_take_them(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("Kind", "Kind", "Kind"),
        ("", "Kind", "[+Kind]"),
        ("Kind", "", "[-Kind]"),
        ("Say the full price", "Say a lower one", "Say [-the full price][+a lower one]"),
        ("up to 50 euros.", "up to 80 euros, once.", "up to [-50][+80] euros[+, once]."),
        ("up to €50.", "up to €80.", "up to [-€50][+€80]."),
        ("می‌توان ۵۰ یورو داد", "می‌توان ۸۰ یورو داد", "می‌توان [-۵۰][+۸۰] یورو داد"),
        ("می‌توان داد", "نمی‌توان داد", "[-می‌توان][+نمی‌توان] داد"),
        ("khách hàng được trả", "khách hàng không được trả", "khách hàng [+không ]được trả"),
    ],
)
def test_words_that_changed_together_stand_together(before: str, after: str, expected: str) -> None:
    assert written(pieces(before, after)) == expected


@given(st.text(alphabet="ab c.,\u200c"), st.text(alphabet="ab c.,\u200c"))
def test_law_both_texts_can_be_read_off_the_pieces(before: str, after: str) -> None:
    parts = list(pieces(before, after))
    assert "".join(piece.text for piece in parts if piece.op is not Op.ADDED) == before
    assert "".join(piece.text for piece in parts if piece.op is not Op.REMOVED) == after
    assert all(piece.text for piece in parts)


@given(st.text())
def test_law_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text
