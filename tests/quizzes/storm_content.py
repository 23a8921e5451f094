"""Run as a program: a quiz of eight questions on one page and a learner who has begun it; says where, as JSON."""

import json

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.cached_db import SessionStore  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from academy.staff.models import User  # noqa: E402
from quizzes.actions import start_attempt  # noqa: E402
from tests import builders  # noqa: E402

QUESTIONS = 8


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def main() -> None:
    learner = User.objects.create(username="stormy", password="!")
    questions = [builders.make_question(f"Storm {number}") for number in range(QUESTIONS)]
    course = builders.make_course("storm", per_page=0, shuffle_options=False)
    page = builders.republish(course.quiz, quiz_questions=[builders.QuizQuestion(question=one) for one in questions])
    attempt = start_attempt(learner, builders.Work.objects.of(page), now())
    orders = [list(item.order) for item in attempt.dealt]
    print(json.dumps({"session": session_of(learner), "attempt": attempt.pk, "orders": orders}))  # noqa: T201


if __name__ == "__main__":
    main()
