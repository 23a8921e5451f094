"""The marks of every attempt at a quiz as a table."""

import csv
import io
from fractions import Fraction

from academy.assignments.models import Work
from quizzes.domain.formats.table_writer import safe
from quizzes.domain.grading import exact
from quizzes.models import Attempt, Grade, Mark, QuizRevision, QuizRevisionQuestion


def marks_table(work: Work) -> tuple[str, int]:
    """A CSV with the header username, attempt, q1 … qN, sum, grade, and how many attempts it has.

    Marks are points, with five decimals, in the quiz's order of questions; the grade is out of 100. A question that an
    attempt was not asked, because the quiz had fewer then, is an empty cell.
    """
    places = _places(work)
    marks: dict[int, dict[int, Fraction]] = {}
    standing = Grade.objects.standing().filter(attempt__work=work)
    grades = {grade.attempt_id: grade for grade in standing}
    attempts = {attempt.pk: attempt for attempt in Attempt.objects.filter(work=work).select_related("learner")}
    for mark in Mark.objects.filter(grade__in=standing).select_related("grade"):
        attempt = attempts[mark.grade.attempt_id]
        points = attempt.layout[mark.position]["points"]
        place = places.get((attempt.revision_id, mark.version_id), mark.position)
        earned = Fraction(0) if mark.void == Mark.Voided.LEFT_OUT else exact(mark.share) * points
        marks.setdefault(attempt.pk, {})[place] = earned
    count = max((len(attempt.layout) for attempt in attempts.values()), default=_asked_now(work))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["username", "attempt", *(f"q{place + 1}" for place in range(count)), "sum", "grade"])
    done = sorted((attempts[pk] for pk in marks), key=lambda attempt: (attempt.learner.username, attempt.number))
    for attempt in done:
        mine = marks[attempt.pk]
        cells = [five(mine[place]) if place in mine else "" for place in range(count)]
        total = five(sum(mine.values(), Fraction(0)))
        grade = five(Fraction(grades[attempt.pk].percent))
        writer.writerow([safe(attempt.learner.username), attempt.number, *cells, total, grade])
    return out.getvalue(), len(done)


def _places(work: Work) -> dict[tuple[int, int], int]:
    """Where each version stands in each revision of the quiz: attempts may ask in another order."""
    rows = QuizRevisionQuestion.objects.filter(revision__work=work).values_list("revision_id", "version_id", "position")
    return {(revision, version): position for revision, version, position in rows}


def _asked_now(work: Work) -> int:
    """How many questions the quiz asks, for a table that has no attempt yet."""
    revision = QuizRevision.objects.latest_of(work)
    return revision.length if revision else 0


def five(value: Fraction) -> str:
    rounded = round(value * 100_000)
    sign, digits = "-" if rounded < 0 else "", f"{abs(rounded):06d}"
    return f"{sign}{digits[:-5]}.{digits[-5:]}"
