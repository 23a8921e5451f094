from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from academy.backups import restore
from academy.databases import BackupError
from academy.evidence.verifying import verify
from academy.management.commands.prepare import unapplied


class Command(BaseCommand):
    help = "Put a backup in the place of what is here, when the site does not run, and verify its evidence."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="FROM", type=Path, help="what `backup` has written")
        parser.add_argument("--yes", action="store_true", help="overwrite what is here")

    def handle(self, *, place: Path, yes: bool, **options: Any) -> None:
        try:
            about = restore(place.absolute(), overwrite=yes)
        except (BackupError, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error
        if unapplied():
            self.stdout.write("Restored. It is of an earlier version: run `make setup` before you start the site, then")
            self.stdout.write(f"manage.py verify_evidence{expecting(about['head'])}")
            return
        verdict = verify(about["head"])
        if broken := verdict.first_broken:
            raise CommandError(f"All was restored, but the ledger is broken: {broken.reason.value}.")
        self.stdout.write(f"Restored. The ledger is whole: {verdict.records} records, {verdict.seals} seals.")


def expecting(head: str | None) -> str:
    return f" --expect-head {head}" if head else ""
