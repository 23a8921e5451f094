import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from academy.catalogues import faults
from academy.wording import Finding, bare_words, glued_in_python, glued_in_template

PACKAGES = ("academy", "courses", "quizzes", "home")
SOURCES = ("*.py", "*.html", "*.txt")


class Command(BaseCommand):
    help = "Refuse catalogues that are not complete, and words in the sources that cannot be translated."

    def handle(self, **options: Any) -> None:
        found = [*source_faults(settings.BASE_DIR), *catalogue_faults(settings.BASE_DIR)]
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} faults in catalogues and wording.")


def catalogue_faults(root: Path) -> Iterator[str]:
    wanted = extract(root)
    for code, _name in settings.LANGUAGES:
        path = root / "locale" / code / "LC_MESSAGES" / "django.po"
        if code == settings.LANGUAGE_CODE:
            continue
        if not path.exists():
            yield f"{path.relative_to(root)}: there is no such catalogue"
            continue
        for fault in faults(polib.pofile(str(path)), wanted):
            yield f"{path.relative_to(root)}: {fault}"


def extract(root: Path) -> polib.POFile:
    """The messages that the sources ask for. makemessages writes beside them, so it is given a copy."""
    with TemporaryDirectory() as place:
        for path in source_files(root):
            target = Path(place) / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        (Path(place) / "locale").mkdir()
        makemessages(place)
        return polib.pofile(f"{place}/locale/en/LC_MESSAGES/django.po")


def makemessages(place: str) -> None:
    # In a process of its own and without our settings, which would lead it back to our catalogues.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--verbosity", "0"]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise CommandError(f"The messages could not be extracted: {done.stderr.strip()}")


def source_faults(root: Path) -> Iterator[str]:
    for path in source_files(root):
        for line, fault in findings(path):
            yield f"{path.relative_to(root)}:{line}: {fault}"


def findings(path: Path) -> Iterator[Finding]:
    source = path.read_text()
    if path.suffix == ".py":
        yield from glued_in_python(source)
    else:
        yield from glued_in_template(source)
        yield from bare_words(source, html=path.suffix == ".html")


def source_files(root: Path) -> Iterator[Path]:
    """Our Python and our templates, wherever an app keeps them."""
    for pattern in SOURCES:
        for package in (*PACKAGES, "templates"):
            for path in sorted((root / package).rglob(pattern)):
                if path.suffix == ".py" or "templates" in path.parts:
                    yield path
