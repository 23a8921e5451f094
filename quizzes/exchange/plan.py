"""What would become of each question of a file: the dry run, which every import begins with."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from academy.access import SOURCE_LANGUAGE
from quizzes.domain.formats import Content, items, read_file
from quizzes.domain.formats.items import Item
from quizzes.domain.formats.problems import ItemError, Note, Problem, Reason, Rejection
from quizzes.exchange.snippets import check, fingerprint, item_of
from quizzes.models import Question

LARGEST = 20 * 1024 * 1024


class Verdict(Enum):
    NEW = "new"
    IN_BANK = "in_bank"
    TWICE = "twice"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Line:
    """One item of a file. `existing`: the question of the bank that asks the same."""

    line: int
    label: str
    verdict: Verdict
    item: Item | None = None
    raw: list[dict[str, Any]] | None = None
    existing: int | None = None
    problem: Problem | None = None

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is left out of the question."""
        return self.item.notes if self.item else ()


@dataclass(frozen=True)
class Plan:
    lines: tuple[Line, ...]

    @property
    def rejections(self) -> list[Line]:
        return [line for line in self.lines if line.verdict is Verdict.REJECTED]

    @property
    def new(self) -> list[Line]:
        return [line for line in self.lines if line.verdict is Verdict.NEW]

    @property
    def sound(self) -> bool:
        return not self.rejections

    def counts(self) -> dict[str, int]:
        """How many questions of each type the file has that can be taken in."""
        return dict(sorted(Counter(line.item.type for line in self.lines if line.item).items()))

    def skills(self) -> list[str]:
        return list(dict.fromkeys(name for line in self.lines if line.item for name in line.item.skills))


def plan_file(format_: str, data: bytes, *, for_quiz: bool = False) -> Plan:
    """What would become of each question. `for_quiz`: each has to be worth whole points, too."""
    if len(data) > LARGEST:
        problem = Problem(Reason.TOO_LARGE, f"{LARGEST // 1024 // 1024} MB")
        return Plan((Line(0, "", Verdict.REJECTED, problem=problem),))
    return plan_content(read_file(format_, data), for_quiz=for_quiz)


def plan_content(content: Content, *, for_quiz: bool = False) -> Plan:
    in_bank = questions_with_stems(item.stem for item in content.items)
    lines: list[Line] = []
    seen: set[str] = set()
    for entry in content.entries:
        if isinstance(entry, Rejection):
            lines.append(Line(entry.line, entry.item, Verdict.REJECTED, problem=entry.problem))
            continue
        try:
            raw = check(entry)
            if for_quiz:
                items.whole_points(entry)
        except ItemError as error:
            lines.append(Line(entry.line, entry.label, Verdict.REJECTED, problem=error.problem))
            continue
        mark = fingerprint(entry)
        verdict = Verdict.TWICE if mark in seen else Verdict.IN_BANK if mark in in_bank else Verdict.NEW
        seen.add(mark)
        lines.append(Line(entry.line, entry.label, verdict, entry, raw, in_bank.get(mark)))
    return Plan(tuple(lines))


def questions_with_stems(stems: Iterable[str]) -> dict[str, int]:
    """The questions of the bank, in the main language, that ask the like: their ids by what they ask."""
    wanted = {_folded(stem) for stem in stems}
    bank = Question.objects.filter(locale__language_code=SOURCE_LANGUAGE)
    alike = [pk for pk, stem in bank.values_list("pk", "stem") if _folded(stem) in wanted]
    found: dict[str, int] = {}
    for start in range(0, len(alike), 500):
        for question in bank.filter(pk__in=alike[start : start + 500]).select_related("picture").order_by("-pk"):
            try:
                found[fingerprint(item_of(question))] = question.pk
            except ItemError:
                continue  # not written to its end
    return found


def _folded(stem: str) -> str:
    return " ".join(stem.split()).casefold()
