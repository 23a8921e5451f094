import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from academy.assignments.models import Work
from quizzes.addresses import QuizNotFound, quiz_by_slug
from quizzes.models import QuizStatistics
from quizzes.statistics.analysis import figures_by_place
from quizzes.statistics.reading import read

QUIZ = {
    "count": "attempts",
    "mean": "mean",
    "median": "median",
    "sd": "standard deviation",
    "skewness": "skewness",
    "kurtosis": "kurtosis",
    "alpha": "alpha, %",
    "error_ratio": "error ratio, %",
    "standard_error": "standard error",
}
QUESTION = {
    "position": "position",
    "count": "count",
    "facility": "facility",
    "sd": "sd",
    "discrimination": "discrim. %",
    "efficiency": "efficiency %",
    "effective_weight": "weight %",
    "intended_weight": "intended %",
}
NOTHING = "–"

Figures = dict[str, Any]


class Command(BaseCommand):
    help = (
        "Print the item analysis of a quiz: figures of the sums of marks, and of the question at each position, "
        "whatever version of it was asked. Marks are in points; a figure that does not exist is null."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiz", required=True, metavar="SLUG", help="or so much of its path as tells it apart")
        parser.add_argument(
            "--attempts",
            choices=QuizStatistics.Which.values,
            default=QuizStatistics.Which.HIGHEST.value,
            help="which of a person's attempts count; of equally high ones the earliest",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *, quiz: str, attempts: str, **options: Any) -> None:
        try:
            page = quiz_by_slug(quiz)
        except QuizNotFound as error:
            raise CommandError(str(error)) from error
        rows = read(Work.objects.of(page))
        figures, by_place = figures_by_place(rows, QuizStatistics.Which(attempts))
        found = {
            "quiz": _only(QUIZ, asdict(figures)),
            "questions": [
                _only(QUESTION, {"position": position, **asdict(question)})
                for position, question in enumerate(by_place, start=1)
            ],
        }
        if rows.waiting:
            self.stderr.write(f"Attempts that still wait for their grade and are left out: {rows.waiting}.")
        self.stdout.write(json.dumps(found, allow_nan=False) if options["json"] else table(**found))


def table(quiz: Figures, questions: list[Figures]) -> str:
    lines = [f"{label:20}{_shown(quiz[name]):>10}" for name, label in QUIZ.items()]
    lines += ["", "".join(f"{label:>13}" for label in QUESTION.values())]
    lines += ["".join(f"{_shown(question[name]):>13}" for name in QUESTION) for question in questions]
    return "\n".join(lines)


def _only(names: dict[str, str], figures: Figures) -> Figures:
    return {name: figures[name] for name in names}


def _shown(value: float | None) -> str:
    if value is None:
        return NOTHING
    return str(value) if isinstance(value, int) else f"{value:.3f}"
