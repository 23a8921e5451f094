"""Writing GIFT."""

import re
from collections.abc import Iterable

from quizzes.domain.formats import items
from quizzes.domain.formats.items import NOTHING, WHOLE, Item
from quizzes.domain.formats.percents import decimal, percent
from quizzes.domain.formats.problems import ItemError, Reason

RESERVED = re.compile(r"[\\:#={}~]")


def write(questions: Iterable[Item]) -> bytes:
    """A file in UTF-8. Each question must be one that `block` can write."""
    return "\n\n".join([*map(block, questions), ""]).encode()


def block(item: Item) -> str:
    """One question. Raises ItemError for what GIFT has no way to say."""
    if item.picture:
        raise ItemError(Reason.CANNOT_CARRY, "picture")
    if any(skill.endswith("\\") for skill in item.skills):  # it would hide the end of its tag
        raise ItemError(Reason.CANNOT_CARRY, "skill")
    tags = " ".join(f"[tag:{skill.replace(']', chr(92) + ']')}]" for skill in item.skills)
    comment = f"// {tags}\n" if tags else ""
    # "[plain]": what follows is no markup, and the line begins neither with "//" nor with "$CATEGORY:".
    return f"{comment}[plain]{escaped(item.stem)}{{{braces(item.asked)}{general(item.feedback)}}}"


def braces(asked: items.Asked) -> str:
    match asked:
        case items.SingleChoice():
            return single_choice(asked)
        case items.MultipleChoice():
            return multiple_choice(asked)
        case items.TrueFalse():
            return true_false(asked)
        case items.Matching():
            return matching(asked)
        case items.ShortText():
            return short_text(asked)
        case items.Number():
            return number(asked)
        case items.Own(type="free_text"):
            if items.model_of(asked):
                raise ItemError(Reason.CANNOT_CARRY, "rubric")
            return ""
    raise ItemError(Reason.CANNOT_CARRY, "type")


def single_choice(asked: items.SingleChoice) -> str:
    right = next(option for option in asked.options if option.right)
    earlier = asked.options[: asked.options.index(right)]
    if right.share != WHOLE or any(option.share == WHOLE for option in earlier):
        raise ItemError(Reason.CANNOT_CARRY, "share")
    return "".join(
        line(f"={text(option.text)}" if option.right else f"~{weight(option)}{text(option.text)}", option.feedback)
        for option in asked.options
    )


def multiple_choice(asked: items.MultipleChoice) -> str:
    return "".join(
        line(f"~{weight(option)}{text(option.text)}", option.feedback) for option in items.with_shares(asked)
    )


def weight(option: items.Choice) -> str:
    return f"%{percent(option.share)}%" if option.share != NOTHING else ""


def true_false(asked: items.TrueFalse) -> str:
    good, wrong = asked.feedback_true, asked.feedback_false
    if not asked.right:
        good, wrong = wrong, good
    reasons = f"#{text(wrong)}#{text(good)}" if good else f"#{text(wrong)}" if wrong else ""
    return f"{'TRUE' if asked.right else 'FALSE'}{reasons}"


def matching(asked: items.Matching) -> str:
    if any("->" in pair.prompt for pair in asked.pairs):
        raise ItemError(Reason.ARROW)
    pairs = [*((text(pair.prompt), pair.match) for pair in asked.pairs), *(("", extra) for extra in asked.extra)]
    return "".join(line(f"={prompt} -> {escaped(match)}") for prompt, match in pairs)


def short_text(asked: items.ShortText) -> str:
    if not asked.ignore_case or asked.ignore_accents:
        raise ItemError(Reason.CANNOT_CARRY, "spelling")
    written = "".join(
        line(f"=%{percent(answer.share)}%{text(spelling)}", answer.feedback)
        for answer in asked.answers
        for spelling in answer.spellings
    )
    if "->" in written:  # it would be read as a matching question
        raise ItemError(Reason.ARROW)
    return written


def number(asked: items.Number) -> str:
    if asked.units:
        raise ItemError(Reason.CANNOT_CARRY, "unit")
    return "#" + "".join(map(band, asked.bands))


def band(found: items.Band) -> str:
    if found.relative:
        raise ItemError(Reason.CANNOT_CARRY, "tolerance")
    if found.value is None:
        if found.share:
            raise ItemError(Reason.CANNOT_CARRY, "share")
        return line("~", found.feedback)
    around = f"..{decimal(found.up_to)}" if found.up_to is not None else f":{decimal(found.tolerance)}"
    return line(f"=%{percent(found.share)}%{decimal(found.value)}{around}", found.feedback)


def line(written: str, feedback: str = "") -> str:
    return f"\n\t{written}{f'#{text(feedback)}' if feedback else ''}"


def general(feedback: str) -> str:
    return f"\n\t####{text(feedback)}\n" if feedback else ""


def text(words: str) -> str:
    """A text inside the braces. One that begins like a mark of markup says that it is none."""
    return f"{'[plain]' if words.startswith('[') else ''}{escaped(words)}"


def escaped(words: str) -> str:
    return RESERVED.sub(lambda found: f"\\{found[0]}", words).replace("\n", "\\n")
