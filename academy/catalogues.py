"""The message catalogues. `python -m academy.catalogues` compiles them; the rest finds what is wrong in one.

Needs polib and no Django, which cannot serve a language before its catalogue is compiled.
"""

import gettext
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_catalogues() -> list[Path]:
    """Compile those that are newer than what was made of them. Return these. (Debian may lack msgfmt.)"""
    stale = [source for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")) if _stale(source)]
    for source in stale:
        # By way of a second file, so that a process which reads the catalogue never meets half of it.
        half = source.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(half))
        half.replace(source.with_suffix(".mo"))
    return stale


def _stale(source: Path) -> bool:
    made = source.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


# What is wrong in a catalogue. The words are for translators.

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd]")

Key = tuple[str | None, str, str]


def key(entry: polib.POEntry) -> Key:
    """What tells one message from another."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def faults(catalogue: polib.POFile, wanted: polib.POFile) -> Iterator[str]:
    """All that is wrong in `catalogue`, when the sources ask for the messages of `wanted`."""
    used = {key(entry) for entry in wanted}
    there = {key(entry) for entry in catalogue if not entry.obsolete}
    yield from (f"missing: {entry.msgid!r}" for entry in wanted if key(entry) not in there)
    forms = plural_forms(catalogue)
    for entry in catalogue:
        if entry.obsolete or key(entry) not in used:
            yield f"no longer used: {entry.msgid!r}"
        else:
            yield from (f"{fault}: {entry.msgid!r}" for fault in entry_faults(entry, forms))


def entry_faults(entry: polib.POEntry, forms: list[set[int]]) -> Iterator[str]:
    """What is wrong with one message; `forms` are the numbers for which each of its plural forms is used."""
    texts = entry.msgstr_plural if entry.msgid_plural else {0: entry.msgstr}
    if entry.fuzzy:
        yield "fuzzy"
    if not all(texts.values()) or (entry.msgid_plural and len(texts) != len(forms)):
        yield "not translated"
    for number, text in texts.items():
        if text and placeholders(text) not in allowed_placeholders(entry, forms, number):
            yield f"other placeholders than the original in {text!r}"


def allowed_placeholders(entry: polib.POEntry, forms: list[set[int]], number: int) -> list[Counter[str]]:
    """A form for a single number ("one day left") may leave out what the English singular leaves out."""
    if not entry.msgid_plural:
        return [placeholders(entry.msgid)]
    allowed = [placeholders(entry.msgid_plural)]
    if number < len(forms) and len(forms[number]) <= 1:
        allowed.append(placeholders(entry.msgid))
    return allowed


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def plural_forms(catalogue: polib.POFile) -> list[set[int]]:
    """For each plural form of the language the numbers under 1,000 that take it."""
    header = catalogue.metadata.get("Plural-Forms", "")
    rule = re.search(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+)", header)
    if not rule:
        return []
    form_of = gettext.c2py(rule[2].strip())
    return [{n for n in range(1000) if form_of(n) == form} for form in range(int(rule[1]))]


if __name__ == "__main__":
    for path in compile_catalogues():
        print(f"Compiled {path.relative_to(LOCALE.parent)}")  # noqa: T201
