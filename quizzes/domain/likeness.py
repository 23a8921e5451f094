"""Whether two questions ask the same, whatever their keys and their order of options are."""

from collections.abc import Iterator, Mapping
from typing import Any

from academy.domain.folding import fold

APART = ("language", "stem", "feedback", "feedback_true", "feedback_false", "gap")
"""What is not offered: the frame, the reasons, and the places of gaps."""


def content_of(wording: Mapping[str, Any]) -> list[Any]:
    """What is asked and offered: equal for two wordings that a reader takes for the same question.

    Case, spaces and characters that look alike make no difference; reasons and the order of what is offered do not
    count.
    """
    return [_folded(wording["stem"]), sorted(_texts(wording))]


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        for name, inner in part.items():
            if name not in APART:
                yield from _texts(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _texts(inner)
    elif isinstance(part, str) and part.strip():
        yield _folded(part)


def _folded(text: str) -> str:
    return fold(text, accents=False)
