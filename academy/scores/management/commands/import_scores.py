import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from django.utils.translation import override

from academy.scores.actions import Outcome, import_scores
from academy.scores.models import Criterion
from academy.scores.wording import sentence


class Command(BaseCommand):
    help = (
        "Take in scores from a CSV file (external_id,criterion,score,max,case_id,happened_on): all of them, or none "
        "where a line is refused. A score that is there already is left or corrected."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="- reads from stdin")
        parser.add_argument("--kind", choices=Criterion.Kind.values, default="", help="of lines that do not say theirs")
        parser.add_argument("--dry-run", action="store_true", help="only report, change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    @override("en")
    def handle(self, *, file: str, kind: str, dry_run: bool, **options: Any) -> None:
        try:
            data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"{file} can not be read: {error.strerror}.") from error
        outcome = import_scores(data, kind, now(), dry_run=dry_run)
        report = json.dumps(report_of(outcome), ensure_ascii=False) if options["json"] else "\n".join(lines_of(outcome))
        self.stdout.write(report)
        if not outcome.sound:
            raise CommandError(f"Nothing was imported: {len(outcome.refusals)} refused.")


def report_of(outcome: Outcome) -> dict[str, Any]:
    refusals = [
        {"line": one.line, "column": one.column, "value": one.value, "reason": sentence(one)}
        for one in outcome.refusals
    ]
    return {"new": outcome.new, "corrected": outcome.corrected, "same": outcome.same, "refusals": refusals}


def lines_of(outcome: Outcome) -> list[str]:
    if outcome.refusals:
        return [
            f"line {one.line}, {one.column or 'whole line'}: {sentence(one)} {one.value}" for one in outcome.refusals
        ]
    return [f"New: {outcome.new}", f"Corrected: {outcome.corrected}", f"There already: {outcome.same}"]
