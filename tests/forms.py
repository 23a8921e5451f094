"""What a browser sends: the fields of a question, filled in with an answer."""

from collections.abc import Mapping
from typing import Any

from quizzes.domain.attempts import Dealt
from quizzes.domain.questions import Question
from quizzes.models import Attempt, QuestionVersion

Fields = dict[str, Any]


def fields_of(question: Question, order: tuple[str, ...], answer: Mapping[str, Any], number: int) -> Fields:
    """`answer` is in its stored shape. `number` counts from 1."""
    fields: Fields = {name: value for name, value in answer.items() if name not in ("pairs", "groups", "order", "gaps")}
    for prompt, match in answer.get("pairs", {}).items():  # the form names a match by its place in the dealt order
        fields[f"pair-{prompt}"] = f"m{order.index(match)}"
    for item, group in answer.get("groups", {}).items():
        fields[f"group-{item}"] = group
    for place, item in enumerate(answer.get("order", ()), 1):
        if item:
            fields[f"place-{item}"] = str(place)
    for gap in getattr(question, "gaps", ()):
        if filled := answer.get("gaps", {}).get(gap.key):
            fields[f"gap-{gap.key}"] = f"m{order.index(filled)}" if gap.chosen else filled
    return {f"q{number}": "", **{f"q{number}-{name}": value for name, value in fields.items()}}


def right_fields(attempt: Attempt, number: int) -> Fields:
    """The right answer to question `number` of an attempt."""
    dealt: Dealt = attempt.dealt[number - 1]
    version = QuestionVersion.objects.get(pk=dealt.version)
    words = version.texts.earliest("pk").payload
    return fields_of(version.spec(), dealt.order, version.spec().best(words), number)
