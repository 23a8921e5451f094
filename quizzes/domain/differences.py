"""What changed between two versions of a question, in words that can be shown side by side.

It knows no type: a version is its payload and its wording, two trees of names and keys. Every leaf is a fact; facts of
both versions are compared by their place in the tree.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from academy.domain.pieces import Piece, pieces

Place = tuple[str, ...]
NAMES = ("text", "prompt", "name", "names", "match", "spellings")
"""The leaves by which a part with a key is known to a reader, the best first."""


@dataclass(frozen=True)
class Difference:
    """`part`: the group of the fact ("options", "stem"); `field`: the fact itself ("text", "feedback", "shares");
    `about`: what a reader knows the part by, "" where the fact belongs to the whole question."""

    part: str
    field: str
    about: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Version:
    payload: Mapping[str, Any]
    words: Mapping[str, Any]


def differences(before: Version, after: Version) -> list[Difference]:
    """Every fact that was added, removed or changed, in the order of the newer version; what was removed last."""
    names = _names(before.words) | _names(after.words)
    old, new = dict(_facts(before, names)), dict(_facts(after, names))
    places = [*new, *(place for place in old if place not in new)]
    return [
        Difference(place[0], place[-1], _about(place, names), tuple(pieces(old.get(place, ""), new.get(place, ""))))
        for place in places
        if old.get(place, "") != new.get(place, "")
    ]


def _facts(version: Version, names: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    yield from _leaves(version.words, (), names)
    for name, value in version.payload.items():
        yield from _leaves(value, (name,), names)


def _leaves(value: Any, place: Place, names: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*place, str(key)), names)
    elif isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*place, str(inner.get("key", number))), names)
    elif isinstance(value, list):
        yield place, " · ".join(names.get(str(inner), str(inner)) for inner in value)
    elif place[-1] != "key" and value not in (None, ""):
        yield place, _readable(value, names)


def _readable(value: Any, names: Mapping[str, str]) -> str:
    """A key by its name, a share as percent, and everything else as it is."""
    text = str(value)
    if re.fullmatch(r"-?\d+/\d+", text):
        return f"{float(Fraction(text)) * 100:.6g} %"
    return names.get(text, text)


def _names(words: Mapping[str, Any]) -> dict[str, str]:
    """What a reader knows each key by."""
    found = {}
    for group in words.values():
        if isinstance(group, Mapping):
            for key, part in group.items():
                found[str(key)] = _name(part)
    return {key: name for key, name in found.items() if name}


def _name(part: Any) -> str:
    if isinstance(part, Mapping):
        part = next((part[leaf] for leaf in NAMES if part.get(leaf)), "")
    return ", ".join(map(str, part)) if isinstance(part, list) else str(part)


def _about(place: Place, names: Mapping[str, str]) -> str:
    return next((names[step] for step in place if step in names), "")
