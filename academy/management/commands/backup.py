from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.timezone import now

from academy.backups import back_up
from academy.databases import BackupError


class Command(BaseCommand):
    help = "Write the database, the uploads and the secrets of var/ into a new folder, while the site runs."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("to", metavar="TO", type=Path, help="a new or an empty folder")

    def handle(self, *, to: Path, **options: Any) -> None:
        try:
            about = back_up(to.absolute(), now())
        except (BackupError, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The backup is in {to}: the database, {about['media']} uploads.")
        self.stdout.write(f"The head of the ledger: {about['head'] or 'nothing is sealed yet'}")
