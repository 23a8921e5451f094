"""A question as files of other systems carry it: the middle between every format and our bank.

The classes say what a question asks in plain words, with neither keys nor markup. What is not compared (`name`,
`line`, `notes`) belongs to the file that an item was read from, not to the question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, ClassVar

from quizzes.domain.formats.problems import ItemError, Note, Reason

WHOLE = Fraction(1)
NOTHING = Fraction(0)


@dataclass(frozen=True)
class Choice:
    """An option. `share`: of the full mark, −1 to 1."""

    text: str
    share: Fraction = NOTHING
    right: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class SingleChoice:
    options: tuple[Choice, ...]
    type: ClassVar[str] = "single_choice"


@dataclass(frozen=True)
class MultipleChoice:
    """`marking`: the value of a `quizzes.domain.questions.Marking`."""

    options: tuple[Choice, ...]
    marking: str
    type: ClassVar[str] = "multiple_choice"


@dataclass(frozen=True)
class TrueFalse:
    right: bool
    feedback_true: str = ""
    feedback_false: str = ""
    type: ClassVar[str] = "true_false"


@dataclass(frozen=True)
class Pair:
    prompt: str
    match: str


@dataclass(frozen=True)
class Matching:
    """`extra`: matches that belong to no prompt."""

    pairs: tuple[Pair, ...]
    extra: tuple[str, ...] = ()
    type: ClassVar[str] = "matching"


@dataclass(frozen=True)
class Spelling:
    """Texts that are accepted alike; `*` stands for any characters, `\\*` for an asterisk."""

    spellings: tuple[str, ...]
    share: Fraction = WHOLE
    feedback: str = ""


@dataclass(frozen=True)
class ShortText:
    """The first spelling that fits is marked, in order."""

    answers: tuple[Spelling, ...]
    ignore_case: bool = True
    ignore_accents: bool = False
    type: ClassVar[str] = "short_text"


@dataclass(frozen=True)
class Band:
    """Numbers that earn the same: one and how far from it one may be, or a range up to `up_to`, or any other (None).

    One may be off by so much or, where `relative`, by so many percent of the number.
    """

    value: Fraction | None
    tolerance: Fraction = NOTHING
    relative: bool = False
    up_to: Fraction | None = None
    share: Fraction = WHOLE
    feedback: str = ""


@dataclass(frozen=True)
class Unit:
    """`factor`: how many of the first unit one of this is."""

    names: tuple[str, ...]
    factor: Fraction


@dataclass(frozen=True)
class Number:
    """The first band that fits is marked, in order. `unit_cost`: the share that a wrong or missing unit takes."""

    bands: tuple[Band, ...]
    units: tuple[Unit, ...] = ()
    unit_rule: str = "not_asked"
    unit_cost: Fraction = WHOLE
    type: ClassVar[str] = "number"


@dataclass(frozen=True)
class Step:
    text: str
    feedback: str = ""


@dataclass(frozen=True)
class Ordering:
    """`items` in the right order. `placing`: the value of a `quizzes.domain.questions.Placing`."""

    items: tuple[Step, ...]
    placing: str = "each_place"
    type: ClassVar[str] = "ordering"


@dataclass(frozen=True)
class TypedGap:
    answers: tuple[Spelling, ...]
    weight: int = 1


@dataclass(frozen=True)
class ChosenGap:
    options: tuple[Choice, ...]
    weight: int = 1


@dataclass(frozen=True)
class BankGap:
    """A gap for which one chooses among the words of all such gaps."""

    word: str
    weight: int = 1


@dataclass(frozen=True)
class Gaps:
    """`text`: with [[1]] where the first gap stands. `extra`: words of the bank that belong nowhere."""

    text: str
    gaps: tuple[TypedGap | ChosenGap | BankGap, ...]
    extra: tuple[str, ...] = ()
    marking: str = "per_part"
    ignore_case: bool = True
    ignore_accents: bool = False
    type: ClassVar[str] = "gaps"


@dataclass(frozen=True)
class Own:
    """A type that only our own format knows: the value of its form, without keys."""

    type: str
    value: Mapping[str, Any]


Asked = SingleChoice | MultipleChoice | TrueFalse | Matching | ShortText | Number | Ordering | Gaps | Own


@dataclass(frozen=True)
class Picture:
    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True)
class Item:
    """One question of a file. `line`: where it begins there, from 1."""

    stem: str
    asked: Asked
    feedback: str = ""
    skills: tuple[str, ...] = ()
    points: Fraction = WHOLE
    picture: Picture | None = None
    name: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
    notes: tuple[Note, ...] = field(default=(), compare=False)

    @property
    def type(self) -> str:
        return self.asked.type

    @property
    def label(self) -> str:
        """What a report calls it: its name or else the beginning of what it asks."""
        return shortened(self.name or self.stem)


def whole_points(item: Item) -> int:
    """What a question is worth in a quiz. Raises ItemError where that is no whole number from 1 to 1000."""
    if item.points.denominator != 1 or not 1 <= item.points <= 1000:
        raise ItemError(Reason.POINTS, f"{float(item.points):g}")
    return int(item.points)


def shortened(text: str, length: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def skills_of(category: str) -> tuple[str, ...]:
    """The last part of a category's path; what every course of Moodle has by itself names nothing.

    A slash inside a name is written twice.
    """
    parts = [part.replace("\0", "/").strip() for part in category.replace("//", "\0").split("/")]
    last = next((part for part in reversed(parts) if part), "")
    by_itself = not last or last == "top" or last.startswith(("$", "Default for ", "Top for "))
    return () if by_itself else (last,)


WHOLE_ANSWER = {"name": "The answer as a whole", "description": "How well it answers the question.", "points": 1}
NO_MODEL = "There is no model answer yet."


def essay(model: str = "") -> Own:
    """A free text as other systems know it: without a rubric, which whoever marks it may refine."""
    return Own("free_text", {"criteria": [WHOLE_ANSWER], "model": model or NO_MODEL, "least": None, "most": None})


def model_of(asked: Own) -> str:
    """The model answer of an `essay`, "" where there is none. Raises ItemError where there is more to it."""
    model = str(asked.value.get("model", ""))
    if asked.value != essay(model).value:
        raise ItemError(Reason.CANNOT_CARRY, "rubric")
    return "" if model == NO_MODEL else model


# What every reader has to make of options and spellings


def single_choice(options: Sequence[Choice]) -> SingleChoice:
    """The first option with the whole mark is the right one; others keep the share that they have."""
    right = next((place for place, option in enumerate(options) if option.share == WHOLE), None)
    if right is None:
        raise ItemError(Reason.NO_RIGHT_OPTION)
    return SingleChoice(tuple(replace(option, right=place == right) for place, option in enumerate(options)))


def multiple_choice(options: Sequence[Choice]) -> MultipleChoice:
    """Options that earn something are right. Where each earns and each other costs the same, the rule is named so."""
    options = [replace(option, right=option.share > 0) for option in options]
    good = sum(option.right for option in options)
    if not good:
        raise ItemError(Reason.NO_RIGHT_OPTION)
    even = all(option.share == Fraction(1 if option.right else -1, good) for option in options)
    return MultipleChoice(tuple(options), "right_minus_wrong" if even else "per_option")


def merged(answers: Sequence[Spelling]) -> tuple[Spelling, ...]:
    """Neighbours with the same share and reason are spellings of one answer."""
    found: list[Spelling] = []
    for answer in answers:
        if found and (found[-1].share, found[-1].feedback) == (answer.share, answer.feedback):
            spellings = dict.fromkeys((*found[-1].spellings, *answer.spellings))
            found[-1] = replace(answer, spellings=tuple(spellings))
        else:
            found.append(answer)
    return tuple(found)


def with_shares(asked: MultipleChoice) -> tuple[Choice, ...]:
    """The options with what each earns or costs, for formats that know no named rules. Raises ItemError."""
    match asked.marking:
        case "per_option":
            return asked.options
        case "right_minus_wrong":
            good = sum(option.right for option in asked.options)
            return tuple(replace(option, share=Fraction(1 if option.right else -1, good)) for option in asked.options)
    raise ItemError(Reason.CANNOT_CARRY, "marking")
