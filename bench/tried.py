"""A quiz that thousands have tried: what its statistics cost, worked out from nothing and looked at."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from academy.assignments.models import Work
from academy.staff.models import User
from academy.starter import files
from bench.content import QUESTIONS
from bench.counting import CountingVisitor
from bench.people import Person, session_of
from quizzes.models import Attempt, Grade, Mark, QuestionText, QuizPage, QuizRevision, QuizStatistics, Response
from quizzes.statistics import keeping

COURSE = "conflict-resolution"
ATTEMPTS = 5000
ROUNDS = 5


@dataclass(frozen=True)
class Tried:
    """`viewer`: somebody who may see the statistics of `work`."""

    work: Work
    viewer: Person

    @property
    def path(self) -> str:
        return f"/en/quizzes/{self.work.pk}/statistics/"


@transaction.atomic
def make_attempts(learners: Sequence[User], at: datetime) -> Tried:
    """Have `learners` try a quiz of ten questions, in turn, until there are 5,000 attempts."""
    page = QuizPage.objects.get(translation_key=files.key(f"courses/{COURSE}/quiz"), locale__language_code="en")
    page.quiz_questions.set(page.quiz_questions.all()[:QUESTIONS])
    page.save_revision().publish()
    work = Work.objects.of(page)
    revision = QuizRevision.objects.latest_of(work)
    asked = list(revision.questions.select_related("version"))
    layout = [{"version": item.version_id, "points": item.points, "order": []} for item in asked]
    attempts = Attempt.objects.bulk_create(
        Attempt(
            learner=learners[number % len(learners)],
            work=work,
            revision=revision,
            number=number // len(learners) + 1,
            state=Attempt.State.HANDED_IN,
            layout=layout,
            started_at=at,
            handed_in_at=at,
        )
        for number in range(ATTEMPTS)
    )
    answer(attempts, [item.version_id for item in asked], at)
    viewer = User.objects.create(username="analyst", password="!")
    viewer.groups.add(Group.objects.get(name="Editors"))
    return Tried(work, Person(viewer, session_of(viewer)))


def answer(attempts: list[Attempt], versions: list[int], at: datetime) -> None:
    """Every attempt answers every question; the later the attempt, the fewer it knows."""
    texts = {
        text.version_id: text
        for text in QuestionText.objects.filter(version__in=versions, locale__language_code="en").select_related(
            "version"
        )
    }
    right = {version: text.version.spec().best(text.payload) for version, text in texts.items()}
    known = [
        [(number * 7 + place * 3) % 10 >= number * 8 // ATTEMPTS for place in range(len(versions))]
        for number in range(ATTEMPTS)
    ]
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            position=place,
            sequence=place + 1,
            answer=right[version] if knows[place] else {"choice": "another"},
            text=texts[version],
            saved_at=at,
        )
        for attempt, knows in zip(attempts, known, strict=True)
        for place, version in enumerate(versions)
    )
    grades = Grade.objects.bulk_create(
        Grade(attempt=attempt, percent=100 * sum(knows) / len(knows), passed=sum(knows) >= 7, graded_at=at)
        for attempt, knows in zip(attempts, known, strict=True)
    )
    Mark.objects.bulk_create(
        Mark(grade=grade, position=place, version_id=version, share=int(knows[place]))
        for grade, knows in zip(grades, known, strict=True)
        for place, version in enumerate(versions)
    )


def seconds_to_compute(work: Work, at: datetime) -> float:
    """The best of some rounds: what else the machine does is no part of it."""

    def once() -> float:
        begin = time.perf_counter()
        keeping.compute(work, at)
        return time.perf_counter() - begin

    return min(once() for _round in range(ROUNDS))


def statements_from_nothing(tried: Tried) -> int:
    """How many statements the page makes for whoever looks first."""
    visitor = CountingVisitor()
    visitor.get(tried.path, tried.viewer.session)  # signs in
    QuizStatistics.objects.filter(work=tried.work).delete()
    visitor.get(tried.path, tried.viewer.session)
    return len(visitor.asked[-1].statements)
