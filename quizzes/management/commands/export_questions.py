import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import override

from quizzes.addresses import QuizNotFound, quiz_by_slug
from quizzes.domain.formats import FORMATS, write_file
from quizzes.exchange.console import ExchangeCommand
from quizzes.exchange.exporting import items_of_quiz
from quizzes.exchange.wording import sentence


class Command(ExchangeCommand):
    help = (
        "Print the questions of a quiz in a format that other systems read. Questions that the format can not carry "
        "are named, and the exit status is not 0."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiz", required=True, metavar="SLUG", help="or so much of its path as tells it apart")
        parser.add_argument("--format", required=True, choices=FORMATS)
        parser.add_argument("--output", metavar="FILE", help="write the file here instead of printing it")
        super().add_arguments(parser)

    @override("en")
    def handle(self, *, quiz: str, output: str | None, **options: Any) -> None:
        as_json = options["json"]
        found: dict[str, Any] = {"exported": 0, "rejections": []}
        try:
            items, broken = items_of_quiz(quiz_by_slug(quiz))
        except QuizNotFound as error:
            self.fail(str(error), found, as_json=as_json)
        data, left = write_file(options["format"], items)
        left = [*broken, *left]
        found["exported"] = len(items) + len(broken) - len(left)
        found["rejections"] = [{"line": one.line, "item": one.item, "reason": sentence(one.problem)} for one in left]
        if output:
            Path(output).write_bytes(data)
        elif as_json:
            found["content"] = data.decode("utf-8")
        else:
            self.print_bytes(data)
        if left:
            self.stderr.write("\n".join(f"{one['item']}: {one['reason']}" for one in found["rejections"]))
            self.fail(f"{len(left)} questions can not be written as {options['format']}.", found, as_json=as_json)
        if as_json:
            self.report(found, [], as_json=True)

    def print_bytes(self, data: bytes) -> None:
        """As they are: a terminal's encoding is not that of the file."""
        binary = getattr(sys.stdout, "buffer", None) if self.stdout._out is sys.stdout else None
        if binary is None:
            self.stdout.write(data.decode("utf-8"), ending="")
        else:
            binary.write(data)
            binary.flush()
