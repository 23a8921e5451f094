"""The recipe of the chain, and what the walk says of links that do not fit."""

import hashlib

import pytest

from academy.evidence.domain.chain import (
    BEGINNING,
    Broken,
    Member,
    Reason,
    Sealed,
    Stored,
    fault_of,
    seal_hash,
    walk,
)
from academy.frozen import canonical, digest

BODY = {"kind": "declined", "at": "2026-03-02T09:00:00.000000+00:00", "subject": None, "about": None, "version": 1}


def stored(pk: int, **changes: str) -> Stored:
    body = {**BODY, "version": pk}
    fields = {"body": canonical(body), "sha256": digest(body), "kind": "declined", "at": BODY["at"]}
    return Stored(pk, subject=None, about=None, **{**fields, **changes})


def members(*ids: int) -> list[Member]:
    return [Member(pk, position, stored(pk).sha256, stored(pk)) for position, pk in enumerate(ids)]


def chain(*seals: list[Member]) -> list[tuple[Sealed, list[Member]]]:
    made, previous = [], BEGINNING
    for number, listed in enumerate(seals, start=1):
        sha256 = seal_hash(previous, (member.sha256 for member in listed))
        made.append((Sealed(number, previous, sha256), listed))
        previous = sha256
    return made


def test_the_recipe_byte_for_byte() -> None:
    first, second = "ab" * 32, "cd" * 32
    text = f"{'0' * 64}\n{first}\n{second}\n"
    assert seal_hash(BEGINNING, [first, second]) == hashlib.sha256(text.encode()).hexdigest()
    assert seal_hash(BEGINNING, [first, second]) == "3f31696f1eaf08d41608e7e28ab6b8ead50b15fcd3f854dbc0f0b53a44c992f9"


def test_a_seal_of_nothing_has_a_hash_too() -> None:
    assert seal_hash(BEGINNING, []) == hashlib.sha256(b"0" * 64 + b"\n").hexdigest()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"body": canonical({**BODY, "version": 2})}, Reason.BODY),
        ({"sha256": "ab" * 32}, Reason.BODY),
        ({"kind": "acknowledged"}, Reason.COLUMNS),
        ({"at": "2026-03-02T09:00:00.000001+00:00"}, Reason.COLUMNS),
        ({"body": "no JSON", "sha256": hashlib.sha256(b"no JSON").hexdigest()}, Reason.COLUMNS),
        ({"body": "[]", "sha256": hashlib.sha256(b"[]").hexdigest()}, Reason.COLUMNS),
    ],
)
def test_a_record_by_itself(changes: dict[str, str], reason: Reason | None) -> None:
    assert fault_of(stored(1, **changes)) is reason


def test_a_chain_that_is_whole_gives_its_seals() -> None:
    links = chain(members(1, 2), members(3))
    assert list(walk(links)) == [seal for seal, _members in links]


WHOLE = chain(members(1, 2, 3), members(4, 5), members(6))


def with_members(*ids: Member) -> list[tuple[Sealed, list[Member]]]:
    return [WHOLE[0], (WHOLE[1][0], list(ids)), WHOLE[2]]


four, five = WHOLE[1][1]
GONE = Member(4, 0, four.sha256, None)
OTHER = Member(4, 0, four.sha256, stored(9))
SWAPPED = [Member(5, 0, five.sha256, five.stored), Member(4, 1, four.sha256, four.stored)]
MADE_ANEW = chain(members(7), members(4, 5), members(6))


@pytest.mark.parametrize(
    ("links", "broken"),
    [
        (with_members(GONE, five), Broken(2, 4, Reason.RECORD_MISSING)),
        (with_members(OTHER, five), Broken(2, 4, Reason.HASH)),
        (with_members(five), Broken(2, 5, Reason.MEMBER_MISSING)),
        (with_members(four), Broken(2, None, Reason.SEAL)),
        (with_members(), Broken(2, None, Reason.SEAL)),
        (with_members(*SWAPPED), Broken(2, None, Reason.SEAL)),
        ([WHOLE[0], WHOLE[2]], Broken(2, None, Reason.SEAL_MISSING)),
        ([WHOLE[1], WHOLE[2]], Broken(1, None, Reason.SEAL_MISSING)),
        ([MADE_ANEW[0], WHOLE[1]], Broken(2, None, Reason.PREVIOUS)),
    ],
)
def test_the_first_link_that_does_not_fit_is_named(links: list[tuple[Sealed, list[Member]]], broken: Broken) -> None:
    *_whole, last = walk(links)
    assert last == broken
