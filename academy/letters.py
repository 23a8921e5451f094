"""Form letters: markup that is the same for everybody but for a few gaps. Written once, filled in for each reader.

A letter is written by a template that sees its variables, the language and nothing else: so whoever has the same
variables gets the same letter, and nothing of one person can reach another. What is personal goes into a gap.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache

from django.conf import settings
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from academy.navigation import direction_of

MARK = "\x00"  # neither our templates nor what people may write holds it


class Gaps:
    """In a letter's template `{{ gap.name }}` leaves room for what is called `name`."""

    def __getitem__(self, name: str) -> SafeString:
        return mark_safe(f"{MARK}{name}{MARK}")


def fill(template: str, language: str, variables: dict[str, Hashable], value_of: Callable[[str], object]) -> SafeString:
    """The letter with its gaps filled: `value_of` tells what belongs into each, by name."""
    write = _write.__wrapped__ if settings.DEBUG else _write  # who works on a template wants to see it
    parts = list(write(template, language, tuple(variables.items())))
    parts[1::2] = [conditional_escape(value_of(name)) for name in parts[1::2]]
    return mark_safe("".join(parts))


@lru_cache(maxsize=4000)
def _write(template: str, language: str, variables: tuple[tuple[str, Hashable], ...]) -> tuple[str, ...]:
    """Text and names of gaps in turn: text, name, text, …"""
    gaps = Gaps()
    words = {
        "language": language,
        "direction": direction_of(language),
        "languages": settings.LANGUAGES,
        "gap": gaps,
        "csrf_token": gaps["csrf"],
    }
    return tuple(get_template(template).render({**words, **dict(variables)}).split(MARK))
