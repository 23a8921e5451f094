"""What commands that take files in have in common: one JSON object for scripts, or lines for people."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError


class ReportingCommand(BaseCommand):
    """With `--json` stdout is exactly one JSON object, also where the command fails."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def report(self, found: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
        self.stdout.write(json.dumps(found, ensure_ascii=False, allow_nan=False) if as_json else "\n".join(lines))

    def fail(self, sentence: str, found: dict[str, Any], *, as_json: bool) -> NoReturn:
        if as_json:
            self.stdout.write(json.dumps({**found, "error": sentence}, ensure_ascii=False))
        raise CommandError(sentence)


def read_bytes(file: str) -> bytes:
    """The content of a file, or of stdin for "-". Raises OSError."""
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
