"""Between what a question asks and the value of its form in the CMS, without the keys of the form's parts.

`value_of` and `asked_of` undo one another; a type that only our own format knows stays the value that it is.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from quizzes.domain.formats import items
from quizzes.domain.formats.items import NOTHING, WHOLE
from quizzes.domain.formats.percents import decimal, number, percent, share
from quizzes.domain.formats.problems import ItemError, Reason

Value = Mapping[str, Any]


# To the form


def value_of(asked: items.Asked) -> dict[str, Any]:
    if isinstance(asked, items.Own):
        return dict(asked.value)
    return WRITERS[asked.type](asked)


def write_single_choice(asked: items.SingleChoice) -> dict[str, Any]:
    return {"options": [option_value(option) for option in asked.options]}


def write_multiple_choice(asked: items.MultipleChoice) -> dict[str, Any]:
    each = asked.marking == "per_option"
    return {"options": [option_value(option, each) for option in asked.options], "marking": asked.marking}


def option_value(option: items.Choice, each: bool | None = None) -> dict[str, Any]:
    """`each`: whether options say what they earn; left out: where that is not what right and wrong ones earn anyway."""
    says_so = option.share != (WHOLE if option.right else NOTHING) if each is None else each
    return {
        "text": option.text,
        "correct": option.right,
        "share": percent(option.share) if says_so else None,
        "feedback": option.feedback,
    }


def write_true_false(asked: items.TrueFalse) -> dict[str, Any]:
    answer = "true" if asked.right else "false"
    return {"answer": answer, "feedback_true": asked.feedback_true, "feedback_false": asked.feedback_false}


def write_matching(asked: items.Matching) -> dict[str, Any]:
    pairs = [{"prompt": pair.prompt, "match": pair.match} for pair in asked.pairs]
    return {"pairs": pairs, "extra": list(asked.extra)}


def write_short_text(asked: items.ShortText) -> dict[str, Any]:
    return {
        "answers": [spelling_value(answer) for answer in asked.answers],
        "ignore_case": asked.ignore_case,
        "ignore_accents": asked.ignore_accents,
    }


def spelling_value(answer: items.Spelling) -> dict[str, Any]:
    return {"spellings": "\n".join(answer.spellings), "share": percent(answer.share), "feedback": answer.feedback}


def write_number(asked: items.Number) -> dict[str, Any]:
    return {
        "bands": [band_value(band) for band in asked.bands],
        "unit_rule": asked.unit_rule,
        "units": [{"names": "\n".join(unit.names), "factor": decimal(unit.factor, 15)} for unit in asked.units],
        "unit_cost": percent(asked.unit_cost),
    }


def band_value(band: items.Band) -> dict[str, Any]:
    return {
        "value": None if band.value is None else decimal(band.value),
        "tolerance": decimal(band.tolerance) if band.tolerance else None,
        "tolerance_is": "relative" if band.relative else "absolute",
        "up_to": None if band.up_to is None else decimal(band.up_to),
        "share": percent(band.share),
        "feedback": band.feedback,
    }


def write_ordering(asked: items.Ordering) -> dict[str, Any]:
    steps = [{"text": step.text, "feedback": step.feedback} for step in asked.items]
    return {"items": steps, "placing": asked.placing}


def write_gaps(asked: items.Gaps) -> dict[str, Any]:
    return {
        "text": asked.text,
        "gaps": [gap_value(gap) for gap in asked.gaps],
        "extra": list(asked.extra),
        "marking": asked.marking,
        "ignore_case": asked.ignore_case,
        "ignore_accents": asked.ignore_accents,
    }


def gap_value(gap: items.TypedGap | items.ChosenGap | items.BankGap) -> dict[str, Any]:
    match gap:
        case items.TypedGap():
            value: dict[str, Any] = {"answers": [spelling_value(answer) for answer in gap.answers]}
            kind = "typed"
        case items.ChosenGap():
            value, kind = {"options": [option_value(option) for option in gap.options]}, "chosen"
        case items.BankGap():
            value, kind = {"word": gap.word}, "bank"
    return {"type": kind, "value": {**value, "weight": gap.weight}}


WRITERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "single_choice": write_single_choice,
    "multiple_choice": write_multiple_choice,
    "true_false": write_true_false,
    "matching": write_matching,
    "short_text": write_short_text,
    "number": write_number,
    "ordering": write_ordering,
    "gaps": write_gaps,
}


# From the form


def asked_of(kind: str, value: Value) -> items.Asked:
    """What a form asks. Raises ItemError where the value is none of that form."""
    reader = READERS.get(kind)
    if reader is None:
        return items.Own(kind, value)
    try:
        return reader(value)
    except (AttributeError, KeyError, TypeError):
        raise ItemError(Reason.DETAILS, kind) from None


def read_single_choice(value: Value) -> items.SingleChoice:
    return items.SingleChoice(tuple(option_of(option) for option in value["options"]))


def read_multiple_choice(value: Value) -> items.MultipleChoice:
    each = value["marking"] == "per_option"
    return items.MultipleChoice(tuple(option_of(option, each) for option in value["options"]), value["marking"])


def option_of(value: Value, each: bool | None = None) -> items.Choice:
    right, said = bool(value.get("correct")), value.get("share")
    usual = NOTHING if each else WHOLE if right else NOTHING
    part = usual if said in (None, "") or each is False else share(plainly(said))
    return items.Choice(tidy(value["text"]), part, right, tidy(value.get("feedback")))


def read_true_false(value: Value) -> items.TrueFalse:
    reasons = (tidy(value.get(f"feedback_{name}")) for name in ("true", "false"))
    return items.TrueFalse(value["answer"] == "true", *reasons)


def read_matching(value: Value) -> items.Matching:
    pairs = tuple(items.Pair(tidy(pair["prompt"]), tidy(pair["match"])) for pair in value["pairs"])
    return items.Matching(pairs, tuple(map(tidy, value.get("extra") or ())))


def read_short_text(value: Value) -> items.ShortText:
    answers = tuple(map(spelling_of, value["answers"]))
    return items.ShortText(answers, bool(value.get("ignore_case")), bool(value.get("ignore_accents")))


def spelling_of(value: Value) -> items.Spelling:
    spellings = tuple(line.strip() for line in tidy(value["spellings"]).split("\n") if line.strip())
    return items.Spelling(spellings, share(plainly(value.get("share", 100))), tidy(value.get("feedback")))


def read_number(value: Value) -> items.Number:
    units = tuple(
        items.Unit(tuple(line.strip() for line in tidy(unit["names"]).split("\n")), number(plainly(unit["factor"])))
        for unit in value.get("units") or ()
    )
    rule, cost = value.get("unit_rule") or "not_asked", share(plainly(value.get("unit_cost", 100)))
    return items.Number(tuple(map(band_of, value["bands"])), units, rule, cost)


def band_of(value: Value) -> items.Band:
    said = {name: value.get(name) for name in ("value", "tolerance", "up_to")}
    read = {name: None if text in (None, "") else number(plainly(text)) for name, text in said.items()}
    return items.Band(
        read["value"],
        read["tolerance"] or NOTHING,
        value.get("tolerance_is") == "relative",
        read["up_to"],
        share(plainly(value.get("share", 100))),
        tidy(value.get("feedback")),
    )


def read_ordering(value: Value) -> items.Ordering:
    steps = tuple(items.Step(tidy(step["text"]), tidy(step.get("feedback"))) for step in value["items"])
    return items.Ordering(steps, value["placing"])


def read_gaps(value: Value) -> items.Gaps:
    return items.Gaps(
        tidy(value["text"]),
        tuple(map(gap_of, value["gaps"])),
        tuple(map(tidy, value.get("extra") or ())),
        value.get("marking") or "per_part",
        bool(value.get("ignore_case")),
        bool(value.get("ignore_accents")),
    )


def gap_of(gap: Value) -> items.TypedGap | items.ChosenGap | items.BankGap:
    value = gap["value"]
    weight = int(value.get("weight") or 1)
    match gap["type"]:
        case "typed":
            return items.TypedGap(tuple(map(spelling_of, value["answers"])), weight)
        case "chosen":
            return items.ChosenGap(tuple(map(option_of, value["options"])), weight)
        case "bank":
            return items.BankGap(tidy(value["word"]), weight)
    raise ItemError(Reason.GAP, str(gap["type"]))


def tidy(text: Any) -> str:
    return "\n".join(str(text or "").strip().splitlines())


def plainly(value: Any) -> str:
    """A number of a form, which may be kept as text, as digits or as a binary fraction."""
    return decimal(Fraction(Decimal(str(value)))) if not isinstance(value, str) else value


READERS: dict[str, Callable[[Value], items.Asked]] = {
    "single_choice": read_single_choice,
    "multiple_choice": read_multiple_choice,
    "true_false": read_true_false,
    "matching": read_matching,
    "short_text": read_short_text,
    "number": read_number,
    "ordering": read_ordering,
    "gaps": read_gaps,
}
