import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from academy.evidence.verifying import Verdict, verify


class Command(BaseCommand):
    help = "Walk the ledger of evidence from its beginning, writing nothing; the exit status is 1 where it is broken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
        parser.add_argument(
            "--expect-head",
            metavar="HASH",
            help="a head that was kept elsewhere: it must be in the chain, so its end was not cut off since",
        )

    def handle(self, *, expect_head: str | None, **options: Any) -> None:
        verdict = verify(expect_head and expect_head.strip().lower())
        self.stdout.write(json.dumps(verdict.as_json()) if options["json"] else table(verdict))
        if broken := verdict.first_broken:
            places = {"seal": broken.seal, "record": broken.record}
            where = ", ".join(f"{name} {place}" for name, place in places.items() if place is not None)
            raise CommandError(f"The ledger is broken at {where}: {broken.reason.value}.")


def table(verdict: Verdict) -> str:
    figures = {"records": verdict.records, "sealed": verdict.sealed, "unsealed": verdict.unsealed}
    lines = [f"{name:10}{figure:>12}" for name, figure in {**figures, "seals": verdict.seals}.items()]
    return "\n".join([*lines, f"{'head':10}{verdict.head or '–'}", *([] if verdict.first_broken else ["ok"])])
