from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import override

from quizzes.actions.importing import NotImported, import_questions, import_quiz
from quizzes.domain.formats import FORMATS
from quizzes.exchange.console import ExchangeCommand, read_bytes
from quizzes.exchange.plan import Line, Plan, Verdict, plan_file
from quizzes.exchange.wording import NOTES, sentence

NOTHING: dict[str, Any] = {"counts": {}, "rejections": [], "notes": [], "already": 0, "imported": 0}


class Command(ExchangeCommand):
    help = (
        "Take questions from a file into the bank, published: all of them, or none where one is rejected. A question "
        "that the bank has already is not made again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="- reads from stdin")
        parser.add_argument("--format", required=True, choices=FORMATS)
        parser.add_argument("--quiz", metavar="SLUG", help="also publish a quiz of this slug that asks them in order")
        parser.add_argument("--skill", metavar="NAME", help="a skill that each of them gets")
        parser.add_argument("--dry-run", action="store_true", help="only report, change nothing")
        super().add_arguments(parser)

    @override("en")
    def handle(self, *, file: str, quiz: str | None, skill: str | None, dry_run: bool, **options: Any) -> None:
        as_json = options["json"]
        try:
            if quiz is not None:
                validate_slug(quiz)
            data = read_bytes(file)
        except ValidationError:
            self.fail(f"{quiz!r} is no slug: use letters, digits, - and _.", NOTHING, as_json=as_json)
        except OSError as error:
            self.fail(f"{file} can not be read: {error.strerror}.", NOTHING, as_json=as_json)
        plan = plan_file(options["format"], data, for_quiz=quiz is not None)
        found = report_of(plan)
        if not plan.sound:
            self.stderr.write("\n".join(f"line {line.line}: {line.label}: {reason(line)}" for line in plan.rejections))
            self.fail(f"Nothing was imported: {len(plan.rejections)} rejected.", found, as_json=as_json)
        if not dry_run:
            try:
                found["imported"] = take_in(plan, quiz, [skill] if skill else [])
            except NotImported as error:
                self.fail(str(error), found, as_json=as_json)
        self.report(found, lines_of(plan, found), as_json=as_json)


def take_in(plan: Plan, quiz: str | None, skills: list[str]) -> int:
    """How many questions of the file are there now: in the quiz, or newly in the bank."""
    if quiz is None:
        return len(import_questions(plan, publish=True, skills=skills))
    import_quiz(plan, quiz, skills=skills)
    return len(plan.lines)


def report_of(plan: Plan) -> dict[str, Any]:
    return {
        **NOTHING,
        "counts": plan.counts(),
        "rejections": [{"line": line.line, "item": line.label, "reason": reason(line)} for line in plan.rejections],
        "notes": [
            {"line": line.line, "item": line.label, "note": str(NOTES[note])}
            for line in plan.lines
            for note in line.notes
        ],
        "already": sum(line.verdict in (Verdict.IN_BANK, Verdict.TWICE) for line in plan.lines),
    }


def reason(line: Line) -> str:
    return sentence(line.problem) if line.problem else ""


def lines_of(plan: Plan, found: dict[str, Any]) -> list[str]:
    words = {Verdict.NEW: "new", Verdict.IN_BANK: "in the bank already", Verdict.TWICE: "twice in this file"}
    lines = [f"line {line.line}: {line.label}: {words[line.verdict]}" for line in plan.lines]
    lines += [f"line {note['line']}: {note['item']}: {note['note']}" for note in found["notes"]]
    return [*lines, f"Imported: {found['imported']}"]
