from argparse import ArgumentParser
from typing import Any

from academy.assignments.models import Work
from quizzes.addresses import QuizNotFound, quiz_by_slug
from quizzes.exchange.console import ExchangeCommand
from quizzes.exchange.marks import marks_table


class Command(ExchangeCommand):
    help = "Print the marks of every attempt at a quiz as CSV: username, attempt, q1 … qN, sum, and the grade of 100."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiz", required=True, metavar="SLUG", help="or so much of its path as tells it apart")
        super().add_arguments(parser)

    def handle(self, *, quiz: str, **options: Any) -> None:
        found: dict[str, Any] = {"exported": 0}
        try:
            table, count = marks_table(Work.objects.of(quiz_by_slug(quiz)))
        except QuizNotFound as error:
            self.fail(str(error), found, as_json=options["json"])
        if options["json"]:
            self.report({"exported": count, "content": table}, [], as_json=True)
        else:
            self.stdout.write(table, ending="")
