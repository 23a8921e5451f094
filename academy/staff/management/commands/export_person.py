from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from django.utils.translation import override

from academy.staff.exporting import files_of
from academy.staff.models import User


class Command(BaseCommand):
    help = "Write all that is held about a person into a new folder: JSON, and index.html in their language."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("who", metavar="USERNAME_OR_EXTERNAL_ID")
        parser.add_argument("folder", metavar="DIR", type=Path)

    def handle(self, *, who: str, folder: Path, **options: Any) -> None:
        person = User.objects.named(who)
        if person is None:
            raise CommandError(f"Nobody here has the external id or user name {who!r}.")
        try:
            folder.mkdir(parents=True, mode=0o700)
        except OSError as error:
            raise CommandError(f"{folder} can not be made: {error.strerror}.") from error
        with override(person.language):
            for name, content in files_of(person, now()):
                (folder / name).write_text(content, encoding="utf-8")
        self.stdout.write(f"Written into {folder}.")
