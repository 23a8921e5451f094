"""An organisation that comes with its history: how long it takes to take in past attempts."""

import time
from collections.abc import Sequence
from datetime import datetime

from academy.assignments.models import Work
from academy.staff.models import User
from quizzes.actions.importing import import_quiz
from quizzes.actions.importing_attempts import import_attempts
from quizzes.exchange.attempts import Quiz
from quizzes.exchange.plan import plan_file
from quizzes.models import QuizRevision

ATTEMPTS, QUESTIONS = 1000, 10
ANSWERS = ("Kindly", "Late", "Rudely")


def seconds_to_import(learners: Sequence[User], at: datetime) -> float:
    """A thousand attempts of ten questions, from the file to the grades."""
    quiz = make_quiz()
    data = table([learner.username for learner in learners[:ATTEMPTS]])
    begin = time.perf_counter()
    outcome = import_attempts(quiz, data, at)
    seconds = time.perf_counter() - begin
    if outcome.imported != ATTEMPTS:
        raise RuntimeError(f"{outcome.imported} attempts imported: {outcome.problems[:1]}")
    return seconds


def make_quiz() -> Quiz:
    options = "".join(f"{letter}. {answer}\n" for letter, answer in zip("ABC", ANSWERS, strict=True))
    questions = (f"How do you answer letter {number}?\n{options}ANSWER: A\n" for number in range(QUESTIONS))
    page = import_quiz(plan_file("aiken", "\n".join(questions).encode(), for_quiz=True), "moved")
    return Quiz(QuizRevision.objects.latest_of(Work.objects.of(page)))


def table(names: Sequence[str]) -> bytes:
    """The later a learner comes, the more answers are wrong."""
    head = ",".join(["username", "attempt", *(f"q{place + 1}" for place in range(QUESTIONS))])
    rows = (
        ",".join([name, "1", *(ANSWERS[number * place // len(names) % 3] for place in range(QUESTIONS))])
        for number, name in enumerate(names)
    )
    return "\n".join([head, *rows]).encode()
