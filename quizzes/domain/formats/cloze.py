"""Gaps as Moodle's "embedded answers" write them inside a text: `{1:SHORTANSWER:=Paris~%50%Marseille#Not quite}`."""

import re
from dataclasses import replace

from quizzes.domain.formats import items
from quizzes.domain.formats.items import NOTHING, WHOLE
from quizzes.domain.formats.percents import percent, share
from quizzes.domain.formats.plain import plain
from quizzes.domain.formats.problems import ItemError, Reason

TYPED = {"SHORTANSWER", "SA", "MW"}
EXACT = {"SHORTANSWER_C", "SAC", "MWC"}
CHOSEN = {
    *("MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH"),
    *("MULTICHOICE_S", "MCS", "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS"),
}
GAP = re.compile(r"\{([0-9]{0,4}):([A-Z_]+):((?:\\.|[^\\}])*)\}", re.DOTALL)
ALTERNATIVE = re.compile(r"(?:\\.|[^\\~])+", re.DOTALL)
ANSWER = re.compile(r"((?:\\.|&#|[^\\#])*)#?(.*)", re.DOTALL)  # "&#" begins a character by its number
WEIGHT = re.compile(r"=|%(-?[0-9]{1,3}(?:\.[0-9]*)?)%")


def gaps(text: str, markup: str) -> items.Gaps:
    """Raises ItemError where a gap is of a kind that we do not have."""
    found: list[items.TypedGap | items.ChosenGap] = []
    exact = set()
    while match := GAP.search(text):
        norm, kind, inside = match.groups()
        found.append(gap(kind, inside, max(1, int(norm or 1)), markup))
        if isinstance(found[-1], items.TypedGap):
            exact.add(kind in EXACT)
        text = f"{text[: match.start()]}[[{len(found)}]]{text[match.end() :]}"
    if not found or len(exact) > 1:
        raise ItemError(Reason.GAP)
    return items.Gaps(plain(text, markup).text, tuple(found), ignore_case=exact != {True})


def gap(kind: str, inside: str, weight: int, markup: str) -> items.TypedGap | items.ChosenGap:
    options = [alternative(text, markup) for text in ALTERNATIVE.findall(inside)]
    if not any(option.right for option in options):
        raise ItemError(Reason.NO_RIGHT_OPTION, kind)
    if kind in CHOSEN:
        return items.ChosenGap(tuple(options), weight)
    if kind not in TYPED | EXACT:
        raise ItemError(Reason.GAP, kind)
    answers = [items.Spelling((one.text,), one.share, one.feedback) for one in options]
    return items.TypedGap(items.merged(answers), weight)


def stem_of(asked: items.Gaps, otherwise: str) -> tuple[str, items.Gaps]:
    """What stands on lines of its own before the first gap asks; the rest is the text with the gaps."""
    before, place, after = asked.text.partition("[[1]]")
    head, _break, line = before.rpartition("\n")
    if not head.strip():
        return otherwise, asked
    return head.strip(), replace(asked, text=f"{line}{place}{after}".strip())


def alternative(text: str, markup: str) -> items.Choice:
    answer = ANSWER.fullmatch(text.strip())
    words, feedback = answer.groups() if answer else ("", "")
    weight = NOTHING
    if found := WEIGHT.match(words):
        weight = share(found[1].removesuffix(".")) if found[1] else WHOLE
        words = words[found.end() :]
    words, feedback = (plain(unescaped(part), markup).text for part in (words, feedback))
    if not words:
        raise ItemError(Reason.EMPTY_OPTION)
    return items.Choice(words, weight, weight == WHOLE, feedback)


def unescaped(text: str) -> str:
    return re.sub(r"\\([}#~/\"\\])", r"\1", text)


def written(asked: items.Gaps) -> str:
    """The text with its gaps, for a question in HTML. Raises ItemError for what can not be said so."""
    if asked.marking != "per_part":
        raise ItemError(Reason.CANNOT_CARRY, "marking")
    if asked.ignore_accents and any(isinstance(found, items.TypedGap) for found in asked.gaps):
        raise ItemError(Reason.CANNOT_CARRY, "spelling")
    text = re.sub(r"\{(?=[0-9]*:)", "{ ", asked.text)  # what is no gap must not look like one
    for place, found in enumerate(asked.gaps, start=1):
        text = text.replace(f"[[{place}]]", written_gap(found, asked.ignore_case), 1)
    return text


def written_gap(found: items.TypedGap | items.ChosenGap | items.BankGap, ignore_case: bool) -> str:
    match found:
        case items.TypedGap():
            kind = "SHORTANSWER" if ignore_case else "SHORTANSWER_C"
            options = [
                items.Choice(spelling, answer.share, feedback=answer.feedback)
                for answer in found.answers
                for spelling in answer.spellings
            ]
        case items.ChosenGap():
            kind, options = "MULTICHOICE", list(found.options)
        case items.BankGap():
            raise ItemError(Reason.CANNOT_CARRY, "bank")
    return f"{{{found.weight}:{kind}:{'~'.join(map(written_option, options))}}}"


def written_option(option: items.Choice) -> str:
    weight = "=" if option.share == WHOLE else f"%{percent(option.share)}%"
    feedback = f"#{escaped(option.feedback)}" if option.feedback else ""
    return f"{weight}{escaped(option.text)}{feedback}"


def escaped(text: str) -> str:
    return re.sub(r"([}#~\\])", r"\\\1", text)
