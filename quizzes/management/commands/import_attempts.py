from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.utils.timezone import now

from academy.assignments.models import Work
from quizzes.actions.importing_attempts import import_attempts
from quizzes.addresses import QuizNotFound, quiz_by_slug
from quizzes.exchange.attempts import Quiz, TableError
from quizzes.exchange.console import ExchangeCommand, read_bytes
from quizzes.models import QuizRevision


class Command(ExchangeCommand):
    help = (
        "Take past attempts from a CSV with the columns username, attempt, q1 … qN, and start and end if you have "
        "them; marked by our rules, all or none. Stored attempts with equal responses are skipped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="- reads from stdin")
        parser.add_argument("--quiz", required=True, metavar="SLUG", help="or so much of its path as tells it apart")
        parser.add_argument("--dry-run", action="store_true", help="only report, change nothing")
        parser.add_argument(
            "--create-learners",
            action="store_true",
            help="make people whom nobody knows: inactive, and outside every audience",
        )
        super().add_arguments(parser)

    def handle(self, *, file: str, quiz: str, dry_run: bool, create_learners: bool, **options: Any) -> None:
        as_json = options["json"]
        found: dict[str, Any] = {"counts": {}, "rejections": [], "skipped": 0, "learners": 0, "imported": 0}
        try:
            prepared = self.prepared(quiz)
            found["counts"] = dict(sorted(Counter(place.spec.type for place in prepared.places).items()))
            outcome = import_attempts(
                prepared, read_bytes(file), now(), create_learners=create_learners, dry_run=dry_run
            )
        except (QuizNotFound, TableError) as error:
            self.fail(str(error), found, as_json=as_json)
        except OSError as error:
            self.fail(f"{file} can not be read: {error.strerror}.", found, as_json=as_json)
        found["rejections"] = [asdict(problem) for problem in outcome.problems]
        if outcome.problems:
            self.stderr.write("\n".join(f"line {one.line}: {one.item}: {one.reason}" for one in outcome.problems))
            self.fail(f"Nothing was imported: {len(outcome.problems)} rejected.", found, as_json=as_json)
        found |= {"skipped": outcome.skipped, "learners": outcome.learners}
        found["imported"] = 0 if dry_run else outcome.imported
        would = " (dry run: nothing was changed)" if dry_run else ""
        lines = [
            f"Attempts: {outcome.imported}, already stored: {outcome.skipped}, new people: {outcome.learners}{would}"
        ]
        self.report(found, lines, as_json=as_json)

    def prepared(self, slug: str) -> Quiz:
        revision = QuizRevision.objects.latest_of(Work.objects.of(quiz_by_slug(slug)))
        if revision is None:
            raise QuizNotFound(f"The quiz {slug!r} was never published.")
        return Quiz(revision)
